import { fromBinary } from '@bufbuild/protobuf';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { Log } from '@tributary/platform';
import { ReplySchema } from '@tributary/proto';
import type { BlobStore } from '@tributary/storage';
import { AccountFaultError, type RunningAccount } from '../accounts/account.js';
import { decodeEnvelope } from '../envelope/encode-envelope.js';
import { factsOf } from '../envelope/proto-to-facts.js';
import { asConnectorError, settingsFault } from '../host/failure.js';
import { untilStored } from '../host/patience.js';
import { RetryPolicy } from '../host/retry.js';
import { SubmissionGate } from '../host/submission-gate.js';
import type { HostTiming } from '../host/timing.js';
import { Wake } from '../host/wake.js';
import { ConnectorError } from '../pull.js';
import { type OutgoingReply, type Replies, ReplyRefusedError } from '../reply.js';
import { Rates } from './rates.js';
import { ACCOUNT_GONE, CONTACT_GONE, INTERRUPTED, LOST_ANSWER, NO_WAY_BACK, partlySent, refusedRepeat } from './reasons.js';
import type { ReplyReason } from './receipt-record.js';
import type { Claimed, Head, Outcome, ReplyBook } from './reply-book.js';

export interface ReplyDeskDeps {
  readonly book: ReplyBook;
  readonly blobs: BlobStore;
  readonly timing: HostTiming;
  readonly log: Log;
  /** The account as it is now. @throws AccountFaultError */
  load(accountId: string): Promise<RunningAccount | undefined>;
  onFailure?(head: Head, error: ConnectorError): void;
}

/** Conversations that are looked after at a time, most of which may wait for the provider's rates. */
const MOST_AT_ONCE = 500;
/** Sends under way in one process. */
const MOST_SENDS = 24;
/** Replies are announced; so often it is looked in case that was not heard, and for tries whose time has come. */
const LOOK_MS = 1_000;
const ORPHANS_EVERY = 60;
/** A timer may go off so much before its time. */
const EARLY_MS = 10;
/** Timers can't count further. */
const MOST_TIMER_MS = 2 ** 31 - 1;

interface UnderWay {
  readonly head: Head;
  readonly ended: Promise<void>;
}

/** An account that nothing is sent for until then, and how its tries went. */
interface Rest {
  readonly version: number;
  readonly policy: RetryPolicy;
  until: number;
}

/**
 * Sends replies of the accounts that this instance runs: one after another in a conversation, several conversations at the same
 * time. A try is written down before it is made, so that one which a kill broke off is known to be so.
 */
export class ReplyDesk {
  readonly #underWay = new Map<string, UnderWay>();
  readonly #rests = new Map<string, Rest>();
  readonly #rates = new Rates();
  readonly #gate = new SubmissionGate({ live: MOST_SENDS });
  readonly #wake = new Wake();
  /** No more tries. */
  readonly #closing = new AbortController();
  /** Tries under way end. */
  readonly #over = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(private readonly deps: ReplyDeskDeps) {}

  start(): void {
    this.#loop = this.#run();
  }

  /** Something was asked for, or accounts came. */
  wake(): void {
    this.#wake.up();
  }

