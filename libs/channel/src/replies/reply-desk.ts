import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '@tributary/platform';
import type { BlobStore } from '@tributary/storage';
import { AccountFaultError, type RunningAccount } from '../accounts/account.js';
import { asConnectorError, settingsFault } from '../host/failure.js';
import { untilStored } from '../host/patience.js';
import { SubmissionGate } from '../host/submission-gate.js';
import type { HostTiming } from '../host/timing.js';
import { Wake } from '../host/wake.js';
import { ConnectorError } from '../pull.js';
import { type OutgoingReply, type Replies, ReplyRefusedError } from '../reply.js';
import { FileReading, isFileGone, outgoingOf } from './outgoing.js';
import { Rates } from './rates.js';
import { ACCOUNT_GONE, CONTACT_GONE, FILE_GONE, INTERRUPTED, LOST_ANSWER, NO_WAY_BACK, partlySent, refusedRepeat, REPEATING } from './reasons.js';
import type { ReplyReason } from './receipt-record.js';
import type { Claimed, Head, Outcome, ReplyBook } from './reply-book.js';
import { Rests } from './rests.js';

export interface ReplyDeskDeps {
  readonly book: ReplyBook;
  readonly blobs: BlobStore;
  readonly timing: HostTiming;
  readonly log: Log;
  /** The account as it is now. @throws AccountFaultError */
  load(accountId: string): Promise<RunningAccount | undefined>;
  onFailure?(head: Head, error: ConnectorError): void;
}

/** Conversations that are looked after at a time, most of which may wait for the provider's rates; a slow account leaves the others room. */
const MOST_AT_ONCE = { all: 1_000, ofAccount: 50 };
/** Sends under way in one process, and those of one account. */
const MOST_SENDS = { all: 24, ofAccount: 4 };
/** Replies are announced; so often it is looked in case that was not heard, and for tries whose time has come. */
const LOOK_MS = 1_000;
const ORPHANS_EVERY = 60;
/** Timers can't count further. */
const MOST_TIMER_MS = 2 ** 31 - 1;

interface UnderWay {
  readonly head: Head;
  /** Aborts when no try is to be begun any more. */
  readonly waiting: AbortController;
  /** The try, once it was begun. */
  trying?: Promise<void>;
}

/**
 * Sends replies of the accounts that this instance runs: one after another in a conversation, several conversations at the same
 * time. A try is written down before it is made, so that one which a kill broke off is known to be so.
 */
export class ReplyDesk {
  readonly #underWay = new Map<string, UnderWay>();
  readonly #rests: Rests;
  readonly #rates = new Rates();
  readonly #gate = new SubmissionGate({ live: MOST_SENDS.all });
  readonly #gates = new Map<string, SubmissionGate>();
  /** Accounts that were left: their leases may be ours for a moment yet. */
  readonly #left = new Set<string>();
  readonly #wake = new Wake();
  #isClosing = false;
  /** Tries under way end. */
  readonly #over = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(private readonly deps: ReplyDeskDeps) {
    this.#rests = new Rests(deps.timing.retry);
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Something was asked for. */
  wake(): void {
    this.#wake.up();
  }

  come(accountId: string): void {
    this.#left.delete(accountId);
    this.wake();
  }

  /**
   * The account goes to somebody else: no try is begun for it any more.
   * @returns when what is under way has ended, or was waited for long enough: what it comes to is noted all the same
   */
  async leave(accountId: string): Promise<void> {
    this.#left.add(accountId);
    this.#rests.end(accountId);
    this.#gates.delete(accountId);
    await within(this.deps.timing.graceMs, this.#endWaiting(({ account_id }) => account_id === accountId));
  }

  /** Ends; what is under way has some time to become known. */
  async stop(): Promise<void> {
    this.#isClosing = true;
    this.#wake.up();
    await this.#loop;
    const all = this.#endWaiting(() => true);
    await within(this.deps.timing.graceMs, all);
    this.#over.abort();
    await all;
  }

  /** Of those whose try was not begun none is. @returns when the tries under way have ended */
  async #endWaiting(concerns: (head: Head) => boolean): Promise<void> {
    const concerned = [...this.#underWay.values()].filter(({ head }) => concerns(head));
    for (const { waiting } of concerned) waiting.abort();
    await Promise.allSettled(concerned.flatMap(({ trying }) => trying ?? []));
  }

  async #run(): Promise<void> {
    for (let round = 0; !this.#isClosing; round++) {
      await this.#look(round % ORPHANS_EVERY === 0).catch((err: unknown) => this.deps.log.warn({ err }, 'replies could not be looked for'));
      await this.#wake.wait(LOOK_MS);
    }
  }

