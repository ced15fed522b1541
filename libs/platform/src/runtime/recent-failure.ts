import type { CheckResult } from './health.js';

/** Longer than anybody here pauses between two tries. */
const HOLDS_MS = 30_000;

/**
 * The failure of something that goes on trying. Who still fails says so again within seconds, so an old failure without a
 * newer one is over, though nothing came since that could have succeeded.
 */
export class RecentFailure {
  #latest: { readonly detail: string; readonly at: number } | undefined;

  /**
   * @param detail  for an operator; no secrets
   * @returns whether that is news: the first time, another failure, or one that was over
   */
  note(detail: string): boolean {
    const before = this.check().detail;
    this.#latest = { detail, at: performance.now() };
    return detail !== before;
  }

  clear(): void {
    this.#latest = undefined;
  }

  /** Works, with something missing as long as the failure holds. */
  check(): CheckResult {
    if (this.#latest && performance.now() - this.#latest.at > HOLDS_MS) this.#latest = undefined;
    return { ok: true, degraded: this.#latest !== undefined, detail: this.#latest?.detail };
  }
}
