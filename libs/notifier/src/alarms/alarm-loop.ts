import { RecentFailure, type Runtime } from '@tributary/platform';
import { inTransaction } from '@tributary/storage';
import type pg from 'pg';
import { insertEntries } from '../record/insert-entries.js';
import { alarmEntry } from '../record/operator-entries.js';
import { forgetOld, openDue, repeatDue } from './alarm-book.js';
import type { Outbox } from './outbox.js';

const EVERY_MS = 1_000;
const FORGET_EVERY_MS = 60 * 60_000;

/** Opens alarms whose cause lasts, repeats them, sends what waits; each process does, none twice. */
export class AlarmLoop {
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #stopped = false;
  #looking = false;
  #woken = false;
  #forgetAt = 0;
  readonly #failure = new RecentFailure();

  constructor(
    private readonly runtime: Runtime,
    private readonly pool: pg.Pool,
    private readonly outbox: Outbox,
  ) {}

  start(): void {
    this.#lookIn(EVERY_MS);
  }

  /** Statuses came: look at once. */
  wake(): void {
    this.#woken = true;
    if (!this.#looking) this.#lookIn(0);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#round;
  }

  #isHourOver(): boolean {
    if (performance.now() < this.#forgetAt) return false;
    this.#forgetAt = performance.now() + FORGET_EVERY_MS;
    return true;
  }

  #lookIn(pauseMs: number): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#woken = false;
      this.#looking = true;
      this.#round = this.#look().finally(() => {
        this.#looking = false;
        this.#lookIn(this.#woken ? 0 : EVERY_MS);
      });
    }, pauseMs);
  }

  async #look(): Promise<void> {
    try {
      await inTransaction(this.pool, async (transaction) => {
        const opened = await openDue(transaction);
        await repeatDue(transaction);
        if (this.#isHourOver()) await forgetOld(transaction);
        if (opened.length > 0) await insertEntries(transaction, opened.map(alarmEntry));
      });
      while (!this.#stopped && (await this.outbox.sendDue()) > 0);
      this.#failure.clear();
    } catch (err) {
      const news = this.#failure.note(err instanceof Error ? err.name : 'error');
      this.runtime.log[news ? 'error' : 'debug']({ err }, 'alarms could not be looked after and will be looked after again');
    }
  }
}
