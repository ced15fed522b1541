import type pg from 'pg';
import type { QuarantineClass, QuarantineStage } from '../intake/submission.js';

/** Payloads of one account that wait for one and the same reason. */
export interface QuarantineGroup {
  readonly accountId: string;
  readonly stage: QuarantineStage;
  readonly class: QuarantineClass;
  readonly code: string;
  /** What the newest of them says. */
  readonly detail: string;
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** The newest of them. */
  readonly sampleId: string;
}

/** Open payloads of a group, of a window, or both. */
export interface QuarantineSelection {
  readonly accountId: string;
  readonly stage?: QuarantineStage | undefined;
  readonly code?: string | undefined;
  /** By time of receipt. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

const MAX_GROUPS = 500;
const SELECTED = `status = 'open' and account_id = $1 and ($2::text is null or stage = $2) and ($3::text is null or code = $3)
  and ($4::timestamptz is null or received_at >= $4) and ($5::timestamptz is null or received_at < $5)`;

/** The largest first. */
export async function quarantineGroups(pool: pg.Pool): Promise<QuarantineGroup[]> {
  const { rows } = await pool.query<QuarantineGroup>(
    `select g.account_id as "accountId", g.stage, g.code, n.failure_class as "class", n.detail, g.count::float8 as count, g.first_at as "firstAt",
            n.received_at as "lastAt", n.id as "sampleId"
       from (select account_id, stage, code, count(*) as count, min(received_at) as first_at from intake.quarantine where status = 'open' group by 1, 2, 3) as g
       cross join lateral (
         select id, failure_class, detail, received_at from intake.quarantine q
          where q.status = 'open' and q.account_id = g.account_id and q.stage = g.stage and q.code = g.code order by received_at desc, id desc limit 1) as n
      order by g.count desc, n.received_at desc limit ${MAX_GROUPS}`,
  );
  return rows;
}

/** Ids of the selected, oldest first, so that a conversation's payloads keep their order. @param after  the last one seen */
export async function selectedIds(pool: pg.Pool, selection: QuarantineSelection, limit: number, after?: readonly [string, string]): Promise<{ id: string; receivedAt: Date }[]> {
  const { rows } = await pool.query<{ id: string; receivedAt: Date }>(
    `select id, date_trunc('milliseconds', received_at) as "receivedAt" from intake.quarantine
      where ${SELECTED} and ($6::timestamptz is null or (date_trunc('milliseconds', received_at), id) > ($6, $7::uuid))
      order by date_trunc('milliseconds', received_at), id limit $8`,
    [...valuesOf(selection), after?.[0] ?? null, after?.[1] ?? null, limit],
  );
  return rows;
}

/** Puts them away, with the reason; their bytes stay. @returns how many */
export async function dismissSelected(pool: pg.Pool, selection: QuarantineSelection, reason: string): Promise<number> {
  const { rowCount } = await pool.query(
    `update intake.quarantine set status = 'dismissed', dismissed_for = $6, settled_at = now() where ${SELECTED}`,
    [...valuesOf(selection), reason],
  );
  return rowCount ?? 0;
}

/** @returns whether it was open */
export async function dismissOne(pool: pg.Pool, id: string, reason: string): Promise<boolean> {
  const { rowCount } = await pool.query(`update intake.quarantine set status = 'dismissed', dismissed_for = $2, settled_at = now() where id = $1 and status = 'open'`, [id, reason]);
  return rowCount === 1;
}

/** Undoes a dismissal. @returns whether it was dismissed */
export async function reopenOne(pool: pg.Pool, id: string): Promise<boolean> {
  const { rowCount } = await pool.query(`update intake.quarantine set status = 'open', dismissed_for = null, settled_at = null where id = $1 and status = 'dismissed'`, [id]);
  return rowCount === 1;
}

function valuesOf({ accountId, stage, code, from, to }: QuarantineSelection): unknown[] {
  return [accountId, stage ?? null, code ?? null, from ?? null, to ?? null];
}