  async #look(orphansToo: boolean): Promise<void> {
    const { book } = this.deps;
    if (orphansToo) await book.failOrphans(ACCOUNT_GONE);
    const all = MOST_AT_ONCE.all - this.#underWay.size;
    if (all <= 0) return;
    const busy = [...this.#underWay.values()].map(({ head }) => head);
    for (const head of await book.heads(busy, this.#rests.now, { ...MOST_AT_ONCE, all })) {
      if (!this.#left.has(head.account_id)) this.#begin(head);
    }
  }

  #begin(head: Head): void {
    const underWay: UnderWay = { head, waiting: new AbortController() };
    this.#underWay.set(head.id, underWay);
    this.#carryOut(underWay).then(
      () => {
        this.#underWay.delete(head.id);
        this.#wake.up();
      },
      (err: unknown) => {
        // It is looked for again in a while: at once it would most likely fail again.
        this.#underWay.delete(head.id);
        if (!this.#over.signal.aborted) this.deps.log.error({ err, replyId: head.id, accountId: head.account_id }, 'what became of a reply could not be noted');
      },
    );
  }

  async #carryOut(underWay: UnderWay): Promise<void> {
    const { head, waiting: { signal } } = underWay;
    const running = await this.#load(head);
    if (!running) return;
    await this.#rates.permit(head.account_id, head.conversation_id, running.channel.replies?.rates, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    await this.#gateOf(head.account_id).pass('live', () => this.#gate.pass('live', async () => {
      // Another of the account may have failed meanwhile.
      if (!signal.aborted && !this.#rests.holds(head)) await (underWay.trying = this.#try(head, running));
    }));
  }

  #gateOf(accountId: string): SubmissionGate {
    const known = this.#gates.get(accountId);
    if (known) return known;
    const gate = new SubmissionGate({ live: MOST_SENDS.ofAccount });
    this.#gates.set(accountId, gate);
    return gate;
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
      const running = await this.deps.load(head.account_id);
      if (running) return running;
      // Removed just now.
      await this.deps.book.failOrphans(ACCOUNT_GONE);
      this.#wakeIn(this.#rests.after(head, asConnectorError(new Error('there is no such account'))));
    } catch (error) {
      this.#wakeIn(this.#rests.after(head, error instanceof AccountFaultError ? settingsFault(error) : asConnectorError(error)));
    }
    return undefined;
  }

  async #send(head: Head, claimed: Claimed, { account }: RunningAccount, replies: Replies): Promise<void> {
    const { book, blobs } = this.deps;
    const files = new FileReading(blobs);
    let reply: OutgoingReply | undefined;
    try {
      reply = await outgoingOf(head, claimed, book, blobs);
    } catch (error) {
      return this.#unprepared(head, claimed, replies, error);
    }
    if (!reply) return this.#note(() => book.settle(head, { state: 'failed', reason: CONTACT_GONE, forget: true }));
    try {
      const { providerId, state = 'sent' } = await replies.send(reply, claimed.part, { account, signal: this.#over.signal, read: files.read });
      const isLast = claimed.part + 1 >= (replies.parts?.(reply) ?? 1);
      this.#rests.end(head.account_id);
      await this.#note(() => (isLast ? book.settle(head, { state, providerId }) : book.partSent(head, head.epoch, providerId)));
    } catch (error) {
      await (files.failure === undefined ? this.#failed(head, claimed, replies, error) : this.#unprepared(head, claimed, replies, files.failure));
    }
  }

  /** Our own storage failed before anything was sent: no fault of the account's, nor of the provider's. */
  async #unprepared(head: Head, claimed: Claimed, replies: Replies, error: unknown): Promise<void> {
    const { log, timing: { retry } } = this.deps;
    log.warn({ replyId: head.id, accountId: head.account_id, err: error }, 'a reply could not be read from storage');
    if (isFileGone(error)) return this.#note(() => this.deps.book.settle(head, refusal(claimed, FILE_GONE)));
    const pauseMs = Math.min(retry.firstMs * 2 ** claimed.tries, retry.mostMs);
    await this.#again(head, claimed, replies, { pauseMs, perhapsSent: claimed.repeats, reason: asConnectorError(error) });
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
      return this.#again(head, claimed, replies, { pauseMs, perhapsSent: true, reason: REPEATING });
    }
    log.warn({ ...note, class: error.failureClass, code: error.code }, 'a reply was not sent yet');
    this.deps.onFailure?.(head, error);
    // Others of the account may fare better where one conversation is too fast.
    const rests = error.failureClass !== 'quota';
    const pauseMs = rests ? this.#rests.after(head, error) : (error.retryAfterMs ?? timing.retry.firstMs) + Math.random() * 100;
    await this.#again(head, claimed, replies, { pauseMs, rests, perhapsSent: claimed.repeats, reason: error });
  }

  /** Tries once more later, unless it may have been sent and the provider would no longer know the repeat for one. */
  #again(head: Head, { begun_at }: Claimed, { repeatableForMs }: Replies, next: Omit<Outcome, 'state'> & { readonly pauseMs: number; readonly perhapsSent: boolean }): Promise<void> {
    const isTooLate = next.perhapsSent && Date.now() + next.pauseMs - begun_at.getTime() >= repeatableForMs;
    if (isTooLate) return this.#note(() => this.deps.book.settle(head, { state: 'unknown', reason: LOST_ANSWER }));
    this.#wakeIn(next.pauseMs);
    return this.#note(() => this.deps.book.settle(head, { state: 'queued', ...next }));
  }

  #wakeIn(pauseMs: number): void {
    setTimeout(() => this.wake(), Math.min(pauseMs + 1, MOST_TIMER_MS)).unref();
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

/** Waits for it, but not longer. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  const timer = new AbortController();
  await Promise.race([work, delay(ms, undefined, { signal: timer.signal }).catch(() => undefined)]);
  timer.abort();
}
