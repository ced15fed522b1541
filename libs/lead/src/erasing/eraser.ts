import type { Runtime } from '@tributary/platform';
import type pg from 'pg';
import type { OtherServices } from './other-services.js';
import { pendingErasures, recentErasures, settlePart, type Part, type PendingErasure } from './erasure.js';
import type { TombstoneFile } from './tombstone-file.js';

/** What a service that was away missed is sent again so often. */
const RETRY_EVERY_MS = 30_000;
/** So long an event may be on its way to the notifier. */
const ON_THE_WAY_MS = 15 * 60_000;
/** Ids in one command. */
const IDS_AT_ONCE = 1_000;

/** Sees to it that everybody does their part of an erasure, however long a service is away. */
export class Eraser {
  #running: Promise<void> | undefined;

  constructor(
    private readonly runtime: Runtime,
    private readonly pool: pg.Pool,
    private readonly others: OtherServices,
    private readonly file: TombstoneFile,
  ) {
    const retrying = setInterval(() => void this.run().then(() => this.#notifierAgain()), RETRY_EVERY_MS);
    runtime.onStop(async () => {
      clearInterval(retrying);
      await this.#running;
    });
  }

  /** Tries all that is pending once. Never rejects: what failed is tried again. */
  run(): Promise<void> {
    // What runs already may have looked too early.
    const next = (this.#running ?? Promise.resolve()).then(() => this.#work());
    this.#running = next;
    return next;
  }

  async #work(): Promise<void> {
    try {
      for (const erasure of await pendingErasures(this.pool)) await Promise.all(erasure.pending.map((part) => this.#part(erasure, part)));
    } catch (err) {
      this.runtime.log.warn({ err }, 'erasures could not be looked up; trying again');
    }
  }

  async #notifierAgain(): Promise<void> {
    try {
      for (const erasure of await recentErasures(this.pool, ON_THE_WAY_MS)) await this.#do(erasure, 'notifier');
    } catch (err) {
      this.runtime.log.warn({ err }, 'the notifier could not be told again of an erasure; trying again');
    }
  }

  async #part(erasure: PendingErasure, part: Part): Promise<void> {
    try {
      await this.#do(erasure, part);
      await settlePart(this.pool, erasure.id, part);
    } catch (err) {
      this.runtime.log.warn({ err, erasureId: erasure.id, part }, 'a part of an erasure was not done; trying again');
    }
  }

  async #do(erasure: PendingErasure, part: Part): Promise<void> {
    // Contacts that a tombstone stopped make no file: the tombstone that stopped them stands there.
    if (part === 'file') return erasure.personIds.length > 0 ? this.file.append(erasure) : undefined;
    const { contactIds, leadIds } = erasure;
    for (let at = 0; at < Math.max(contactIds.length, leadIds.length); at += IDS_AT_ONCE) {
      const some = { contactIds: contactIds.slice(at, at + IDS_AT_ONCE), leadIds: leadIds.slice(at, at + IDS_AT_ONCE) };
      if (part === 'notifier') await this.others.eraseFromNotifier(some);
      else if (some.contactIds.length > 0) await this.others.eraseFromIntake(some.contactIds);
    }
  }
}
