/**
 * Planted faults. Each strikes on a method ("*" for any, "file" for downloads), so many times.
 * @typedef {{ on: string, action: 'status' | 'close' | 'timeout' | 'garbage' | 'done-then-timeout' | 'done-then-close', code?: number, description?: string, retryAfter?: number, times?: number }} Fault
 *   `status`: that code is answered (429 with `retryAfter`); `timeout`: nothing ever is; `done-…`: it is carried out, and nobody hears of it.
 */
export class Faults {
  /** @type {(Fault & { left: number })[]} */
  #list = [];

  /** @param {Fault} fault */
  add(fault) {
    this.#list.push({ ...fault, left: fault.times ?? 1 });
  }

  clear() {
    this.#list = [];
  }

  /** The fault that strikes here, if any; counts it. @param {string} method */
  strike(method) {
    const fault = this.#list.find(({ on, left }) => left > 0 && (on === '*' || on.toLowerCase() === method.toLowerCase()));
    if (fault) fault.left -= 1;
    return fault;
  }
}
