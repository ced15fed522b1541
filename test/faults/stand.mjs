import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { spawnNode } from '../e2e/processes.mjs';

const PROGRAM = fileURLToPath(new URL('./witness-process.mjs', import.meta.url));

/**
 * A campaign's hold on its witness: starts the process, follows it, reads what it wrote.
 * Emits `progress` with each report.
 */
export class WitnessStand extends EventEmitter {
  /** @type {import('./witness.mjs').Progress} */
  progress = { posted: 0, accepted: 0, answers: {}, slowestMs: 0, refused: [], strange: [] };
  #child;
  #file;

  /** @param {import('./witness.mjs').WitnessOrder} order */
  constructor(order) {
    super();
    this.setMaxListeners(0);
    this.#file = order.file;
    this.#child = spawnNode([PROGRAM], { ipc: true });
    let complaint = '';
    this.#child.stderr?.setEncoding('utf8').on('data', (text) => (complaint += text));
    this.#child.on('message', (/** @type {any} */ message) => this.#hear(message.progress ?? message.done));
    this.#child.send({ start: order });
    /** Every post was answered with success, refused or given up. @type {Promise<void>} */
    this.done = once(this.#child, 'exit').then(([code]) => {
      this.emit('progress', this.progress);
      if (code !== 0) throw new Error(`the witness ended with ${code}: ${complaint}`);
    });
    this.done.catch(() => undefined);
  }

  /** @param {number} rate posts a second */
  setRate(rate) {
    this.#child.send({ rate });
  }

  giveUp() {
    if (this.#child.connected) this.#child.send({ giveUp: true });
  }

  /** @param {number} accepted @returns {Promise<void>} when so many success answers were seen, or the witness is done */
  async reached(accepted) {
    const ended = this.done.then(() => true);
    while (this.progress.accepted < accepted) {
      if (await Promise.race([ended, once(this, 'progress').then(() => false)])) return;
    }
  }

  /** @returns {import('./witness.mjs').Testimony[]} */
  testimony() {
    return readTestimony(this.#file);
  }

  /** @param {import('./witness.mjs').Progress | undefined} progress */
  #hear(progress) {
    if (!progress) return;
    this.progress = progress;
    this.emit('progress', progress);
  }
}

/** @param {string} file @returns {import('./witness.mjs').Testimony[]} */
export function readTestimony(file) {
  return readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
}
