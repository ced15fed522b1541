import type { Transaction } from '@tributary/event-log';
import { type Connections, onConnection } from '../intake/connections.js';
import type { JobFailure, JobRow } from './job-record.js';

/** A job that this instance carries out, under the epoch at which it took it. */
export interface TakenJob extends JobRow {
  readonly epoch: string;
}

export type Progress = Partial<Record<'counted' | 'missing' | 'fetched' | 'stored', number>>;

/**
 * The oldest open job of each account that the instance runs and isn't busy with: one that runs already was left behind, by an owner
 * that died or by an answer that was lost. That of an outage waits until the account completed a
 * cycle again: only then the end of its window is known, and nobody knocks with credentials that are refused.
 */
const TAKE = `
  with due as (
    select j.id, l.epoch, case when j.cause = 'outage' then c.last_cycle_at end as cycle_at
      from intake.job j join intake.lease l on l.account_id = j.account_id left join intake.connector c on c.account_id = j.account_id
     where l.owner = $1 and j.account_id <> all($2::uuid[]) and j.kind <> 'catch-up'
       and j.state in ('waiting', 'running') and coalesce(j.next_try_at <= now(), true)
       and (j.cause = 'asked' or c.last_cycle_at >= j.window_to)
       and not exists (
         select from intake.job e
          where e.account_id = j.account_id and e.kind <> 'catch-up' and e.state in ('waiting', 'running') and coalesce(e.next_try_at <= now(), true)
            and (e.cause = 'asked' or c.last_cycle_at >= e.window_to) and (e.asked_at, e.id) < (j.asked_at, j.id))
     order by j.asked_at, j.id limit $3 for update of j skip locked)
  update intake.job j set state = 'running', epoch = due.epoch, tries = j.tries + 1, started_at = coalesce(j.started_at, now()),
         fetched = 0, missing = null, next_try_at = null, window_to = case when j.state = 'waiting' then coalesce(due.cycle_at, j.window_to) else j.window_to end
    from due where j.id = due.id
  returning j.*`;

/** Jobs as their owner keeps them. What is written under an earlier epoch changes nothing. */
export class JobBook {
  constructor(
    private readonly connections: Connections,
    private readonly instanceId: string,
    private readonly callMs: number,
  ) {}

  /** @param busy  accounts with a job under way here */
  async take(busy: readonly string[], most: number): Promise<readonly TakenJob[]> {
    const { rows } = await this.#call((connection) => connection.query<TakenJob>({ name: 'intake.take-jobs', text: TAKE, values: [this.instanceId, busy, most] }));
    return rows;
  }

  /** Adds to what it came to; `counted` is set. */
  async note({ id, epoch }: TakenJob, { counted, missing, fetched = 0, stored = 0 }: Progress): Promise<void> {
    await this.#call((connection) =>
      connection.query({
        name: 'intake.note-job',
        text: `update intake.job set counted = coalesce($3, counted), missing = case when $4::integer is null then missing else coalesce(missing, 0) + $4 end,
                      fetched = fetched + $5, stored = stored + $6
                where id = $1 and epoch = $2 and state = 'running'`,
        values: [id, epoch, counted ?? null, missing ?? null, fetched, stored],
      }),
    );
  }

  async done({ id, epoch }: TakenJob): Promise<void> {
    await this.#call((connection) =>
      connection.query(`update intake.job set state = 'done', failure = null, ended_at = now() where id = $1 and epoch = $2 and state = 'running'`, [id, epoch]),
    );
  }

  /** @param pauseMs  until it is tried again; undefined: it is not */
  async failed({ id, epoch }: TakenJob, failure: JobFailure, pauseMs: number | undefined): Promise<void> {
    await this.#call((connection) =>
      connection.query(
        `update intake.job set failure = $3, state = case when $4::float is null then 'failed' else 'waiting' end,
                next_try_at = now() + $4::float * interval '1 ms', ended_at = case when $4::float is null then now() end
          where id = $1 and epoch = $2 and state = 'running'`,
        [id, epoch, JSON.stringify(failure), pauseMs ?? null],
      ),
    );
  }

  #call<T>(work: (connection: Transaction) => Promise<T>): Promise<T> {
    return onConnection(this.connections, this.callMs, work);
  }
}
