import type { Log } from '@tributary/platform';
import type { BlobStore } from '@tributary/storage';
import type { RunningAccount } from '../accounts/account.js';
import { asConnectorError } from '../host/failure.js';
import { untilStored } from '../host/patience.js';
import type { HostTiming } from '../host/timing.js';
import { ConnectorError } from '../pull.js';
import { type OutgoingReply, type Replies, ReplyRefusedError } from '../reply.js';
import { FileReading, isFileGone, outgoingOf } from './outgoing.js';
import { CONTACT_GONE, FILE_GONE, INTERRUPTED, LOST_ANSWER, NO_WAY_BACK, partlySent, refusedRepeat, REPEATING } from './reasons.js';
import type { ReplyReason } from './receipt-record.js';
import type { Claimed, Head, Outcome, ReplyBook } from './reply-book.js';
import type { Rests } from './rests.js';

export interface TryDeps {
  readonly book: ReplyBook;
  readonly blobs: BlobStore;
  readonly timing: Pick<HostTiming, 'retry'>;
  readonly log: Log;
  readonly rests: Rests;
  /** Aborts when nothing more can be noted. */
  readonly over: AbortSignal;
  /** There is something to be done again after so long. */
  wakeIn(pauseMs: number): void;
  onFailure?(head: Head, error: ConnectorError): void;
}

/** Tries to send one part of a reply: writes that down, hands it to the channel and notes what it came to. */
export class ReplyTry {
  readonly #replies: Replies | undefined;

  constructor(
    private readonly head: Head,
    private readonly running: RunningAccount,
    private readonly deps: TryDeps,
  ) {
    this.#replies = running.channel.replies;
  }

  async make(): Promise<void> {
    const { head, deps: { book } } = this;
    const replies = this.#replies;
    const claimed = await book.claim(head, replies?.key?.(head.id, this.running.account), (begunAt) => Date.now() - begunAt.getTime() < (replies?.repeatableForMs ?? 0));
    if (claimed === undefined) return;
    if (claimed === 'left-behind') return this.#note(() => book.leftUnknown(head, INTERRUPTED));
    if (!replies) return this.#settle({ state: 'failed', reason: NO_WAY_BACK });
    await this.#send(claimed, replies);
  }

  async #send(claimed: Claimed, replies: Replies): Promise<void> {
    const { head, running: { account }, deps: { book, blobs, rests, over } } = this;
    const files = new FileReading(blobs);
    let reply: OutgoingReply | undefined;
    try {
      reply = await outgoingOf(head, claimed, book, blobs);
    } catch (error) {
      return this.#unprepared(claimed, error);
    }
    if (!reply) return this.#settle({ state: 'failed', reason: CONTACT_GONE, forget: true });
    try {
      const { providerId, state = 'sent' } = await replies.send(reply, claimed.part, { account, signal: over, read: files.read });
      const isLast = claimed.part + 1 >= (replies.parts?.(reply) ?? 1);
      rests.end(head.account_id);
      await this.#note(() => (isLast ? book.settle(head, { state, providerId }) : book.partSent(head, head.epoch, providerId)));
    } catch (error) {
      await (files.failure === undefined ? this.#failed(claimed, error) : this.#unprepared(claimed, files.failure));
    }
  }

  /** Our own storage failed before anything was sent: no fault of the account's, nor of the provider's. */
  async #unprepared(claimed: Claimed, error: unknown): Promise<void> {
    const { head, deps: { log, timing: { retry } } } = this;
    log.warn({ replyId: head.id, accountId: head.account_id, err: error }, 'a reply could not be read from storage');
    if (isFileGone(error)) return this.#settle(refusal(claimed, FILE_GONE));
    const pauseMs = Math.min(retry.firstMs * 2 ** claimed.tries, retry.mostMs);
    await this.#again(claimed, { pauseMs, perhapsSent: claimed.repeats, reason: asConnectorError(error) });
  }

  async #failed(claimed: Claimed, error: unknown): Promise<void> {
    const { head, deps: { log, timing, rests: accountRests, onFailure } } = this;
    const note = { replyId: head.id, accountId: head.account_id, channel: head.channel, err: error };
    if (error instanceof ReplyRefusedError || (error instanceof ConnectorError && error.failureClass === 'payload')) {
      log.info({ ...note, code: error.code }, 'a reply was refused');
      return this.#settle(refusal(claimed, error));
    }
    if (!(error instanceof ConnectorError)) {
      log.warn(note, 'whether a reply was sent is unknown');
      const pauseMs = Math.min(timing.retry.firstMs * 2 ** claimed.tries, timing.retry.mostNetworkMs);
      return this.#again(claimed, { pauseMs, perhapsSent: true, reason: REPEATING });
    }
    log.warn({ ...note, class: error.failureClass, code: error.code }, 'a reply was not sent yet');
    onFailure?.(head, error);
    // Others of the account may fare better where one conversation is too fast.
    const rests = error.failureClass !== 'quota';
    const pauseMs = rests ? accountRests.after(head, error) : (error.retryAfterMs ?? timing.retry.firstMs) + Math.random() * 100;
    await this.#again(claimed, { pauseMs, rests, perhapsSent: claimed.repeats, reason: error });
  }

  /** Tries once more later, unless it may have been sent and the provider would no longer know the repeat for one. */
  #again({ begun_at }: Claimed, next: Omit<Outcome, 'state'> & { readonly pauseMs: number; readonly perhapsSent: boolean }): Promise<void> {
    const isTooLate = next.perhapsSent && Date.now() + next.pauseMs - begun_at.getTime() >= (this.#replies?.repeatableForMs ?? 0);
    if (isTooLate) return this.#settle({ state: 'unknown', reason: LOST_ANSWER });
    this.deps.wakeIn(next.pauseMs);
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
function refusal({ repeats, part }: Claimed, reason: ReplyReason): Outcome {
  if (repeats) return { state: 'unknown', reason: refusedRepeat(reason) };
  return { state: 'failed', reason: part > 0 ? partlySent(reason) : reason };
}
