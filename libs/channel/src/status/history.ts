import type pg from 'pg';

/** One change of one fact of an account. */
export interface HistoryItem {
  readonly at: string;
  readonly fact: 'credential' | 'consumer' | 'traffic' | 'health';
  readonly state: string;
  readonly was: string | null;
  /** Why, where there is a reason: the code of the cause. */
  readonly code: string | null;
}

export interface HistoryQuestion {
  readonly from: Date;
  readonly to: Date;
  readonly limit: number;
  /** The item that came last: its time and number. */
  readonly after?: readonly [at: string, id: string];
}

/** Changes of an account within a time, newest first. */
export async function historyOf(pool: pg.Pool, accountId: string, { from, to, limit, after }: HistoryQuestion): Promise<(HistoryItem & { id: string })[]> {
  const { rows } = await pool.query<Omit<HistoryItem, 'at'> & { id: string; at: Date }>(
    `select id::text, at, fact, state, was, code from intake.status_history
      where account_id = $1 and at >= $2 and at < $3 and ($5::timestamptz is null or (at, id) < ($5, $6::bigint))
      order by at desc, id desc limit $4`,
    [accountId, from, to, limit, after?.[0] ?? null, after?.[1] ?? null],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
