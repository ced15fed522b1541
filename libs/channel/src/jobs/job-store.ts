import type { Position } from '@tributary/platform';
import type pg from 'pg';
import { v7 as uuidV7 } from 'uuid';
import type { JobRow, NewJob } from './job-record.js';

/** Told to every process when a job was asked for; the payload is its account's id. */
export const JOB_ASKED = 'tributary_intake_job';

const KEPT = "interval '30 days'";

/** Jobs as anybody asks for them and reads them; only the owner of the account's lease carries them out (`JobBook`). */
export class JobStore {
  constructor(private readonly pool: Pick<pg.Pool, 'query'>) {}

  async ask({ accountId, kind, cause, window: { from, to }, dryRun = false, notify }: NewJob): Promise<JobRow> {
    const { rows } = await this.pool.query<JobRow>(
      `insert into intake.job (id, account_id, kind, cause, window_from, window_to, dry_run, notify, state)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting') returning *`,
      [uuidV7(), accountId, kind, cause, from, to, dryRun, notify],
    );
    await this.pool.query('select pg_notify($1, $2)', [JOB_ASKED, accountId]);
    return rows[0]!;
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

  /** What ended long ago goes. */
  async forgetOld(): Promise<void> {
    await this.pool.query(`delete from intake.job where ended_at < now() - ${KEPT}`);
  }
}
