import type { CheckResult } from './health.js';
import { RecentFailure } from './recent-failure.js';

/** Of several that go on trying side by side: that one succeeds says nothing about another. */
export class RecentFailures<Name extends string> {
  readonly #byName = new Map<Name, RecentFailure>();

  /** As {@link RecentFailure.note}. */
  note(name: Name, detail: string): boolean {
    const failure = this.#byName.get(name) ?? new RecentFailure();
    this.#byName.set(name, failure);
    return failure.note(`${name}: ${detail}`);
  }

  clear(name: Name): void {
    this.#byName.get(name)?.clear();
  }

  /** The first that holds. */
  check(): CheckResult {
    const results = [...this.#byName.values()].map((failure) => failure.check());
    return results.find(({ degraded }) => degraded) ?? { ok: true, degraded: false };
  }
}
