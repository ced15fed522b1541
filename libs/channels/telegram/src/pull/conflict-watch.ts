import type { Timing } from './timing.js';

/** Tells conflicts of a move, which pass, from those with somebody who stays. */
export class ConflictWatch {
  #since: number | undefined;
  #toldAt = -Infinity;

  constructor(private readonly timing: Pick<Timing, 'conflictPatienceMs'>) {}

  /** One more. @returns whether a person should be told now; once in a while is enough */
  lasts(now = performance.now()): boolean {
    this.#since ??= now;
    const { conflictPatienceMs } = this.timing;
    if (now - this.#since < conflictPatienceMs || now - this.#toldAt < conflictPatienceMs) return false;
    this.#toldAt = now;
    return true;
  }

  over(): void {
    this.#since = undefined;
  }
}
