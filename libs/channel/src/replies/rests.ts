import { RetryPolicy } from '../host/retry.js';
import type { RetryTiming } from '../host/timing.js';
import type { ConnectorError } from '../pull.js';
import type { Head, Resting } from './reply-book.js';

/** A timer may go off so much before its time. */
const EARLY_MS = 10;

/** How an account's tries went, with these settings. */
interface Rest {
  readonly version: number;
  readonly policy: RetryPolicy;
  until: number;
}

/** Accounts that nothing is sent for until a time has come, or their settings are others. */
export class Rests {
  readonly #rests = new Map<string, Rest>();

  constructor(private readonly timing: RetryTiming) {}

  /** @returns for how long nothing is sent for the account */
  after({ account_id, version }: Head, { failureClass, retryAfterMs }: ConnectorError): number {
    const now = performance.now();
    const known = this.#rests.get(account_id);
    const rest = known?.version === version ? known : { version, policy: new RetryPolicy(this.timing), until: now };
    // Several conversations that fail at the same time are one failure.
    if (rest.until <= now) rest.until = now + rest.policy.nextMs(failureClass, retryAfterMs);
    this.#rests.set(account_id, rest);
    return rest.until - now;
  }

  /** Whether the account rests, with these settings. */
  holds({ account_id, version }: Head): boolean {
    const rest = this.#rests.get(account_id);
    return rest?.version === version && rest.until > performance.now() + EARLY_MS;
  }

  end(accountId: string): void {
    this.#rests.delete(accountId);
  }

  /** Those that rest now. */
  get now(): readonly Resting[] {
    const now = performance.now() + EARLY_MS;
    return [...this.#rests].filter(([, { until }]) => until > now).map(([account_id, { version }]) => ({ account_id, version }));
  }
}
