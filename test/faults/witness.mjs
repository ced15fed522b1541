import { between, seeded } from '../e2e/random.mjs';
import { pause } from '../e2e/until.mjs';
import { Doors } from './doors.mjs';

/**
 * The witness: a process outside the product that posts, tries again until it is answered with success, and writes each
 * success down, durably, in a file of its own. What it wrote is what the product owes.
 *
 * Started by {@link ./witness-process.mjs}; talks over Node's IPC.
 * In: `{ start: WitnessOrder }`, `{ rate: number }` (posts a second from now on), `{ giveUp: true }`.
 * Out: `{ progress: Progress }` every 50 ms, `{ done: Progress }`.
 *
 * @typedef {object} WitnessOrder
 * @property {string | readonly string[]} url  of the door, or of several
 * @property {string} token
 * @property {string} file
 * @property {number} connections
 * @property {number} rate  first tries a second; 0 for as fast as answers come
 * @property {number} seed
 * @property {import('./plan.mjs').Post[][]} jobs
 *
 * @typedef {object} Progress
 * @property {number} posted  jobs' posts begun
 * @property {number} accepted  success answers to a post's own tries
 * @property {Record<string, number>} answers  how many of each status, and of each failure without an answer
 * @property {number} slowestMs  of the answers
 * @property {string[]} refused  posts that were told they are wrong, which they are not
 * @property {{ answer: string, path: string, sentAt: number, endedAt: number }[]} strange  the first of those without success, ms since 1970
 *
 * @typedef {object} Testimony  one line of the file
 * @property {string} key
 * @property {string} id  the contact's, as answered
 * @property {string} phone
 * @property {'lead' | 'spam'} expect
 * @property {string} [conversation]
 * @property {number} [sequence]
 * @property {number} sentAt  ms since 1970, of the try that succeeded
 * @property {number} answeredAt
 */

/** Longer than a door waits for a silent process before it asks the next one (10 s): what the product mends is no failure of a caller. */
const ANSWER_TIMEOUT_MS = 25_000;
/** Of the posts that were accepted, so many are sent once more, as providers do. */
const REPEATED = 0.05;
const STRANGE_KEPT = 50;

export class Witness {
  /** @type {Progress} */
  progress = { posted: 0, accepted: 0, answers: {}, slowestMs: 0, refused: [], strange: [] };
  #order;
  #doors;
  #random;
  #notes;
  #next = 0;
  #paidAt = performance.now();
  #credit = 0;
  #givenUp = false;

  /** @param {WitnessOrder} order @param {import('./notes.mjs').Notes<Testimony>} notes */
  constructor(order, notes) {
    this.#order = order;
    this.#notes = notes;
    this.#random = seeded(order.seed ^ 0x5eed);
    this.#doors = new Doors([order.url].flat(), { connections: order.connections, pipelining: 1, headersTimeout: ANSWER_TIMEOUT_MS, bodyTimeout: ANSWER_TIMEOUT_MS, connectTimeout: 2_000 });
  }

  set rate(/** @type {number} */ rate) {
    this.#order.rate = rate;
  }

  giveUp() {
    this.#givenUp = true;
  }

  /** Posts everything; resolves when each post was answered with success, refused, or given up, and the notes are on disk. */
  async run() {
    await Promise.all(Array.from({ length: this.#order.connections }, () => this.#work()));
    await this.#notes.close();
    await this.#doors.close();
  }

  async #work() {
    for (;;) {
      const job = this.#order.jobs[this.#next];
      if (!job || this.#givenUp) return;
      this.#next += 1;
      for (const post of job) {
        await this.#turn();
        this.progress.posted += 1;
        if (!(await this.#insist(post))) return;
      }
    }
  }

  /** Waits for the rate to allow one more. */
  async #turn() {
    const { rate } = this.#order;
    if (!rate) return;
    for (;;) {
      const now = performance.now();
      this.#credit = Math.min(this.#credit + ((now - this.#paidAt) / 1000) * rate, rate / 20 + 1);
      this.#paidAt = now;
      if (this.#credit >= 1) break;
      await pause(Math.max(1, ((1 - this.#credit) / rate) * 1000));
    }
    this.#credit -= 1;
  }

  /** @param {import('./plan.mjs').Post} post @returns {Promise<boolean>} false: given up */
  async #insist(post) {
    for (;;) {
      const answer = await this.#try(post);
      if (answer?.id) {
        this.progress.accepted += 1;
        this.#notes.write(answer);
        if (this.#random() < REPEATED) await this.#repeat(post);
        return true;
      }
      if (answer?.refused) {
        this.progress.refused.push(`${post.key}: ${answer.refused}`);
        return true;
      }
      if (this.#givenUp) return false;
      await pause(between(this.#random, 20, 200));
    }
  }

  /** A repeat of an accepted post: its answer is written down like the first one, so another id would be seen. @param {import('./plan.mjs').Post} post */
  async #repeat(post) {
    const answer = await this.#try(post);
    if (answer?.id) this.#notes.write(answer);
  }

  /** @param {import('./plan.mjs').Post} post @returns {Promise<(Testimony & { refused?: undefined }) | { id?: undefined, refused: string } | undefined>} */
  async #try(post) {
    const sentAt = Date.now();
    try {
      const { status, text } = await this.#doors.request({
        method: 'POST',
        path: post.path,
        headers: {
          'content-type': 'application/json',
          'idempotency-key': post.key,
          ...(post.path.startsWith('/api/') ? { authorization: `Bearer ${this.#order.token}` } : {}),
        },
        body: JSON.stringify(post.body),
      });
      this.#count(String(status), post, sentAt);
      if (status >= 200 && status < 300) return testimony(post, JSON.parse(text).id, sentAt);
      return status >= 400 && status < 500 && status !== 429 ? { refused: `${status} ${text.slice(0, 300)}` } : undefined;
    } catch (error) {
      this.#count(/** @type {{ code?: string }} */ (error).code ?? String(error), post, sentAt);
      return undefined;
    }
  }

  /** @param {string} answer @param {import('./plan.mjs').Post} post @param {number} sentAt */
  #count(answer, { path }, sentAt) {
    this.progress.slowestMs = Math.max(this.progress.slowestMs, Date.now() - sentAt);
    this.progress.answers[answer] = (this.progress.answers[answer] ?? 0) + 1;
    if (!/^2\d\d$/.test(answer) && this.progress.strange.length < STRANGE_KEPT) this.progress.strange.push({ answer, path, sentAt, endedAt: Date.now() });
  }
}

/** @param {import('./plan.mjs').Post} post @param {string} id @param {number} sentAt @returns {Testimony} */
function testimony({ key, phone, expect, conversation, sequence }, id, sentAt) {
  return { key, id: id ?? 'no id in the answer', phone, expect, conversation, sequence, sentAt, answeredAt: Date.now() };
}
