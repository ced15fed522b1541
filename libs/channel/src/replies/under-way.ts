import { setTimeout as delay } from 'node:timers/promises';
import type { Head } from './reply-book.js';

/** A reply that is looked after, whether it waits for its turn or is being tried. */
export interface UnderWay {
  readonly head: Head;
  /** Aborts when no try is to be begun any more. */
  readonly waiting: AbortController;
  /** Aborts when the try is to end. */
  readonly ending: AbortController;
  /** The try, once it was begun. */
  trying?: Promise<void>;
}

/** The replies that are under way in this process. */
export class RepliesUnderWay {
  readonly #byId = new Map<string, UnderWay>();

  get size(): number {
    return this.#byId.size;
  }

  get heads(): readonly Head[] {
    return [...this.#byId.values()].map(({ head }) => head);
  }

  add(head: Head): UnderWay {
    const underWay: UnderWay = { head, waiting: new AbortController(), ending: new AbortController() };
    this.#byId.set(head.id, underWay);
    return underWay;
  }

  remove({ id }: Head): void {
    this.#byId.delete(id);
  }

  /**
   * Of those whose try was not begun none is; tries under way have some time to end by themselves, and then some to do as they are told.
   * @returns whether all have ended, and it is noted what became of them
   */
  async end(concerns: (head: Head) => boolean, graceMs: number, obeyMs: number): Promise<boolean> {
    const concerned = [...this.#byId.values()].filter(({ head }) => concerns(head));
    for (const { waiting } of concerned) waiting.abort();
    const ended = Promise.allSettled(concerned.flatMap(({ trying }) => trying ?? []));
    if (await within(graceMs, ended)) return true;
    for (const { ending } of concerned) ending.abort();
    return within(obeyMs, ended);
  }
}

/** Waits for it, but not longer. @returns whether it is done */
async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  const timer = new AbortController();
  const isDone = await Promise.race([work.then(() => true), delay(ms, false, { signal: timer.signal }).catch(() => false)]);
  timer.abort();
  return isDone;
}
