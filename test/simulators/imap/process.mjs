import { fileURLToPath } from 'node:url';
import { spawnNode } from '../../e2e/processes.mjs';

const PROGRAM = fileURLToPath(new URL('./main.mjs', import.meta.url));

/** The simulated IMAP server in a process of its own, so that its memory and CPU are nobody else's; ends with ours. */
export class ImapProcess {
  #child = spawnNode([PROGRAM], { ipc: true });
  /** @type {Map<number, { resolve: (result: any) => void, reject: (error: Error) => void }>} */
  #waiting = new Map();
  #calls = 0;
  #complaint = '';

  constructor() {
    this.#child.stderr?.setEncoding('utf8').on('data', (text) => (this.#complaint += text));
    this.#child.on('message', (/** @type {{ id: number, result: any, error?: string }} */ { id, result, error }) => {
      const call = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) call?.resolve(result);
      else call?.reject(new Error(error));
    });
    this.ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.once('exit', (code) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`the simulated server ended with ${code}: ${this.#complaint}`));
    });
  }

  get pid() {
    return /** @type {number} */ (this.#child.pid);
  }

  /** Calls a method of ImapServer. @param {string} method @param {...unknown} args @returns {Promise<any>} */
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
