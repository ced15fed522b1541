import type { LogWriter, Transaction } from '@tributary/event-log';
import { type Connections, inOwnTransaction, onConnection } from '../intake/connections.js';
import { failedAt, INTERRUPTED, type Progress, unknownAt } from './reasons.js';
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
  /** Of the first try since when it may have been sent; null: it certainly was not. */
  readonly begun_at: Date | null;
}

/** An account that nothing is sent for while its settings are these. */
export type Resting = Pick<Head, 'account_id' | 'version'>;

/** A reply whose next part this instance may send. */
export interface Claimed extends ReplyNow, Progress {
  readonly message: Buffer;
  readonly contact_id: string;
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
  /** It waits for its account as well, with the settings of now: for so long, as far as is known. */
  readonly restsMs?: number;
  /** The next try is a repeat: the time of the first stays. */
  readonly perhapsSent?: boolean;
  readonly reason?: ReplyReason;
  /** What it says is kept no longer. */
  readonly forget?: boolean;
}

const CLAIMED = `${REPLY_NOW}, message, contact_id, part, parts, tries, begun_at`;

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
               select h.id, h.account_id, h.conversation_id, h.begun_at, a.channel, l.epoch, a.version
                 from intake.lease l join intake.account a on a.id = l.account_id and a.deleted_at is null
                cross join lateral (
                  select * from (
                    select distinct on (r.conversation_id) r.id, r.account_id, r.conversation_id, r.next_try_at, r.rests, r.rests_version, r.epoch, r.begun_at, r.changed_at
                      from intake.reply r where r.account_id = l.account_id and r.state in ('queued', 'sending')
                     order by r.conversation_id, r.sequence, r.id) as first
                   where first.id not in (select id from busy)
                     -- Other settings, or another owner, may fare better at once.
                     and (coalesce(first.next_try_at <= now(), true) or first.rests and (first.rests_version is distinct from a.version or first.epoch is distinct from l.epoch))
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
   * Says that the next part is begun; the account's lease is held until that is written. One that was under way when its owner died, or
   * whose next try would come too late, is unknown from then on.
   * @param keyOf  the provider's name of a part
   * @param again  whether one that was begun then may be begun again: the provider drops a repeat
   * @returns undefined when there is nothing to be tried: it isn't ours any more, its account has other settings since, or it is unknown now
   */
  async claim(head: Head, keyOf: ((part: number) => string) | undefined, again: (begunAt: Date) => boolean): Promise<Claimed | undefined> {
    return this.#transaction(async (tx) => {
      const { rowCount } = await tx.query(
        'select from intake.lease l join intake.account a on a.id = l.account_id where l.account_id = $1 and l.epoch = $2 and l.owner = $3 and a.version = $4 for share of l',
        [head.account_id, head.epoch, this.instanceId, head.version],
      );
      if (rowCount === 0) return undefined;
      const { rows: [row] } = await tx.query<{ begun_at: Date | null; part: number }>(`select begun_at, part from intake.reply where id = $1 and state in ('queued', 'sending') for update`, [head.id]);
      if (!row) return undefined;
      if (row.begun_at && !again(row.begun_at)) return this.#interrupted(tx, head);
      const { rows: [claimed] } = await tx.query<Omit<Claimed, 'repeats'>>(
        `update intake.reply set state = 'sending', epoch = $2, tries = tries + 1, begun_at = coalesce(begun_at, now()),
                next_try_at = null, rests = false, key = $3
          where id = $1 returning ${CLAIMED}`,
        [head.id, head.epoch, keyOf?.(row.part) ?? null],
      );
      return claimed && { ...claimed, repeats: row.begun_at !== null };
    });
  }

  /** Nothing was sent under a claim, whether that was written or not: it is as before. */
  async giveBack({ id, epoch, begun_at }: Head): Promise<void> {
    await this.#call((connection) =>
      connection.query(`update intake.reply set state = 'queued', begun_at = case when $3 then begun_at end where id = $1 and epoch = $2 and state = 'sending'`, [id, epoch, begun_at !== null]),
    );
  }

  /** Of how many messages it consists. */
  async counted({ id, epoch }: Head, parts: number): Promise<void> {
    await this.#call((connection) => connection.query(`update intake.reply set parts = $3 where id = $1 and epoch = $2`, [id, epoch, parts]));
  }

  /** A part of it came through, and more are to follow. */
  async partSent({ id }: Pick<Head, 'id'>, epoch: string, providerId: string): Promise<void> {
    await this.#call((connection) =>
      connection.query(
        `update intake.reply set state = 'queued', part = part + 1, tries = 0, begun_at = null, provider_ids = array_append(provider_ids, $3::text)
          where id = $1 and epoch = $2 and state = 'sending'`,
        [id, epoch, providerId],
      ),
    );
  }

  /** What the last try came to. A later owner may have called it unknown meanwhile: who made the try knows better. */
  async settle(head: Head, outcome: Outcome): Promise<void> {
    const { state, providerId, pauseMs, restsMs, perhapsSent = false, reason, forget = false } = outcome;
    await this.#transaction(async (tx) => {
      const { rows } = await tx.query<ReplyNow>(
        `update intake.reply set state = $3, revision = revision + 1, changed_at = now(), code = $4,
                begun_at = case when $7 then begun_at end, rests = $8::int is not null, rests_version = $8,
                next_try_at = now() + $5::float8 * interval '1 ms', provider_ids = provider_ids || $6::text[],
                message = case when $9 then '' else message end
          where id = $1 and epoch = $2 and (state = 'sending' or state = 'unknown' and $3 in ('sent', 'delivered'))
         returning ${REPLY_NOW}`,
        [head.id, head.epoch, state, reason?.code ?? '', pauseMs ?? null, providerId === undefined ? [] : [providerId], perhapsSent, restsMs === undefined ? null : head.version, forget],
      );
      await this.#tell(tx, rows.map((row) => (restsMs === undefined ? row : { ...row, next_try_at: laterOf(row, restsMs) })), head.channel, reason);
    });
  }

  async #interrupted(tx: Transaction, { id, channel }: Head): Promise<undefined> {
    const { rows } = await tx.query<ReplyNow & Progress>(
      `update intake.reply set state = 'unknown', revision = revision + 1, changed_at = now(), code = $2, next_try_at = null where id = $1 returning ${REPLY_NOW}, part, parts`,
      [id, INTERRUPTED.code],
    );
    for (const row of rows) await this.#tell(tx, [row], channel, unknownAt(row, INTERRUPTED));
  }

  /** Replies of accounts that are gone: nobody will send them. */
  async failOrphans(reason: ReplyReason): Promise<void> {
    await this.#transaction(async (tx) => {
      const { rows } = await tx.query<ReplyNow & Progress & { channel: string }>(
        `update intake.reply r set state = case when r.begun_at is not null then 'unknown' else 'failed' end, revision = revision + 1, changed_at = now(),
                next_try_at = null, code = case when r.begun_at is null and r.part > 0 then 'partly-sent' else $1 end
           from intake.account a where a.id = r.account_id and a.deleted_at is not null and r.state in ('queued', 'sending')
         returning ${[...REPLY_NOW.split(', '), 'part', 'parts'].map((column) => `r.${column}`).join(', ')}, a.channel`,
        [reason.code],
      );
      for (const row of rows) await this.#tell(tx, [row], row.channel, row.state === 'unknown' ? unknownAt(row, reason) : failedAt(row, reason));
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

/** Its own time, or that of its account. */
function laterOf({ changed_at, next_try_at }: ReplyNow, restsMs: number): Date {
  return new Date(Math.max(next_try_at?.getTime() ?? 0, changed_at.getTime() + restsMs));
}
