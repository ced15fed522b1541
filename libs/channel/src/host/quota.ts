import { setTimeout as delay } from 'node:timers/promises';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RequestLimits } from '../pull.js';

/** Keeps the requests of one account to its provider within the provider's quota; those of sessions and jobs together. */
export class Quota {
  readonly #limiter: RateLimiterMemory | undefined;
  /** One after the other, in the order in which they asked. */
  #last: Promise<void> = Promise.resolve();

  constructor(limits: RequestLimits | undefined) {
    this.#limiter = limits && new RateLimiterMemory({ points: limits.requests, duration: limits.perMs / 1000 });
  }

  /** @throws the signal's reason when it aborts meanwhile */
  permit(signal: AbortSignal): Promise<void> {
    const limiter = this.#limiter;
    if (!limiter) return Promise.resolve();
    const mine = this.#last.then(() => waitFor(limiter, signal));
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}

async function waitFor(limiter: RateLimiterMemory, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    try {
      await limiter.consume('requests');
      return;
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      await delay(refused.msBeforeNext + 1, undefined, { signal }).catch(() => undefined);
    }
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
