import { SubmissionGate } from '../host/submission-gate.js';
import type { RetryTiming } from '../host/timing.js';
import type { Replies } from '../reply.js';
import { Rates } from './rates.js';
import type { Head } from './reply-book.js';
import { Rests } from './rests.js';

/** Sends under way in one process, and those of one account. */
const MOST_SENDS = { all: 24, ofAccount: 4 };

export interface Attempt {
  make(): Promise<void>;
  /** It came to the provider. */
  readonly reached: boolean;
}

/** When a reply may be tried: within the provider's rates, few at a time, and not while its account rests. */
export class Pace {
  readonly rests: Rests;
  readonly #rates = new Rates();
  readonly #gate = new SubmissionGate({ live: MOST_SENDS.all });
  readonly #gates = new Map<string, SubmissionGate>();

  constructor(timing: RetryTiming) {
    this.rests = new Rests(timing);
  }

  /**
   * Waits until it may be tried, and has it tried, unless the signal aborts or the account comes to rest meanwhile. What never came to
   * the provider counts for none of its rates.
   */
  async pass(head: Head, rates: Replies['rates'], signal: AbortSignal, attempt: Attempt): Promise<void> {
    for (let isOver = false; !isOver; ) {
      await this.#rates.room(head, rates, signal).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
      isOver = await this.#gateOf(head.account_id).pass('live', () => this.#gate.pass('live', () => this.#take(head, rates, signal, attempt)));
    }
  }

  /** Inside the gates: what waits there behind slow ones must not then come to the provider all at once. @returns false when there is no room any more */
  async #take(head: Head, rates: Replies['rates'], signal: AbortSignal, attempt: Attempt): Promise<boolean> {
    if (signal.aborted) return true;
    const permit = this.#rates.take(head, rates);
    if (!permit) return false;
    try {
      // Another of the account may have failed meanwhile.
      if (this.rests.admit(head)) await attempt.make().finally(() => this.rests.ended(head));
    } finally {
      if (!attempt.reached) permit.giveBack();
    }
    return true;
  }

  /** The account goes to somebody else. */
  forget(accountId: string): void {
    this.rests.forget(accountId);
    this.#gates.delete(accountId);
  }

  #gateOf(accountId: string): SubmissionGate {
    const known = this.#gates.get(accountId);
    if (known) return known;
    const gate = new SubmissionGate({ live: MOST_SENDS.ofAccount });
    this.#gates.set(accountId, gate);
    return gate;
  }
}
