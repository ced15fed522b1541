import { setTimeout as delay } from 'node:timers/promises';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RequestLimits } from '../pull.js';

const KEY = 'requests';

/** One request, as far as the quota is concerned. */
export interface Permit {
  /** It was not made after all. */
  giveBack(): void;
}

/** Keeps the requests of one account to its provider within the provider's quota; those of sessions, jobs and replies together. */
export class Quota {
  readonly #limiter: RateLimiterMemory | undefined;
  /** One after the other, in the order in which they asked. */
  #last: Promise<unknown> = Promise.resolve();
  /** Aborts when one was given back. */
  #returned = new AbortController();

  constructor(limits: RequestLimits | undefined) {
    this.#limiter = limits && new RateLimiterMemory({ points: limits.requests, duration: limits.perMs / 1000 });
  }

  /** @throws the signal's reason when it aborts meanwhile */
  permit(signal: AbortSignal): Promise<Permit> {
    const limiter = this.#limiter;
    if (!limiter) return Promise.resolve({ giveBack: () => undefined });
    const mine = this.#last.then(() => this.#waitFor(limiter, signal));
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #waitFor(limiter: RateLimiterMemory, signal: AbortSignal): Promise<Permit> {
    for (;;) {
      signal.throwIfAborted();
      try {
        const { msBeforeNext } = await limiter.consume(KEY);
        const endsAt = performance.now() + msBeforeNext;
        return { giveBack: () => this.#giveBack(limiter, endsAt) };
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        await delay(refused.msBeforeNext + 1, undefined, { signal: AbortSignal.any([signal, this.#returned.signal]) }).catch(() => undefined);
      }
    }
  }

  /** In another window than it was taken in, it would let one too many through. */
  #giveBack(limiter: RateLimiterMemory, endsAt: number): void {
    if (performance.now() >= endsAt) return;
    const returned = this.#returned;
    this.#returned = new AbortController();
    void limiter.reward(KEY).finally(() => returned.abort());
  }
}

/** The quotas of this process's accounts; an account runs in one process, so its quota is kept by one. */
export class Quotas {
  readonly #byAccount = new Map<string, Quota>();

  of(accountId: string, limits: RequestLimits | undefined): Quota {
    const known = this.#byAccount.get(accountId);
    if (known) return known;
    const quota = new Quota(limits);
    this.#byAccount.set(accountId, quota);
    return quota;
  }

  forget(accountId: string): void {
    this.#byAccount.delete(accountId);
  }
}
