/**
 * Planted faults. Each strikes on a method ("*" for any, "file" for downloads), so many times.
 * @typedef {{ on: string, action: 'status' | 'page' | 'close' | 'timeout' | 'garbage' | 'done-then-timeout' | 'done-then-close', code?: number, description?: string, retryAfter?: number, times?: number, every?: number }} Fault
 *   With `every`, it strikes each so-manieth time instead, until the faults are cleared.
 *   `status`: that code is answered (429 with `retryAfter`); `page`: that status, by what stands before the Bot API; `timeout`: nothing ever is; `done-…`: it is carried out, and nobody hears of it.
 */
export class Faults {
  /** @type {(Fault & { left: number, seen: number })[]} */
  #list = [];

  /** @param {Fault} fault */
  add(fault) {
    this.#list.push({ ...fault, left: fault.every ? Infinity : (fault.times ?? 1), seen: 0 });
  }

  clear() {
    this.#list = [];
  }

  /** The fault that strikes here, if any; counts it. @param {string} method */
  strike(method) {
    const fault = this.#list.find(({ on, left }) => left > 0 && (on === '*' || on.toLowerCase() === method.toLowerCase()));
    if (!fault) return undefined;
    fault.left -= 1;
    fault.seen += 1;
    return fault.every && fault.seen % fault.every !== 0 ? undefined : fault;
  }
}
