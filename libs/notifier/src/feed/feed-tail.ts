import { Notifications } from '@tributary/event-log';
import type pg from 'pg';
import { FEED_CHANNEL } from '../record/insert-entries.js';
import { type FeedEntry, type Viewer, maySee } from './feed-entry.js';
import { FeedStore } from './feed-store.js';

const KEPT_ENTRIES = 1_000;
const PAGE = 200;
const POLL_MS = 1_000;

/** Entries that a viewer may see, and where the next question goes on. */
export interface Found {
  readonly entries: readonly FeedEntry[];
  readonly place: bigint;
}

/**
 * The newest entries, read once for all feeds of this process: a hundred managers at the screen cost one query an
 * event, not a hundred. Who is further behind is answered from the store, so nobody is buffered for.
 */
export class FeedTail {
  private readonly store: FeedStore;
  private readonly notifications: Notifications;
  private readonly waiting = new Set<() => void>();
  private kept: FeedEntry[] = [];
  /** All entries after this place, up to `end`, are in `kept`. */
  private start = 0n;
  private end = 0n;
  private reading: Promise<void> | undefined;
  private stale = false;
  private stopWaking: () => void = () => undefined;

  /** @param onError  told when the store could not be read; the next wake-up tries again */
  constructor(
    pool: pg.Pool,
    private readonly onError: (error: unknown) => void,
  ) {
    this.store = new FeedStore(pool);
    this.notifications = new Notifications(pool.options, [FEED_CHANNEL]);
  }

  async open(): Promise<void> {
    this.end = await this.store.newest();
    this.start = this.end;
    const unsubscribe = this.notifications.subscribe(() => this.advance());
    // Should a notification be lost.
    const timer = setInterval(() => this.advance(), POLL_MS);
    this.stopWaking = () => {
      unsubscribe();
      clearInterval(timer);
    };
  }

  async close(): Promise<void> {
    this.stopWaking();
    await this.reading;
  }

  get newest(): bigint {
    return this.end;
  }

  /** The place from which a feed tells what was recorded since. */
  async placeOf(time: Date): Promise<bigint> {
    return (await this.store.before(time)) ?? this.end;
  }

  async after(place: bigint, viewer: Viewer): Promise<Found> {
    const end = this.end;
    if (place >= this.start) {
      return { entries: this.kept.filter((entry) => entry.seq > place && maySee(viewer, entry)), place: end };
    }
    const entries = await this.store.read(place, end, viewer, PAGE);
    return { entries, place: entries.length < PAGE ? end : (entries.at(-1)?.seq ?? end) };
  }

  /** Resolves when there is something after the place, when the time is over, or when ended. */
  async wait(place: bigint, timeoutMs: number, ended: AbortSignal): Promise<void> {
    if (this.end > place || ended.aborted) return;
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.waiting.delete(finish);
        ended.removeEventListener('abort', finish);
        resolve();
      };
      const timer = setTimeout(finish, timeoutMs);
      this.waiting.add(finish);
      ended.addEventListener('abort', finish);
    });
  }

  /** One read at a time; whoever asks meanwhile is answered by one more. */
  private advance(): void {
    this.stale = true;
    this.reading ??= this.readAll()
      .catch(this.onError)
      .finally(() => (this.reading = undefined));
  }

  private async readAll(): Promise<void> {
    while (this.stale) {
      this.stale = false;
      while ((await this.readOn()) === PAGE);
    }
  }

  private async readOn(): Promise<number> {
    const entries = await this.store.read(this.end, undefined, 'everything', PAGE);
    const last = entries.at(-1);
    if (!last) return 0;
    this.kept.push(...entries);
    this.end = last.seq;
    for (const surplus of this.kept.splice(0, this.kept.length - KEPT_ENTRIES)) this.start = surplus.seq;
    for (const wake of this.waiting) wake();
    return entries.length;
  }
}
