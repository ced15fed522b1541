import { Pool } from 'undici';

/** A door that refuses or says that it closes is asked last for so long. */
const AVOIDED_MS = 2_000;

/** The product's doors side by side, as a load balancer has them: a refused connection is tried at the next one. */
export class Doors {
  #doors;
  #turn = 0;

  /** @param {readonly string[]} urls @param {import('undici').Pool.Options} options */
  constructor(urls, options) {
    this.#doors = urls.map((url) => ({ pool: new Pool(url, options), avoidedUntil: 0 }));
  }

  /**
   * @param {Omit<import('undici').Dispatcher.RequestOptions, 'origin'>} request
   * @returns {Promise<{ status: number, text: string }>} the answer, read
   */
  async request(request) {
    let refusal;
    for (const door of this.#inTurn()) {
      try {
        const { statusCode, headers, body } = await door.pool.request(request);
        if (headers['connection'] === 'close') door.avoidedUntil = performance.now() + AVOIDED_MS;
        return { status: statusCode, text: await body.text() };
      } catch (error) {
        if (/** @type {{ code?: string }} */ (error).code !== 'ECONNREFUSED') throw error;
        door.avoidedUntil = performance.now() + AVOIDED_MS;
        refusal = error;
      }
    }
    throw refusal;
  }

  async close() {
    await Promise.all(this.#doors.map(({ pool }) => pool.destroy()));
  }

  #inTurn() {
    const first = this.#turn++ % this.#doors.length;
    const all = [...this.#doors.slice(first), ...this.#doors.slice(0, first)];
    const now = performance.now();
    return [...all.filter((door) => door.avoidedUntil <= now), ...all.filter((door) => door.avoidedUntil > now)];
  }
}
