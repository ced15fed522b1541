import type { Log } from '@tributary/platform';
import type { BlobStore } from '@tributary/storage';
import type { RunningAccount } from '../accounts/account.js';
import { asConnectorError } from '../host/failure.js';
import { untilStored } from '../host/patience.js';
import type { Quotas } from '../host/quota.js';
import { askedPauseMs } from '../host/retry.js';
import type { HostTiming } from '../host/timing.js';
import { ConnectorError, type FailureClass } from '../pull.js';
import { type OutgoingReply, OutcomeUnknownError, type Replies, ReplyDelayedError, ReplyRefusedError, type SentPart } from '../reply.js';
import { FileReading, isFileGone, outgoingOf } from './outgoing.js';
import { CONTACT_GONE, failedAt, FILE_GONE, INTERRUPTED, LOST_ANSWER, NO_WAY_BACK, refusedRepeat, REPEATING, unknownAt } from './reasons.js';
import type { ReplyReason } from './receipt-record.js';
import type { Claimed, Head, Outcome, ReplyBook } from './reply-book.js';
import type { Rests } from './rests.js';

export interface TryDeps {
  readonly book: ReplyBook;
  readonly blobs: BlobStore;
  readonly timing: Pick<HostTiming, 'retry'>;
  readonly log: Log;
  readonly rests: Rests;
  readonly quotas?: Quotas;
  /** Aborts when nothing more can be noted. */
  readonly over: AbortSignal;
  /** There is something to be done again after so long. */
  wakeIn(pauseMs: number): void;
  onFailure?(head: Head, error: ConnectorError): void;
  onCredential?(head: Head, refusal?: ConnectorError, pauseMs?: number): void;
}

/** Failures before the provider had it. */
const NOT_HANDED_OVER: ReadonlySet<FailureClass> = new Set(['network', 'credentials', 'internal']);

/** Tries to send one part of a reply: writes that down, hands it to the channel and notes what it came to. */
export class ReplyTry {
  readonly #replies: Replies | undefined;
  #begunAt = 0;
  #reached = false;

  /** @param signal  aborts when what is under way is to end */
  constructor(
    private readonly head: Head,
    private readonly running: RunningAccount,
    private readonly signal: AbortSignal,
    private readonly deps: TryDeps,
  ) {
    this.#replies = running.channel.replies;
  }

  /** It came to the provider, which counts it as one of those that it allows. */
  get reached(): boolean {
    return this.#reached;
  }

  async make(): Promise<void> {
    this.#begunAt = performance.now();
    const replies = this.#replies;
    const claimed = await this.#claim();
    if (claimed === undefined) return;
    if (!replies) return this.#settle(refusal(claimed, NO_WAY_BACK));
    await this.#send(claimed, replies);
  }

