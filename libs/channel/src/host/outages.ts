import type { Transaction } from '@tributary/event-log';
import { v7 as uuidV7 } from 'uuid';
import { JOB_ASKED } from '../jobs/job-store.js';
import { type Connections, onConnection } from '../intake/connections.js';
import type { Lease } from './lease-store.js';

/** A gap that was announced and is being filled. */
export interface OpenGap {
  /** So much of it was read, so much of that was new. */
  note(fetched: number, stored: number): Promise<void>;
  filled(): Promise<void>;
}

/** Clocks differ, and a provider's times are its own: so much more is fetched, which only repeats. */
const OVERLAP = "interval '1 minute'";

/**
 * The window of an outage begins where the last cycle was completed: the account failed since, or nobody read for long. An account
 * without any cycle yet has missed nothing, and an earlier owner writes nothing. What an earlier session left open is gone on with:
 * what it had not read is announced again.
 */
const ANNOUNCE = `
  with outage as (select c.last_cycle_at as since from intake.connector c join intake.lease l on l.account_id = c.account_id and l.epoch = $2
                   where c.account_id = $1 and (c.failed_at > c.last_cycle_at or c.last_cycle_at < now() - $4::float * interval '1 ms') for share of l),
       known as (update intake.job set epoch = $2, counted = case when $6 then fetched else counted end + $3
                  where account_id = $1 and kind = 'catch-up' and state = 'running'
                    and exists (select from intake.lease where account_id = $1 and epoch = $2) returning id),
       made as (insert into intake.job (id, account_id, kind, cause, window_from, window_to, notify, state, epoch, counted, started_at)
                select $5, $1, 'catch-up', 'outage', since, greatest(since, now()), true, 'running', $2, $3, now() from outage
                 where $3 > 0 and not exists (select from known) returning id)
  select id from known union all select id from made`;

/**
 * A stream tells nothing again: whatever came since the last completed cycle has to be fetched, be the break ever so short. One
 * waiting job an account; a try that failed only makes its window longer.
 */
const FILL = `
  with owner as (select from intake.lease where account_id = $1 and epoch = $2 for share),
       known as (update intake.job set window_to = greatest(window_to, $3) where account_id = $1 and cause = 'outage' and kind = 'backfill' and state = 'waiting'
                    and exists (select from owner) returning id),
       made as (insert into intake.job (id, account_id, kind, cause, window_from, window_to, notify, state)
                select $4, $1, 'backfill', 'outage', last_cycle_at - ${OVERLAP}, greatest(last_cycle_at, $3::timestamptz), true, 'waiting' from intake.connector
                 where account_id = $1 and last_cycle_at is not null and exists (select from owner) and not exists (select from known) returning id)
  select pg_notify('${JOB_ASKED}', $1::text) from made`;

/** Finds out what an account missed while it was out, and tells it before it is filled. */
export class Outages {
  constructor(
    private readonly connections: Connections,
    private readonly callMs: number,
    private readonly gapAfterMs: number,
  ) {}

  /** Before a session of a stream: what it missed waits to be fetched until the account completed a cycle again. */
  async fillLater({ accountId, epoch }: Lease): Promise<void> {
    await this.#call((connection) =>
      connection.query({ name: 'intake.fill-outage', text: FILL, values: [accountId, String(epoch), new Date(), uuidV7()] }),
    );
  }

  /** For one session of an account. */
  gapsOf(lease: Lease): SessionGaps {
    return new SessionGaps(lease, this.gapAfterMs, (work) => this.#call(work));
  }

  #call<T>(work: (connection: Transaction) => Promise<T>): Promise<T> {
    return onConnection(this.connections, this.callMs, work);
  }
}

/** What one session found to catch up with. Several folders may fill one gap: the last of them closes it. */
export class SessionGaps {
  /** How many still fill each. */
  readonly #filling = new Map<string, number>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly lease: Lease,
    private readonly gapAfterMs: number,
    private readonly call: <T>(work: (connection: Transaction) => Promise<T>) => Promise<T>,
  ) {}

  /** @returns undefined when there was no outage, or it left nothing */
  announce(count: number): Promise<OpenGap | undefined> {
    // One after the other, so that one outage is one gap.
    const mine = this.#last.then(() => this.#announce(count));
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #announce(count: number): Promise<OpenGap | undefined> {
    const { accountId, epoch } = this.lease;
    const first = this.#filling.size === 0;
    const values = [accountId, String(epoch), count, this.gapAfterMs, uuidV7(), first];
    const { rows } = await this.call((connection) => connection.query<{ id: string }>({ name: 'intake.announce-gap', text: ANNOUNCE, values }));
    const id = rows[0]?.id;
    if (id === undefined) return undefined;
    this.#filling.set(id, (this.#filling.get(id) ?? 0) + 1);
    return { note: (fetched, stored) => this.#note(id, fetched, stored), filled: () => this.#filled(id) };
  }

  async #note(id: string, fetched: number, stored: number): Promise<void> {
    await this.call((connection) =>
      connection.query({
        name: 'intake.note-gap',
        text: 'update intake.job set fetched = fetched + $3, stored = stored + $4 where id = $1 and epoch = $2',
        values: [id, String(this.lease.epoch), fetched, stored],
      }),
    );
  }

  async #filled(id: string): Promise<void> {
    const others = (this.#filling.get(id) ?? 1) - 1;
    if (others === 0) {
      await this.call((connection) =>
        connection.query(`update intake.job set state = 'done', ended_at = now() where id = $1 and epoch = $2 and state = 'running'`, [id, String(this.lease.epoch)]),
      );
    }
    this.#filling.set(id, others);
  }
}
