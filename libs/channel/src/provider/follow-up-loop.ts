import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { askedPauseMs } from '../host/retry.js';
import type { FollowUp, PullSession } from '../pull.js';

/** Patience with follow-ups, ms. */
export interface FollowUpTiming {
  /** How often it is looked for those that another process left (a webhook in a process of its own). */
  readonly lookMs: number;
  /** The same where it is known at once: what another process left, or was put off. */
  readonly idleLookMs: number;
  /** First and longest wait before something is asked for again, and after how many tries it is given up. */
  readonly retryMs: number;
  readonly mostRetryMs: number;
  readonly tries: number;
}

export const DEFAULT_FOLLOW_UP_TIMING: FollowUpTiming = { lookMs: 1_000, idleLookMs: 30_000, retryMs: 2_000, mostRetryMs: 60 * 60_000, tries: 20 };

export interface FollowUpLoopDeps {
  readonly session: Pick<PullSession<unknown>, 'followUps' | 'putOff'>;
  readonly timing: FollowUpTiming;
  readonly signal: AbortSignal;
  /** So many are read at a time. */
  readonly atOnce: number;
  /** Contacts are stored by other processes: the provider calls. */
  readonly byWebhook: boolean;
  /** Does those that are due: submits what came of each with `done`, or puts it off. */
  readonly follow: (due: readonly FollowUp[]) => Promise<void>;
}

/**
 * Has done what stored contacts left to the account's pull session, as soon as it is there. What the provider doesn't give now is asked
 * for again later, ever more seldom, and the others go on.
 */
export class FollowUpLoop {
  readonly #news = new EventTarget();
  #hasNews = false;
  /** When something that was put off is due, as far as is known here. */
  #dueAt = Infinity;

  constructor(private readonly deps: FollowUpLoopDeps) {}

  /** Something was stored that left some. */
  wake(): void {
    this.#hasNews = true;
    this.#news.dispatchEvent(new Event('news'));
  }

  /** Until the signal aborts. */
  async run(): Promise<void> {
    const { session, signal, atOnce, follow } = this.deps;
    if (!session.followUps) return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));
    while (!signal.aborted) {
      if (this.#dueAt <= Date.now()) this.#dueAt = Infinity;
      this.#hasNews = false;
      const due = await session.followUps(atOnce);
      if (due.length > 0) await follow(due);
      else if (!this.#hasNews) await this.#untilNews();
    }
  }

  /** The provider has said no often enough. */
  isLastTry({ tries }: FollowUp): boolean {
    return tries + 1 >= this.deps.timing.tries;
  }

  /** @param askedMs  what the provider asks for, if it does */
  async putOff(followUp: FollowUp, askedMs = 0): Promise<void> {
    const { session, timing } = this.deps;
    const pauseMs = askedMs > 0 ? askedPauseMs(askedMs) : Math.min(timing.mostRetryMs, timing.retryMs * 2 ** followUp.tries);
    await session.putOff?.(followUp, pauseMs);
    this.#dueAt = Math.min(this.#dueAt, Date.now() + pauseMs);
  }

  async #untilNews(): Promise<void> {
    const { signal, timing, byWebhook } = this.deps;
    const looked = new AbortController();
    const waiting = AbortSignal.any([signal, looked.signal]);
    // While we ask ourselves, we know what was stored.
    const waitMs = Math.max(0, Math.min(byWebhook ? timing.lookMs : timing.idleLookMs, this.#dueAt - Date.now()));
    try {
      await Promise.race([once(this.#news, 'news', { signal: waiting }), delay(waitMs, undefined, { signal: waiting })]);
    } finally {
      looked.abort();
    }
  }
}