  async #claim(): Promise<Claimed | undefined> {
    const { head, running: { account }, deps: { book } } = this;
    const { key, repeatableForMs = 0 } = this.#replies ?? {};
    try {
      return await book.claim(head, key && ((part) => key(head.id, account, part)), (begunAt) => Date.now() - begunAt.getTime() < repeatableForMs);
    } catch (error) {
      // It may have been written all the same, and would later look like a try that was broken off.
      await this.#note(() => book.giveBack(head));
      throw error;
    }
  }

  async #send(claimed: Claimed, replies: Replies): Promise<void> {
    const { head, running: { account }, signal, deps: { book, blobs } } = this;
    const files = new FileReading(blobs);
    let reply: OutgoingReply | undefined;
    let progress: Claimed;
    try {
      reply = await outgoingOf(head, claimed, book, blobs);
      const parts = (reply && replies.parts?.(reply)) ?? 1;
      if (parts > 1 && claimed.parts !== parts) await book.counted(head, parts);
      progress = { ...claimed, parts };
    } catch (error) {
      return this.#unprepared(claimed, error);
    }
    if (!reply) return this.#settle({ state: 'failed', reason: CONTACT_GONE, forget: true });
    // Told to end before it began.
    if (signal.aborted) return this.#note(() => book.giveBack(head));
    let sent: SentPart;
    try {
      sent = await replies.send(reply, claimed.part, { account, signal, read: files.read, permit: () => this.#permit() });
    } catch (error) {
      return files.failure === undefined ? this.#failed(progress, error) : this.#unprepared(progress, files.failure);
    }
    await this.#sent(progress, sent);
  }

  async #permit(): Promise<void> {
    const { head, running: { channel }, signal, deps: { quotas } } = this;
    await quotas?.of(head.account_id, channel.pull?.limits).permit(signal);
  }

  async #sent({ part, parts }: Claimed, { providerId, state = 'sent' }: SentPart): Promise<void> {
    const { head, deps: { book } } = this;
    this.#answered();
    const isLast = part + 1 >= (parts ?? 1);
    await this.#note(() => (isLast ? book.settle(head, { state, providerId }) : book.partSent(head, head.epoch, providerId)));
  }

  /** The provider did, one way or the other: it is there, and takes the credentials. */
  #answered(): void {
    const { head, deps: { rests, onCredential } } = this;
    this.#reached = true;
    rests.worked(head, this.#begunAt);
    onCredential?.(head);
  }

  /** Our own storage failed before anything was sent: no fault of the account's, nor of the provider's. */
  async #unprepared(claimed: Claimed, error: unknown): Promise<void> {
    const { head, deps: { log, timing: { retry } } } = this;
    log.warn({ replyId: head.id, accountId: head.account_id, err: error }, 'a reply could not be read from storage');
    if (isFileGone(error)) return this.#settle(refusal(claimed, FILE_GONE));
    await this.#again(claimed, { pauseMs: this.#pauseMs(claimed, retry.mostMs), perhapsSent: claimed.repeats, reason: asConnectorError(error) });
  }

  #failed(claimed: Claimed, error: unknown): Promise<void> {
    if (error instanceof ReplyRefusedError) return this.#refused(claimed, error);
    if (error instanceof ReplyDelayedError) return this.#unsent(claimed, error.failure, true);
    if (error instanceof ConnectorError) return error.failureClass === 'payload' ? this.#refused(claimed, error) : this.#unsent(claimed, error);
    return this.#lost(claimed, error);
  }

  #refused(claimed: Claimed, error: ReplyRefusedError | ConnectorError): Promise<void> {
    this.deps.log.info({ ...this.#told(error), code: error.code }, 'a reply was refused');
    // Without one the provider was not asked.
    if (error.cause !== undefined) this.#answered();
    return this.#settle(refusal(claimed, error));
  }

  /** It was sent, or not. */
  #lost(claimed: Claimed, error: unknown): Promise<void> {
    const { head, deps: { log, timing: { retry }, rests } } = this;
    this.#reached = true;
    log.warn(this.#told(error), 'whether a reply was sent is unknown');
    // In an outage only as many become unknown as are sent at once, and whoever is tried to see whether it is over.
    const isOutage = error instanceof OutcomeUnknownError && !this.signal.aborted;
    const rest = isOutage && { restsMs: rests.after(head, { failureClass: 'provider', retryAfterMs: undefined }) };
    return this.#again(claimed, { pauseMs: this.#pauseMs(claimed, retry.mostNetworkMs), ...rest, perhapsSent: true, reason: REPEATING });
  }

  /** Certainly not. @param alone  others of the account are not concerned */
  #unsent(claimed: Claimed, error: ConnectorError, alone = false): Promise<void> {
    const { head, deps: { log, timing: { retry }, rests, onFailure, onCredential } } = this;
    const { failureClass, retryAfterMs, code } = error;
    this.#reached = !NOT_HANDED_OVER.has(failureClass);
    log.warn({ ...this.#told(error), class: failureClass, code }, 'a reply was not sent yet');
    onFailure?.(head, error);
    // An outage, or credentials that are mended, must be noticed soon.
    const ownMs = this.#pauseMs(claimed, failureClass === 'network' || failureClass === 'credentials' ? retry.mostNetworkMs : retry.mostMs);
    const next = { pauseMs: retryAfterMs === undefined ? ownMs : askedPauseMs(retryAfterMs), perhapsSent: claimed.repeats, reason: error };
    // Others of the account may fare better where one conversation is too fast.
    if (alone || failureClass === 'quota') return this.#again(claimed, next);
    const restsMs = rests.after(head, error, this.running.channel.pull?.triesAreFree);
    if (failureClass === 'credentials') onCredential?.(head, error, restsMs);
    return this.#again(claimed, { ...next, restsMs });
  }

  #told(err: unknown): object {
    const { id: replyId, account_id: accountId, channel } = this.head;
    return { replyId, accountId, channel, err };
  }

  /** Its own pause, whatever its account's: it grows with its tries. */
  #pauseMs({ tries }: Claimed, mostMs: number): number {
    return Math.min(this.deps.timing.retry.firstMs * 2 ** (tries - 1), mostMs);
  }

  /** Tries once more later, unless it may have been sent and the provider would no longer know the repeat for one. */
  #again(claimed: Claimed, next: Omit<Outcome, 'state'> & { readonly pauseMs: number; readonly perhapsSent: boolean }): Promise<void> {
    const isTooLate = next.perhapsSent && Date.now() + Math.max(next.pauseMs, next.restsMs ?? 0) - claimed.begun_at.getTime() >= (this.#replies?.repeatableForMs ?? 0);
    if (isTooLate) return this.#settle({ state: 'unknown', reason: unknownAt(claimed, this.signal.aborted ? INTERRUPTED : LOST_ANSWER) });
    this.deps.wakeIn(Math.max(next.pauseMs, next.restsMs ?? 0));
    return this.#settle({ state: 'queued', ...next });
  }

  #settle(outcome: Outcome): Promise<void> {
    return this.#note(() => this.deps.book.settle(this.head, outcome));
  }

  #note(work: () => Promise<void>): Promise<void> {
    return untilStored(this.deps.over, work);
  }
}

/**
 * It won't be sent by another try. A repeat that is refused (by a ban since then, a message that is too long after all) says nothing of
 * the first try: the provider need not look whether it knows the message before it looks whether it may take it.
 */
function refusal(claimed: Claimed, reason: ReplyReason): Outcome {
  return claimed.repeats ? { state: 'unknown', reason: unknownAt(claimed, refusedRepeat(reason)) } : { state: 'failed', reason: failedAt(claimed, reason) };
}
