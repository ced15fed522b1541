import type { LogWriter, Transaction } from '@tributary/event-log';
import { type Connections, inOwnTransaction, onConnection } from '../intake/connections.js';
import { receiptRecord, REPLY_NOW, type ReplyNow, type ReplyReason } from './receipt-record.js';

/** A reply that is the first unsent one of its conversation. */
export interface Head {
  readonly id: string;
  readonly account_id: string;
  readonly conversation_id: string;
  readonly channel: string;
  /** Under which this instance runs the account. */
  readonly epoch: string;
  /** The account's version: another one means other settings. */
  readonly version: number;
}

/** An account that nothing is sent for while its settings are these. */
export type Resting = Pick<Head, 'account_id' | 'version'>;

/** A reply whose next part this instance may send. */
export interface Claimed extends ReplyNow {
  readonly message: Buffer;
  readonly contact_id: string;
  readonly part: number;
  readonly tries: number;
  /** Of the first try since when it may have been sent. */
  readonly begun_at: Date;
  /** It may have been sent already. */
  readonly repeats: boolean;
}

/** What a try came to. */
export interface Outcome {
  readonly state: 'sent' | 'delivered' | 'failed' | 'unknown' | 'queued';
  readonly providerId?: string;
  /** Of one that is tried again. */
  readonly pauseMs?: number;
  /** It waits for its account. */
  readonly rests?: boolean;
  /** The next try is a repeat: the time of the first stays. */
  readonly perhapsSent?: boolean;
  readonly reason?: ReplyReason;
  /** What it says is kept no longer. */
  readonly forget?: boolean;
}

const CLAIMED = `${REPLY_NOW}, message, contact_id, part, tries, begun_at`;

/** Replies as the accounts' owner keeps them. What is known of a reply is written before, and told with, what is done about it. */
export class ReplyBook {
  constructor(
    private readonly connections: Connections,
    private readonly logWriter: LogWriter,
    private readonly instanceId: string,
    private readonly callMs: number,
  ) {}

