import { RecentFailure, type Runtime } from '@tributary/platform';
import type pg from 'pg';
import { Rounds } from '../rounds.js';
import type { NoticeOutbox } from './notice-outbox.js';

const EVERY_MS = 1_000;
const FORGET_EVERY_MS = 60 * 60_000;

/** Sends what waits for managers; each process does, nothing twice. */
export class NoticeLoop {
  readonly #rounds = new Rounds(EVERY_MS, () => this.#send());
  readonly #failure = new RecentFailure();
  #forgetAt = 0;

  constructor(
    private readonly runtime: Runtime,
    private readonly pool: pg.Pool,
    private readonly outbox: NoticeOutbox,
  ) {}

  start(): void {
    this.#rounds.start();
  }

  /** There is something to tell: look at once. */
  wake(): void {
    this.#rounds.wake();
  }

  stop(): Promise<void> {
    return this.#rounds.stop();
  }

  async #send(): Promise<void> {
    try {
      await this.#forgetOld();
      while (!this.#rounds.stopped && (await this.outbox.sendDue()) > 0);
      this.#failure.clear();
    } catch (err) {
      const news = this.#failure.note(err instanceof Error ? err.name : 'error');
      this.runtime.log[news ? 'error' : 'debug']({ err }, 'notices could not be sent and will be sent again');
    }
  }

  async #forgetOld(): Promise<void> {
    if (performance.now() < this.#forgetAt) return;
    this.#forgetAt = performance.now() + FORGET_EVERY_MS;
    await this.pool.query(`DELETE FROM notifier.notice_delivery WHERE state <> 'waiting' AND created_at < now() - interval '90 days'`);
  }
}
