import { setTimeout as waiting } from 'node:timers/promises';
import type { Runtime } from '@tributary/platform';
import type pg from 'pg';
import { sweepLikeness } from './sweep.js';

const EVERY_MS = 15_000;
/** So much longer than it worked it rests: nine tenths are left to those who wait for an answer. */
const REST = 9;
const MOST_REST_MS = 2_000;

/** Looks for people who are alike, now and then, beside everything else. */
export class Sweeper {
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(
    private readonly runtime: Runtime,
    private readonly pool: pg.Pool,
  ) {
    const sweeping = setInterval(() => {
      this.#running ??= this.#sweep().finally(() => (this.#running = undefined));
    }, EVERY_MS);
    runtime.onStop(async () => {
      this.#stopped = true;
      clearInterval(sweeping);
      await this.#running;
    });
  }

  async #sweep(): Promise<void> {
    try {
      await sweepLikeness(this.pool, new Date(), { stopped: () => this.#stopped, rest: (workedMs) => waiting(this.#stopped ? 0 : Math.min(workedMs * REST, MOST_REST_MS)) });
    } catch (err) {
      this.runtime.log.warn({ err }, 'the search for people who are alike broke off; it goes on later');
    }
  }
}