  /**
   * The first unsent reply of each conversation of the accounts that the instance runs, if it is due.
   * @param busy  replies that are under way here
   * @param resting  accounts that nothing is sent for now
   * @param most  of all; `ofAccount`: of one account together with what is under way
   */
  async heads(busy: readonly Pick<Head, 'id' | 'account_id'>[], resting: readonly Resting[], most: { readonly all: number; readonly ofAccount: number }): Promise<readonly Head[]> {
    const { rows } = await this.#call((connection) =>
      connection.query<Head>({
        name: 'intake.reply-heads',
        text: `with busy as materialized (select * from unnest($2::uuid[], $3::uuid[]) as b (id, account_id))
               select h.id, h.account_id, h.conversation_id, a.channel, l.epoch, a.version
                 from intake.lease l join intake.account a on a.id = l.account_id and a.deleted_at is null
                cross join lateral (
                  select * from (
                    select distinct on (r.conversation_id) r.id, r.account_id, r.conversation_id, r.next_try_at, r.rests, r.changed_at
                      from intake.reply r where r.account_id = l.account_id and r.state in ('queued', 'sending')
                     order by r.conversation_id, r.sequence, r.id) as first
                   where first.id not in (select id from busy) and (first.rests or coalesce(first.next_try_at <= now(), true))
                   order by first.changed_at
                   limit greatest(0, $7 - (select count(*) from busy where busy.account_id = l.account_id))) as h
                where l.owner = $1
                  and not exists (select from unnest($4::uuid[], $5::int[]) as rest (id, version) where rest.id = a.id and rest.version = a.version)
                order by h.changed_at limit $6`,
        values: [
          this.instanceId, busy.map(({ id }) => id), busy.map(({ account_id }) => account_id),
          resting.map(({ account_id }) => account_id), resting.map(({ version }) => version), most.all, most.ofAccount,
        ],
      }),
    );
    return rows;
  }

  /**
   * Says that the next part is begun; the account's lease is held until that is written.
   * @param again  whether one that was begun then may be begun again: the provider drops a repeat
   * @returns undefined when it isn't ours any more; `left-behind`: it was under way when its owner died, or the database's answer was lost
   */
  async claim(head: Head, key: string | undefined, again: (begunAt: Date) => boolean): Promise<Claimed | 'left-behind' | undefined> {
    return this.#transaction(async (tx) => {
      const { rowCount } = await tx.query('select from intake.lease where account_id = $1 and epoch = $2 and owner = $3 for share', [head.account_id, head.epoch, this.instanceId]);
      if (rowCount === 0) return undefined;
      const { rows: [row] } = await tx.query<{ begun_at: Date | null }>(`select begun_at from intake.reply where id = $1 and state in ('queued', 'sending') for update`, [head.id]);
      if (!row) return undefined;
      if (row.begun_at && !again(row.begun_at)) return 'left-behind';
      const { rows: [claimed] } = await tx.query<Omit<Claimed, 'repeats'>>(
        `update intake.reply set state = 'sending', epoch = $2, tries = tries + 1, begun_at = coalesce(begun_at, now()),
                next_try_at = null, rests = false, key = $3
          where id = $1 returning ${CLAIMED}`,
        [head.id, head.epoch, key ?? null],
      );
      return claimed && { ...claimed, repeats: row.begun_at !== null };
    });
  }

  /** A part of it came through, and more are to follow. */
  async partSent({ id }: Pick<Head, 'id'>, epoch: string, providerId: string): Promise<void> {
    await this.#call((connection) =>
      connection.query(
        `update intake.reply set state = 'queued', part = part + 1, tries = 0, begun_at = null, provider_ids = array_append(provider_ids, $3::text)
          where id = $1 and epoch = $2 and state in ('sending', 'unknown')`,
        [id, epoch, providerId],
      ),
    );
  }

  /** What the last try came to. A later owner may have called it unknown meanwhile: who made the try knows better. */
  async settle(head: Head, outcome: Outcome): Promise<void> {
    const { state, providerId, pauseMs, rests = false, perhapsSent = false, reason, forget = false } = outcome;
    await this.#transaction(async (tx) => {
      const { rows } = await tx.query<ReplyNow>(
        `update intake.reply set state = $3, revision = revision + 1, changed_at = now(), code = $4,
                begun_at = case when $7 then begun_at end, rests = $8,
                next_try_at = now() + $5::float8 * interval '1 ms', provider_ids = provider_ids || $6::text[],
                message = case when $9 then '' else message end
          where id = $1 and epoch = $2 and (state = 'sending' or state = 'unknown' and $3 in ('sent', 'delivered'))
         returning ${REPLY_NOW}`,
        [head.id, head.epoch, state, reason?.code ?? '', pauseMs ?? null, providerId === undefined ? [] : [providerId], perhapsSent, rests, forget],
      );
      await this.#tell(tx, rows, head.channel, reason);
    });
  }

  /** One that was left behind, or whose next try would come too late: nobody knows. */
  async leftUnknown(head: Head, reason: ReplyReason): Promise<void> {
    await this.#transaction(async (tx) => {
      const { rows } = await tx.query<ReplyNow>(
        `update intake.reply set state = 'unknown', revision = revision + 1, changed_at = now(), code = $2, next_try_at = null
          where id = $1 and state in ('queued', 'sending') and begun_at is not null returning ${REPLY_NOW}`,
        [head.id, reason.code],
      );
      await this.#tell(tx, rows, head.channel, reason);
    });
  }

  /** Replies of accounts that are gone: nobody will send them. */
  async failOrphans(reason: ReplyReason): Promise<void> {
    await this.#transaction(async (tx) => {
      const { rows } = await tx.query<ReplyNow & { channel: string }>(
        `update intake.reply r set state = case when r.begun_at is not null then 'unknown' else 'failed' end, revision = revision + 1, changed_at = now(), code = $1
           from intake.account a where a.id = r.account_id and a.deleted_at is not null and r.state in ('queued', 'sending')
         returning ${REPLY_NOW.split(', ').map((column) => `r.${column}`).join(', ')}, a.channel`,
        [reason.code],
      );
      for (const row of rows) await this.#tell(tx, [row], row.channel, reason);
    });
  }

  /** The contact's snapshot, and what the source calls its conversation now. */
  async context({ account_id, conversation_id }: Head, contactId: string): Promise<{ state: Buffer | undefined; externalId: string; conversationId: string }> {
    return this.#call(async (connection) => {
      const { rows: [contact] } = await connection.query<{ state: Buffer; external_id: string }>('select state, external_id from intake.contact where id = $1 and account_id = $2', [contactId, account_id]);
      const { rows: [moved] } = await connection.query<{ alias: string }>('select alias from intake.conversation_alias where account_id = $1 and conversation_id = $2 limit 1', [account_id, conversation_id]);
      return { state: contact?.state, externalId: contact?.external_id ?? '', conversationId: moved?.alias ?? conversation_id };
    });
  }

  async #tell(tx: Transaction, rows: readonly ReplyNow[], channel: string, reason: ReplyReason | undefined): Promise<void> {
    if (rows.length > 0) await this.logWriter.append(tx, rows.map((row) => receiptRecord(row, channel, reason)));
  }

  #call<T>(work: (connection: Transaction) => Promise<T>): Promise<T> {
    return onConnection(this.connections, this.callMs, work);
  }

  #transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return inOwnTransaction(this.connections, this.callMs, work);
  }
}
