import { RetryPolicy } from '../host/retry.js';
import type { RetryTiming } from '../host/timing.js';
import type { ConnectorError, FailureClass } from '../pull.js';
import type { Head, Resting } from './reply-book.js';

/** A timer may go off so much before its time. */
const EARLY_MS = 10;

/** How an account's tries went, with these settings. */
interface Rest {
  readonly version: number;
  readonly policy: RetryPolicy;
  failureClass: FailureClass;
  until: number;
  /** When it failed last. */
  failedAt: number;
  /** The one reply that is tried, to see whether the rest is over. */
  probe?: string | undefined;
}

/**
 * Accounts that nothing is sent for until a time has come, or their settings are others. Then one reply at a time is tried, until one
 * that was begun after the latest failure gets through.
 */
export class Rests {
  readonly #rests = new Map<string, Rest>();

  constructor(private readonly timing: RetryTiming) {}

  /**
   * @param triesAreFree  as `Pull` says
   * @returns for how long nothing is sent for the account; 0 when other settings are tried meanwhile, of which this says nothing
   */
  after({ account_id, version }: Head, { failureClass, retryAfterMs }: Pick<ConnectorError, 'failureClass' | 'retryAfterMs'>, triesAreFree = false): number {
    const now = performance.now();
    const known = this.#rests.get(account_id);
    if (known && known.version > version) return 0;
    const rest = known?.version === version ? known : { version, policy: new RetryPolicy(this.timing), failureClass, until: now, failedAt: now };
    rest.failedAt = now;
    rest.failureClass = failureClass;
    rest.policy.triesAreFree = triesAreFree;
    // Several conversations that fail at the same time are one failure.
    if (rest.until <= now) rest.until = now + rest.policy.nextMs(failureClass, retryAfterMs);
    this.#rests.set(account_id, rest);
    return rest.until - now;
  }

  /** Whether the reply may be tried now; each that may is told of by `ended`. */
  admit({ id, account_id, version }: Head): boolean {
    const rest = this.#rests.get(account_id);
    if (rest?.version !== version) return true;
    if (isClosed(rest)) return false;
    rest.probe = id;
    return true;
  }

  ended({ id, account_id }: Head): void {
    const rest = this.#rests.get(account_id);
    if (rest?.probe === id) rest.probe = undefined;
  }

  /** The provider answered a try. @param begunAt  by `performance.now()`: what was under way before it failed says nothing of now */
  worked({ account_id, version }: Head, begunAt: number): void {
    const rest = this.#rests.get(account_id);
    if (rest && rest.version <= version && begunAt >= rest.failedAt) this.#rests.delete(account_id);
  }

  /** Others have shown that the credentials are taken. @returns whether the account rested for that */
  credentialTaken(accountId: string): boolean {
    return this.#rests.get(accountId)?.failureClass === 'credentials' && this.#rests.delete(accountId);
  }

  forget(accountId: string): void {
    this.#rests.delete(accountId);
  }

  /** Those that nothing more is to be begun for now. */
  get now(): readonly Resting[] {
    return [...this.#rests].filter(([, rest]) => isClosed(rest)).map(([account_id, { version }]) => ({ account_id, version }));
  }
}

function isClosed({ until, probe }: Rest): boolean {
  return probe !== undefined || until > performance.now() + EARLY_MS;
}
