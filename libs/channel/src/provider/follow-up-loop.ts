import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { askedPauseMs } from '../host/retry.js';
import { ConnectorError, type FollowUp, type PullSession } from '../pull.js';

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

/** A follow-up, and what it wants. */
export interface DueFollowUp<Wanted> {
  readonly followUp: FollowUp;
  readonly wanted: Wanted;
}

export interface FollowUpLoopDeps<Wanted> {
  readonly session: Pick<PullSession<unknown>, 'followUps' | 'putOff' | 'submit' | 'report'>;
  readonly timing: FollowUpTiming;
  readonly signal: AbortSignal;
  /** So many are read at a time. */
  readonly atOnce: number;
  /** Contacts are stored by other processes: the provider calls. */
  readonly byWebhook: boolean;
  /** Reads a follow-up's value. @throws any error  it can't be read: another version wrote it */
  readonly read: (value: string) => Wanted;
  /** Does those that are due: submits what came of each with `done`, or puts it off. */
  readonly follow: (due: readonly DueFollowUp<Wanted>[]) => Promise<void>;
}

/**
 * Has done what stored contacts left to the account's pull session, as soon as it is there. What the provider doesn't give now is asked
 * for again later, ever more seldom, and the others go on.
 */
export class FollowUpLoop<Wanted> {
  readonly #news = new EventTarget();
  #hasNews = false;
  /** When what was put off is due, as far as is known here. */
  #dueAt: readonly number[] = [];

  constructor(private readonly deps: FollowUpLoopDeps<Wanted>) {}

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
      this.#dueAt = this.#dueAt.filter((at) => at > Date.now());
      this.#hasNews = false;
      const due = await session.followUps(atOnce);
      if (due.length > 0) await follow(await this.#readable(due));
      else if (!this.#hasNews) await this.#untilNews();
    }
  }

  async #readable(followUps: readonly FollowUp[]): Promise<readonly DueFollowUp<Wanted>[]> {
    const due: DueFollowUp<Wanted>[] = [];
    for (const followUp of followUps) {
      try {
        due.push({ followUp, wanted: this.deps.read(followUp.value) });
      } catch (error) {
        await this.#leaveOut(followUp, error);
      }
    }
    return due;
  }

  /** A version that can read it may come (an update that is rolled out, or back); in the end it is let go, its contact stays as it is. */
  async #leaveOut(followUp: FollowUp, cause: unknown): Promise<void> {
    const { session } = this.deps;
    const isLast = this.isLastTry(followUp);
    if (isLast || followUp.tries === 0) session.report(unreadable(cause));
    if (isLast) await session.submit({ contacts: [], done: [followUp] });
    else await this.putOff(followUp);
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
    this.#dueAt = [...this.#dueAt, Date.now() + pauseMs];
  }

  async #untilNews(): Promise<void> {
    const { signal, timing, byWebhook } = this.deps;
    const looked = new AbortController();
    const waiting = AbortSignal.any([signal, looked.signal]);
    // While we ask ourselves, we know what was stored.
    const waitMs = Math.max(0, Math.min(byWebhook ? timing.lookMs : timing.idleLookMs, Math.min(...this.#dueAt) - Date.now()));
    try {
      await Promise.race([once(this.#news, 'news', { signal: waiting }), delay(waitMs, undefined, { signal: waiting })]);
    } finally {
      looked.abort();
    }
  }
}

/** What can't be read may hold what a customer wrote: its parser's words are left out. */
function unreadable(cause: unknown): ConnectorError {
  return new ConnectorError('internal', {
    code: 'follow-up-unreadable',
    detail: {
      ru: 'Файл или имя к обращению пока не получены: отложенная запись не читается этой версией. Остальные обрабатываются.',
      en: 'A file or a name of a contact was not fetched yet: this version can’t read what was put by for it. The others go on.',
    },
    cause: new Error(cause instanceof Error ? cause.name : 'unreadable'),
  });
}
