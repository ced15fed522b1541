import { fileURLToPath } from 'node:url';
import { spawnNode } from '../e2e/processes.mjs';

/** A simulator in a process of its own, so that its memory, CPU and code are nobody else's; ends with ours. */
export class SimulatorProcess {
  #child;
  /** @type {Map<number, { resolve: (result: any) => void, reject: (error: Error) => void }>} */
  #waiting = new Map();
  #calls = 0;
  #complaint = '';

  /** @param {URL} program  answers `{ id, method, args }` over IPC with `{ id, result }` or `{ id, error }` */
  constructor(program) {
    this.#child = spawnNode([fileURLToPath(program)], { ipc: true });
    this.#child.stderr?.setEncoding('utf8').on('data', (text) => (this.#complaint += text));
    this.#child.on('message', (/** @type {{ id: number, result: any, error?: string }} */ { id, result, error }) => {
      const call = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) call?.resolve(result);
      else call?.reject(new Error(error));
    });
    this.ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.once('exit', (code) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`the simulator ended with ${code}: ${this.#complaint}`));
    });
  }

  get pid() {
    return /** @type {number} */ (this.#child.pid);
  }

  /** Calls a method of what is simulated. @param {string} method @param {...unknown} args @returns {Promise<any>} */
  call(method, ...args) {
    const id = this.#calls++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ id, method, args });
    });
  }

  async stop() {
    if (this.#child.connected) this.#child.disconnect();
    await this.ended;
  }
}
