/** Live contacts came within so long: others may follow. */
const RECENTLY_MS = 1_000;
/** So much longer than it worked does bulk rest then: three quarters of the machine are left to live contacts. */
const REST = 3;
const MOST_REST_MS = 500;

/**
 * An import makes way for those who wait: the two lanes share this process, the database and the queue's row. While live
 * contacts come in, bulk rests after each batch; alone it goes at full speed.
 */
export class Precedence {
  #lastLiveAt = Number.NEGATIVE_INFINITY;

  async live<T>(work: () => Promise<T>): Promise<T> {
    this.#lastLiveAt = performance.now();
    try {
      return await work();
    } finally {
      this.#lastLiveAt = performance.now();
    }
  }

  async bulk<T>(work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const result = await work();
    const endedAt = performance.now();
    if (endedAt - this.#lastLiveAt < RECENTLY_MS) await rest(Math.min((endedAt - startedAt) * REST, MOST_REST_MS));
    return result;
  }
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
