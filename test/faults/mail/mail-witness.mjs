import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import { pause } from '../../e2e/until.mjs';
import { Notes } from '../notes.mjs';

/** Between two tries with a mail that the server did not take. */
const AGAIN_MS = 100;

/**
 * @typedef {object} MailTestimony  one line of the witness's file: a mail that the mail server has taken
 * @property {string} messageId
 * @property {string} from
 * @property {string} text
 * @property {'lead' | 'auto-reply' | 'excluded'} expect
 * @property {number} deliveredAt  ms since 1970, when the server said that it has it
 *
 * @typedef {(letter: import('./letters.mjs').Letter) => Promise<void>} Deliver
 */

/**
 * Delivers letters as a mail server would, each again until it is taken, and writes down what was taken, synced. When the
 * answer is lost in between, a letter is delivered twice: the product must still see one.
 * Emits `delivered` with each letter.
 */
export class MailWitness extends EventEmitter {
  delivered = 0;
  /** Answers that were no success. */
  refusals = 0;
  #file;
  #notes;
  #deliver;
  #rate;
  #dueAt = performance.now();

  /** @param {{ file: string, notes: Notes<MailTestimony>, deliver: Deliver, rate?: number }} order  letters a second; as fast as they are taken when missing */
  constructor({ file, notes, deliver, rate = 0 }) {
    super();
    this.setMaxListeners(0);
    this.#file = file;
    this.#notes = notes;
    this.#deliver = deliver;
    this.#rate = rate;
  }

  /** @param {string} file @param {Deliver} deliver @param {number} [rate] */
  static async open(file, deliver, rate) {
    return new MailWitness({ file, notes: await Notes.open(file), deliver, rate });
  }

  /** Resolves when all are taken and written down. @param {readonly import('./letters.mjs').Letter[]} letters @param {number} [connections] */
  async deliverAll(letters, connections = 4) {
    let next = 0;
    const work = async () => {
      for (let letter = letters[next++]; letter; letter = letters[next++]) await this.deliverOne(letter);
    };
    await Promise.all(Array.from({ length: connections }, work));
  }

  /** One after the other until told to stop, or all are taken. @param {readonly import('./letters.mjs').Letter[]} letters @param {{ over: boolean }} until */
  async deliverUntil(letters, until) {
    for (const letter of letters) {
      if (until.over) return;
      await this.deliverOne(letter);
    }
  }

  /** @param {import('./letters.mjs').Letter} letter */
  async deliverOne(letter) {
    await this.#turn();
    for (;;) {
      try {
        await this.#deliver(letter);
        break;
      } catch {
        this.refusals += 1;
        await pause(AGAIN_MS);
      }
    }
    const { messageId, from, text, expect } = letter;
    this.#notes.write({ messageId, from, text, expect, deliveredAt: Date.now() });
    this.delivered += 1;
    this.emit('delivered', letter);
  }

  /** @param {number} count @returns {Promise<void>} when so many letters are delivered */
  async reached(count) {
    while (this.delivered < count) await once(this, 'delivered');
  }

  /** @returns {Promise<MailTestimony[]>} what was written; nothing is delivered afterwards */
  async close() {
    await this.#notes.close();
    return readFileSync(this.#file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
  }

  async #turn() {
    if (!this.#rate) return;
    this.#dueAt = Math.max(this.#dueAt + 1000 / this.#rate, performance.now() - 1000);
    await pause(Math.max(0, this.#dueAt - performance.now()));
  }
}