  /** The account goes to somebody else. @returns when what is under way has ended */
  async leave(accountId: string): Promise<void> {
    this.#rests.delete(accountId);
    await Promise.all([...this.#underWay.values()].filter(({ head }) => head.account_id === accountId).map(({ ended }) => ended));
  }

  /** Ends; what is under way has some time to become known. */
  async stop(): Promise<void> {
    this.#closing.abort();
    this.#wake.up();
    await this.#loop;
    const all = Promise.all([...this.#underWay.values()].map(({ ended }) => ended));
    const late = setTimeout(() => this.#over.abort(), this.deps.timing.graceMs);
    await all;
    clearTimeout(late);
  }

  async #run(): Promise<void> {
    for (let round = 0; !this.#closing.signal.aborted; round++) {
      await this.#look(round % ORPHANS_EVERY === 0).catch((err: unknown) => this.deps.log.warn({ err }, 'replies could not be looked for'));
      await this.#wake.wait(LOOK_MS);
    }
  }

  async #look(orphansToo: boolean): Promise<void> {
    if (orphansToo) await this.deps.book.failOrphans(ACCOUNT_GONE);
    const room = MOST_AT_ONCE - this.#underWay.size;
    if (room <= 0) return;
    const now = performance.now() + EARLY_MS;
    const resting = [...this.#rests].filter(([, { until }]) => until > now).map(([account_id, { version }]) => ({ account_id, version }));
    for (const head of await this.deps.book.heads([...this.#underWay.keys()], resting, room)) this.#begin(head);
  }

  #begin(head: Head): void {
    const ended = this.#carryOut(head)
      .catch((err: unknown) => {
        if (!this.#over.signal.aborted) this.deps.log.error({ err, replyId: head.id, accountId: head.account_id }, 'what became of a reply could not be noted');
      })
      .finally(() => {
        this.#underWay.delete(head.id);
        this.#wake.up();
      });
    this.#underWay.set(head.id, { head, ended });
  }

  async #carryOut(head: Head): Promise<void> {
    const running = await this.#load(head);
    if (!running) return;
    const waited = await this.#rates.permit(head.account_id, head.conversation_id, running.channel.replies?.rates, this.#closing.signal).then(() => true, () => false);
    if (waited) await this.#gate.pass('live', () => this.#try(head, running));
  }

  async #try(head: Head, running: RunningAccount): Promise<void> {
    const { account, channel: { replies } } = running;
    const claimed = await this.deps.book.claim(head, replies?.key?.(head.id, account), (begunAt) => Date.now() - begunAt.getTime() < (replies?.repeatableForMs ?? 0));
    if (claimed === undefined) return;
    if (claimed === 'left-behind') return this.#note(() => this.deps.book.leftUnknown(head, INTERRUPTED));
    if (!replies) return this.#note(() => this.deps.book.settle(head, { state: 'failed', reason: NO_WAY_BACK }));
    await this.#send(head, claimed, running, replies);
  }

  async #load(head: Head): Promise<RunningAccount | undefined> {
    try {
      return await this.deps.load(head.account_id);
    } catch (error) {
      this.#rest(head, error instanceof AccountFaultError ? settingsFault(error) : asConnectorError(error));
      return undefined;
    }
  }

  async #send(head: Head, claimed: Claimed, running: RunningAccount, replies: Replies): Promise<void> {
    const { book, blobs } = this.deps;
    try {
      const reply = await this.#outgoing(head, claimed);
      if (!reply) return await this.#note(() => book.settle(head, { state: 'failed', reason: CONTACT_GONE }));
      const session = { account: running.account, signal: this.#over.signal, read: (sha256: string) => blobs.read(sha256) };
      const { providerId, state = 'sent' } = await replies.send(reply, claimed.part, session);
      const isLast = claimed.part + 1 >= (replies.parts?.(reply) ?? 1);
      this.#rests.delete(head.account_id);
      await this.#note(() => (isLast ? book.settle(head, { state, providerId }) : book.partSent(head, head.epoch, providerId)));
    } catch (error) {
      await this.#failed(head, claimed, replies, error);
    }
  }

  /** @returns undefined when its contact is gone: it was erased */
  async #outgoing(head: Head, { message, contact_id }: Claimed): Promise<OutgoingReply | undefined> {
    const { id, text, attachments, automatic, authorName, askedAt } = fromBinary(ReplySchema, message);
    const { state, externalId, conversationId } = await this.deps.book.context(head, contact_id);
    if (!state) return undefined;
    const facts = factsOf(await decodeEnvelope(state, this.deps.blobs));
    return {
      id, conversationId, text, automatic, authorName,
      askedAt: askedAt ? timestampDate(askedAt) : new Date(),
      attachments: attachments.map(({ name, blob }) => ({ name, mediaType: blob?.mediaType ?? '', sizeBytes: Number(blob?.sizeBytes ?? 0), sha256: blob?.sha256 ?? '' })),
      contact: { id: contact_id, externalId, facts },
    };
  }

  async #failed(head: Head, claimed: Claimed, replies: Replies, error: unknown): Promise<void> {
    const { log, timing } = this.deps;
    const note = { replyId: head.id, accountId: head.account_id, channel: head.channel, err: error };
    if (error instanceof ReplyRefusedError || (error instanceof ConnectorError && error.failureClass === 'payload')) {
      log.info({ ...note, code: error.code }, 'a reply was refused');
      return this.#note(() => this.deps.book.settle(head, refusal(claimed, error)));
    }
    if (!(error instanceof ConnectorError)) {
      log.warn(note, 'whether a reply was sent is unknown');
      const pauseMs = Math.min(timing.retry.firstMs * 2 ** claimed.tries, timing.retry.mostNetworkMs);
      return this.#again(head, claimed, replies, { pauseMs, perhapsSent: true, reason: LOST_ANSWER });
    }
    log.warn({ ...note, class: error.failureClass, code: error.code }, 'a reply was not sent yet');
    this.deps.onFailure?.(head, error);
    // Others of the account may fare better where one conversation is too fast.
    const rests = error.failureClass !== 'quota';
    const pauseMs = rests ? this.#rest(head, error) : (error.retryAfterMs ?? timing.retry.firstMs) + Math.random() * 100;
    await this.#again(head, claimed, replies, { pauseMs, rests, perhapsSent: claimed.repeats, reason: error });
  }

  /** Tries once more later, unless it may have been sent and the provider would no longer know the repeat for one. */
  #again(head: Head, { begun_at }: Claimed, { repeatableForMs }: Replies, next: Omit<Outcome, 'state'> & { readonly pauseMs: number; readonly perhapsSent: boolean }): Promise<void> {
    const isTooLate = next.perhapsSent && Date.now() + next.pauseMs - begun_at.getTime() >= repeatableForMs;
    if (isTooLate) return this.#note(() => this.deps.book.settle(head, { state: 'unknown', reason: LOST_ANSWER }));
    this.#wakeIn(next.pauseMs);
    return this.#note(() => this.deps.book.settle(head, { state: 'queued', ...next }));
  }

  /** @returns for how long nothing is sent for the account */
  #rest({ account_id, version }: Head, { failureClass, retryAfterMs }: ConnectorError): number {
    const now = performance.now();
    const known = this.#rests.get(account_id);
    const rest = known?.version === version ? known : { version, policy: new RetryPolicy(this.deps.timing.retry), until: now };
    // Several conversations that fail at the same time are one failure.
    if (rest.until <= now) rest.until = now + rest.policy.nextMs(failureClass, retryAfterMs);
    this.#rests.set(account_id, rest);
    return this.#wakeIn(rest.until - now);
  }

  #wakeIn(pauseMs: number): number {
    setTimeout(() => this.wake(), Math.min(pauseMs + 1, MOST_TIMER_MS)).unref();
    return pauseMs;
  }

  #note(work: () => Promise<void>): Promise<void> {
    return untilStored(this.#over.signal, work);
  }
}

/**
 * It won't be sent by another try. A repeat that is refused (by a ban since then, a message that is too long after all) says nothing of
 * the first try: the provider need not look whether it knows the message before it looks whether it may take it.
 */
function refusal({ repeats, part }: Claimed, reason: ReplyReason): Outcome {
  if (repeats) return { state: 'unknown', reason: refusedRepeat(reason) };
  return { state: 'failed', reason: part > 0 ? partlySent(reason) : reason };
}
