import type { FailureClass } from '../pull.js';
import type { RetryTiming } from './timing.js';

/** What a provider may ask us to wait at most: what is longer is taken for a mistake of its own. */
const MOST_ASKED_MS = 24 * 60 * 60 * 1000;

/**
 * How long an account waits after its failures (design §4): refused credentials are tried three times, then ever more
 * seldom; everything else without end, in pauses that grow.
 */
export class RetryPolicy {
  /** As `Pull.triesAreFree` says. */
  triesAreFree = false;
  #refusals = 0;
  #failures = 0;

  constructor(
    private readonly timing: RetryTiming,
    /** 0 to 1, for the jitter. */
    private readonly random: () => number = Math.random,
  ) {}

  /** Counts a failure. @returns how long to wait; never less than the provider asked for */
  nextMs(failureClass: FailureClass, retryAfterMs = 0): number {
    const pauseMs = failureClass === 'credentials' ? this.#afterRefusal() : this.#afterFailure(failureClass);
    return Math.max(pauseMs, askedPauseMs(retryAfterMs, this.random));
  }

  /** The provider took the credentials. */
  accepted(): void {
    this.#refusals = 0;
  }

  /** It worked for a good while, or the settings are new. */
  reset(): void {
    this.#refusals = 0;
    this.#failures = 0;
  }

  #afterRefusal(): number {
    const { credentialTriesMs, credentialFirstMs, credentialMostMs, freeFirstMs } = this.timing;
    const early = credentialTriesMs[this.#refusals++];
    if (early !== undefined) return early;
    const times = this.#refusals - credentialTriesMs.length - 1;
    return this.triesAreFree ? doubled(freeFirstMs, times, credentialFirstMs) : doubled(credentialFirstMs, times, credentialMostMs);
  }

  #afterFailure(failureClass: FailureClass): number {
    const { firstMs, mostMs, mostNetworkMs } = this.timing;
    const fullMs = doubled(firstMs, this.#failures++, failureClass === 'network' ? mostNetworkMs : mostMs);
    return fullMs * (0.5 + this.random() / 2);
  }
}

/** How long to wait for what a provider asks: a little longer, so that not all come back at the same moment. */
export function askedPauseMs(retryAfterMs: number, random: () => number = Math.random): number {
  return Math.min(retryAfterMs, MOST_ASKED_MS) * (1 + random() / 10);
}

function doubled(firstMs: number, times: number, mostMs: number): number {
  return Math.min(mostMs, firstMs * 2 ** times);
}
