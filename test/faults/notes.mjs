import { open } from 'node:fs/promises';

/**
 * A witness's file: lines are synced in groups, each group when the one before is on disk.
 * @template Line
 */
export class Notes {
  #file;
  /** @type {string[]} */
  #waiting = [];
  #flushing = Promise.resolve();
  #busy = false;

  /** @param {import('node:fs/promises').FileHandle} file */
  constructor(file) {
    this.#file = file;
  }

  /** @template Line @param {string} path @returns {Promise<Notes<Line>>} */
  static async open(path) {
    return new Notes(await open(path, 'a'));
  }

  /** @param {Line} line */
  write(line) {
    this.#waiting.push(`${JSON.stringify(line)}\n`);
    if (!this.#busy) {
      this.#busy = true;
      this.#flushing = this.#flush();
    }
  }

  async close() {
    await this.#flushing;
    await this.#file.close();
  }

  async #flush() {
    while (this.#waiting.length > 0) {
      await this.#file.write(this.#waiting.splice(0).join(''));
      await this.#file.datasync();
    }
    this.#busy = false;
  }
}
