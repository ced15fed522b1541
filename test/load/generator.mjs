import { Connection } from './connection.mjs';
import { bodyOf, requestOf, telegramOf } from './contacts.mjs';

const BODIES = { form: bodyOf, telegram: telegramOf };

/**
 * Posts contacts and counts the answers. Two ways: as fast as answers come (closed), or at a fixed offered rate (open);
 * there a post's time runs from when it was due, so that a slow server can't hide its queue.
 *
 * @typedef {object} LoadOrder
 * @property {number} port
 * @property {string} path
 * @property {string} run
 * @property {number} connections
 * @property {number} firstPerson  who is new begins here
 * @property {number} posts
 * @property {number} [repeatsOf]  so many known people: 30 % of the posts come from them (indexes below)
 * @property {'form' | 'telegram'} [body]  whose; a form's unless told
 * @property {Record<string, string>} [headers]
 * @property {number} [rate]  posts a second; as fast as answers come when missing
 *
 * @typedef {object} LoadResult
 * @property {number} seconds
 * @property {number} accepted
 * @property {Record<string, number>} answers
 * @property {{ p50Ms: number, p95Ms: number, p99Ms: number, maxMs: number }} latency
 *
 * @param {LoadOrder} order
 * @returns {Promise<LoadResult>}
 */
export async function load(order) {
  const connections = await Promise.all(Array.from({ length: order.connections }, () => Connection.open(order.port)));
  const run = new Run(order);
  const startedAt = performance.now();
  await Promise.all(connections.map((connection) => run.work(connection, startedAt)));
  const seconds = (performance.now() - startedAt) / 1000;
  for (const connection of connections) connection.close();
  return run.result(seconds);
}

class Run {
  #order;
  #next = 0;
  /** @type {Record<string, number>} */
  #answers = {};
  /** @type {number[]} */
  #latencies = [];

  /** @param {LoadOrder} order */
  constructor(order) {
    this.#order = order;
  }

  /** @param {Connection} connection @param {number} startedAt */
  async work(connection, startedAt) {
    const { posts, rate, path, run, body = 'form', headers } = this.#order;
    while (this.#next < posts) {
      const n = this.#next;
      this.#next += 1;
      const dueAt = rate ? startedAt + (n / rate) * 1000 : performance.now();
      const early = dueAt - performance.now();
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
      const status = await connection.send(requestOf(path, BODIES[body](this.#person(n), `${run}-${n}`), headers)).catch((error) => error.message);
      this.#latencies.push(performance.now() - dueAt);
      this.#answers[status] = (this.#answers[status] ?? 0) + 1;
      if (typeof status !== 'number') return;
    }
  }

  /** @param {number} seconds @returns {LoadResult} */
  result(seconds) {
    const sorted = Float64Array.from(this.#latencies).sort();
    const at = (/** @type {number} */ share) => Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 100) / 100;
    const accepted = Object.entries(this.#answers).reduce((sum, [status, count]) => sum + (/^2/.test(status) ? count : 0), 0);
    return { seconds, accepted, answers: this.#answers, latency: { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), maxMs: at(1) } };
  }

  /** 30 % from known people, spread over all of them; the others new. @param {number} n */
  #person(n) {
    const { firstPerson, repeatsOf } = this.#order;
    return repeatsOf && n % 10 < 3 ? (n * 7919) % repeatsOf : firstPerson + n;
  }
}
