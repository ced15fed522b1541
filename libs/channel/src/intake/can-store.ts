import type { CheckResult } from '@tributary/platform';
import type pg from 'pg';
import { failureKind } from './failure-kind.js';

/** A failed try speaks for so long, unless a later one succeeded. */
const FAILURE_SPEAKS_MS = 5_000;
/** Asked more often, it repeats its last answer: anybody may ask for readiness, and each look is a write. */
const LOOK_EVERY_MS = 1_000;

/** Whether what is accepted can be stored durably, told by what happens to submissions and by a write of its own. */
export class CanStore {
  #failedAt = -Infinity;
  #lookedAt = -Infinity;
  #looking = false;
  #look: Promise<void> = Promise.resolve();

  constructor(
    private readonly pool: Pick<pg.Pool, 'query'>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  stored(): void {
    this.#failedAt = -Infinity;
  }

  failed(error: unknown): void {
    if (failureKind(error) === 'away') this.#failedAt = this.now();
  }

  /** @throws when the database can't be written to */
  async check(): Promise<CheckResult> {
    if (this.now() - this.#failedAt < FAILURE_SPEAKS_MS) return { ok: false, detail: 'the latest submissions could not be stored' };
    if (!this.#looking && this.now() - this.#lookedAt >= LOOK_EVERY_MS) this.#look = this.#write();
    await this.#look;
    return { ok: true };
  }

  /** One at a time: a server that stands still must not fill the pool with looks. */
  async #write(): Promise<void> {
    this.#looking = true;
    this.#lookedAt = this.now();
    try {
      await this.pool.query('update intake.pulse set at = now()');
    } finally {
      this.#looking = false;
    }
  }
}
