import type { PreparedSubmission } from './prepare.js';
import type { Receipt } from './submission.js';

/** A submission on its way to the database, and the promise of its submitter. Settled once; later news is ignored. */
export class Pending {
  readonly result: Promise<Receipt>;
  #resolve!: (receipt: Receipt) => void;
  #reject!: (error: Error) => void;
  #settled = false;
  /** The last failure, told when time runs out. */
  lastError: unknown;

  constructor(
    readonly prepared: PreparedSubmission,
    /** By the monotonic clock. */
    readonly deadline: number,
  ) {
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  get settled(): boolean {
    return this.#settled;
  }

  /** Only after a commit was confirmed. */
  resolve(receipt: Receipt): void {
    this.#settled = true;
    this.#resolve(receipt);
  }

  reject(error: Error): void {
    this.#settled = true;
    this.#reject(error);
  }
}
