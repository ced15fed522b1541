import type { IntakeLimits } from './limits.js';
import type { Pending } from './pending.js';

/**
 * Submissions that wait for the next group. A group is split between submissions, never inside, and holds no contact
 * twice: the second of two equal posts waits for the first to be stored, then it is seen as its repeat.
 */
export class SubmissionQueue {
  #waiting: Pending[] = [];
  readonly #busy = new Set<string>();

  constructor(private readonly limits: Pick<IntakeLimits, 'maxGroupContacts' | 'maxGroupBytes'>) {}

  push(pending: Pending): void {
    this.#waiting.push(pending);
  }

  /** The next group, oldest first; empty when nothing can go now. Give its contacts back with `release`. */
  take(): Pending[] {
    const group: Pending[] = [];
    const left: Pending[] = [];
    let contacts = 0;
    let bytes = 0;
    let at = 0;
    for (; at < this.#waiting.length; at++) {
      const pending = this.#waiting[at]!;
      if (pending.settled) continue;
      const { prepared } = pending;
      const full = contacts + prepared.contacts.length > this.limits.maxGroupContacts || bytes + prepared.sizeBytes > this.limits.maxGroupBytes;
      if (full && group.length > 0) break;
      if (prepared.contacts.some(({ id }) => this.#busy.has(id))) {
        left.push(pending);
        continue;
      }
      for (const { id } of prepared.contacts) this.#busy.add(id);
      contacts += prepared.contacts.length;
      bytes += prepared.sizeBytes;
      group.push(pending);
    }
    this.#waiting = at === this.#waiting.length ? left : left.concat(this.#waiting.slice(at));
    return group;
  }

  release(group: readonly Pending[]): void {
    for (const { prepared } of group) for (const { id } of prepared.contacts) this.#busy.delete(id);
  }
}
