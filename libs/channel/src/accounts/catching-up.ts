import type pg from 'pg';

/** What an outage left, while it is filled: how many were announced, and how many of them are read. */
export interface CatchingUp {
  readonly announced: number;
  readonly done: number;
  readonly since: string;
}

/** @returns by account; those that have nothing to catch up with are not among them */
export async function catchingUp(pool: pg.Pool, accountIds: readonly string[]): Promise<Map<string, CatchingUp>> {
  const { rows } = await pool.query<{ account_id: string; announced: number; done: number; since: Date }>(
    `select account_id, sum(counted)::int as announced, sum(fetched)::int as done, min(started_at) as since
       from intake.job where account_id = any($1::uuid[]) and cause = 'outage' and state in ('waiting', 'running') and counted is not null
      group by account_id`,
    [accountIds],
  );
  return new Map(rows.map(({ account_id, announced, done, since }) => [account_id, { announced, done, since: since.toISOString() }]));
}
