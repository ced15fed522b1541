import type { Position } from '@tributary/platform';
import type pg from 'pg';
import { v7 as uuidV7 } from 'uuid';
import type { JobRow, NewJob } from './job-record.js';

/** Told to every process when a job was asked for; the payload is its account's id. */
export const JOB_ASKED = 'tributary_intake_job';

/** Jobs of one account that wait or run: more than that is a mistake of whoever asks. */
const MOST_OPEN = 20;
const KEPT = "interval '30 days'";

/** Jobs as anybody asks for them and reads them; only the owner of the account's lease carries them out (`JobBook`). */
export class JobStore {
  constructor(private readonly pool: Pick<pg.Pool, 'query'>) {}

  /** @returns undefined when too many wait already */
  async ask({ accountId, kind, cause, window: { from, to }, dryRun = false, notify }: NewJob): Promise<JobRow | undefined> {
    const { rows } = await this.pool.query<JobRow>(
      `insert into intake.job (id, account_id, kind, cause, window_from, window_to, dry_run, notify, state)
       select $1, $2, $3, $4, $5, $6, $7, $8, 'waiting'
        where (select count(*) from intake.job where account_id = $2 and state in ('waiting', 'running')) < $9 returning *`,
      [uuidV7(), accountId, kind, cause, from, to, dryRun, notify, MOST_OPEN],
    );
    if (rows.length === 0) return undefined;
    await this.pool.query('select pg_notify($1, $2)', [JOB_ASKED, accountId]);
    return rows[0];
  }

  /** Newest first. */
  async list(accountId: string, limit: number, after?: Position): Promise<JobRow[]> {
    const { rows } = await this.pool.query<JobRow>(
      `select * from intake.job where account_id = $1 and ($3::timestamptz is null or (asked_at, id) < ($3, $4::uuid))
        order by asked_at desc, id desc limit $2`,
      [accountId, limit, after?.[0] ?? null, after?.[1] ?? null],
    );
    return rows;
  }

  /** What ended long ago goes, and what nobody will carry out any more. */
  async forgetOld(): Promise<void> {
    await this.pool.query(
      `delete from intake.job j where ended_at < now() - ${KEPT} or exists (select from intake.account a where a.id = j.account_id and a.deleted_at < now() - ${KEPT})`,
    );
  }
}
