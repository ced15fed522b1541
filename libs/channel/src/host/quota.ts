import { setTimeout as delay } from 'node:timers/promises';
import type { RequestLimits } from '../pull.js';

/** One request, as far as the quota is concerned. */
export interface Permit {
  /** It was not made after all. */
  giveBack(): void;
}

const FREE: Permit = { giveBack: () => undefined };

/**
 * Keeps the requests of one account to its provider within the provider's quota, in whatever span of that length; those of sessions,
 * jobs and replies together.
 */
export class Quota {
  /** When those were let through that still count, by `performance.now()`; oldest first. */
  readonly #taken: { readonly at: number }[] = [];
  /** One after the other, in the order in which they asked. */
  #last: Promise<unknown> = Promise.resolve();
  /** Aborts when one was given back. */
  #returned = new AbortController();

  constructor(private readonly limits: RequestLimits | undefined) {}

  /** Waits for it. @throws the signal's reason when it aborts meanwhile */
  permit(signal: AbortSignal): Promise<Permit> {
    const mine = this.#last.then(async () => {
      for (;;) {
        await this.room(signal);
        const permit = this.take();
        if (permit) return permit;
      }
    });
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  /** @returns undefined when there is no room now */
  take(): Permit | undefined {
    if (!this.limits) return FREE;
    if (this.#waitMs > 0) return undefined;
    const one = { at: performance.now() };
    this.#taken.push(one);
    return { giveBack: () => this.#giveBack(one) };
  }

  /** Waits until one might be taken. @throws the signal's reason when it aborts meanwhile */
  async room(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const waitMs = this.#waitMs;
      if (waitMs <= 0) return;
      await delay(waitMs, undefined, { signal: AbortSignal.any([signal, this.#returned.signal]) }).catch(() => undefined);
    }
  }

  get #waitMs(): number {
    if (!this.limits) return 0;
    const { requests, perMs } = this.limits;
    const now = performance.now();
    while (this.#taken[0] && this.#taken[0].at + perMs <= now) this.#taken.shift();
    return this.#taken.length < requests ? 0 : this.#taken[0]!.at + perMs - now + 1;
  }

  #giveBack(one: { readonly at: number }): void {
    const at = this.#taken.indexOf(one);
    // One whose time is over counts no more.
    if (at < 0) return;
    this.#taken.splice(at, 1);
    const returned = this.#returned;
    this.#returned = new AbortController();
    returned.abort();
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
