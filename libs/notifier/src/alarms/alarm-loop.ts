import { RecentFailure, type Runtime } from '@tributary/platform';
import { inTransaction } from '@tributary/storage';
import type pg from 'pg';
import { insertEntries } from '../record/insert-entries.js';
import { alarmEntry } from '../record/operator-entries.js';
import { Rounds } from '../rounds.js';
import { forgetOld, openDue, repeatDue } from './alarm-book.js';
import type { Outbox } from './outbox.js';

const EVERY_MS = 1_000;
const FORGET_EVERY_MS = 60 * 60_000;

/** Opens alarms whose cause lasts, repeats them, sends what waits; each process does, none twice. */
export class AlarmLoop {
  readonly #rounds = new Rounds(EVERY_MS, () => this.#look());
  #forgetAt = 0;
  readonly #failure = new RecentFailure();

  constructor(
    private readonly runtime: Runtime,
    private readonly pool: pg.Pool,
    private readonly outbox: Outbox,
  ) {}

  start(): void {
    this.#rounds.start();
  }

  /** Statuses came: look at once. */
  wake(): void {
    this.#rounds.wake();
  }

  stop(): Promise<void> {
    return this.#rounds.stop();
  }

  #isHourOver(): boolean {
    if (performance.now() < this.#forgetAt) return false;
    this.#forgetAt = performance.now() + FORGET_EVERY_MS;
    return true;
  }

  async #look(): Promise<void> {
    try {
      await inTransaction(this.pool, async (transaction) => {
        const opened = await openDue(transaction);
        await repeatDue(transaction);
        if (this.#isHourOver()) await forgetOld(transaction);
        if (opened.length > 0) await insertEntries(transaction, opened.map(alarmEntry));
      });
      while (!this.#rounds.stopped && (await this.outbox.sendDue()) > 0);
      this.#failure.clear();
    } catch (err) {
      const news = this.#failure.note(err instanceof Error ? err.name : 'error');
      this.runtime.log[news ? 'error' : 'debug']({ err }, 'alarms could not be looked after and will be looked after again');
    }
  }
}
