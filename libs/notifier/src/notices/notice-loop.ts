import { RecentFailure, type Runtime } from '@tributary/platform';
import type pg from 'pg';
import { Rounds } from '../rounds.js';
import type { NoticeOutbox } from './notice-outbox.js';

const EVERY_MS = 1_000;
const FORGET_EVERY_MS = 60 * 60_000;
const MANAGERS_AT_ONCE = 10;

/** Sends what waits for managers; each process does, nothing twice. A receiver that is slow keeps only its own manager waiting. */
export class NoticeLoop {
  readonly #rounds = new Rounds(EVERY_MS, () => this.#send());
  readonly #failure = new RecentFailure();
  /** To whom something is being sent. */
  readonly #underWay = new Map<string, Promise<void>>();
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

  /** Resolves when what is being sent has come to an end. */
  async stop(): Promise<void> {
    await this.#rounds.stop();
    await Promise.all(this.#underWay.values());
  }

  async #send(): Promise<void> {
    try {
      await this.#forgetOld();
      while (!this.#rounds.stopped && (await this.#sendSome()));
      this.#failure.clear();
    } catch (err) {
      this.#failed(err);
    }
  }

  /** @returns whether there may be more */
  async #sendSome(): Promise<boolean> {
    const room = MANAGERS_AT_ONCE - this.#underWay.size;
    if (room <= 0) return false;
    const claimed = await this.outbox.claim(room, [...this.#underWay.keys()]);
    for (const { managerId, messages } of claimed) {
      if (messages.length === 0) continue;
      const sending = this.outbox
        .send(messages)
        .catch((err: unknown) => this.#failed(err))
        .finally(() => {
          this.#underWay.delete(managerId);
          this.wake();
        });
      this.#underWay.set(managerId, sending);
    }
    return claimed.length > 0;
  }

  #failed(err: unknown): void {
    const news = this.#failure.note(err instanceof Error ? err.name : 'error');
    this.runtime.log[news ? 'error' : 'debug']({ err }, 'notices could not be sent and will be sent again');
  }

  async #forgetOld(): Promise<void> {
    if (performance.now() < this.#forgetAt) return;
    this.#forgetAt = performance.now() + FORGET_EVERY_MS;
    await this.pool.query(`DELETE FROM notifier.notice_delivery WHERE state <> 'waiting' AND created_at < now() - interval '90 days'`);
  }
}
