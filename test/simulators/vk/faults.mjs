/**
 * Planted faults. Each strikes on a method ("*" for any, "a_check" for polls, "file" and "upload" for those), so many times, or at a rate.
 * @typedef {{ on: string, action: 'error' | 'status' | 'refuse' | 'close' | 'timeout' | 'garbage' | 'done-then-timeout' | 'done-then-close', code?: number, description?: string, retryAfter?: number, times?: number, rate?: number }} Fault
 *   `error`: VK's error of that code; `status`: that HTTP status; `refuse`: an upload is not taken, as its server says it; `timeout`: nothing is ever answered; `done-…`: it is carried out, and nobody
 *   hears of it; `rate`: of all calls that it could strike, this share.
 */
export class Faults {
  /** @type {(Fault & { left: number })[]} */
  #list = [];

  /** @param {Fault} fault */
  add(fault) {
    this.#list.push({ ...fault, left: fault.times ?? (fault.rate === undefined ? 1 : Infinity) });
  }

  clear() {
    this.#list = [];
  }

  /** The fault that strikes here, if any; counts it. @param {string} method */
  strike(method) {
    const fault = this.#list.find(({ on, left, rate }) => left > 0 && (on === '*' || on.toLowerCase() === method.toLowerCase()) && (rate === undefined || Math.random() < rate));
    if (fault) fault.left -= 1;
    return fault;
  }
}
