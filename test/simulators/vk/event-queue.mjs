/** Events of one community, numbered for Bots Long Poll; VK keeps them for a while. */
export class EventQueue {
  /** @type {{ ts: number, event: any }[]} */
  #kept = [];
  #ts = 1;
  /** @type {Set<() => void>} */
  #waiting = new Set();

  /** The number that the next question has to name. */
  get ts() {
    return this.#ts;
  }

  /** The number of the oldest that is kept. */
  get oldest() {
    return this.#kept[0]?.ts ?? this.#ts;
  }

  /** @param {any} event */
  add(event) {
    this.#kept.push({ ts: this.#ts++, event });
    for (const look of [...this.#waiting]) look();
  }

  /** As after a long time: what is older than the last so many is forgotten. @param {number} [keep] */
  forget(keep = 0) {
    this.#kept = keep > 0 ? this.#kept.slice(-keep) : [];
  }

  /** Whether all from this number on is still there. @param {number} ts */
  knows(ts) {
    return Number.isSafeInteger(ts) && ts <= this.#ts && ts >= this.oldest;
  }

  /** @param {number} ts */
  since(ts) {
    return this.#kept.filter((each) => each.ts >= ts).map(({ event }) => event);
  }

  /** Resolves when something is there, the time is over, nobody waits any more, or it has to end. @param {number} ts @param {number} seconds @param {AbortSignal} gone @param {() => boolean} ended */
  async news(ts, seconds, gone, ended) {
    await new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        gone.removeEventListener('abort', end);
        resolve(undefined);
      };
      const look = () => (this.since(ts).length > 0 || !this.knows(ts) || ended()) && end();
      const timer = setTimeout(end, seconds * 1_000);
      this.#waiting.add(look);
      gone.addEventListener('abort', end);
      look();
      if (gone.aborted) end();
    });
  }

  /** Ends whoever waits. */
  wake() {
    for (const look of [...this.#waiting]) look();
  }
}
