import type { Timing } from './timing.js';

/** Tells conflicts of a move, which pass, from those with somebody who stays, though some of our questions are answered in between. */
export class ConflictWatch {
  #firstAt = -Infinity;
  #lastAt = -Infinity;
  #toldAt = -Infinity;

  constructor(private readonly timing: Pick<Timing, 'conflictPatienceMs'>) {}

  /** One more. @returns whether a person should be told now; once in a while is enough */
  lasts(now = performance.now()): boolean {
    const { conflictPatienceMs: patienceMs } = this.timing;
    if (now - this.#lastAt > patienceMs) this.#firstAt = now;
    this.#lastAt = now;
    if (now - this.#firstAt < patienceMs || now - this.#toldAt < patienceMs) return false;
    this.#toldAt = now;
    return true;
  }
}
