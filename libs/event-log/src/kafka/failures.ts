import type { Backoff } from '../backoff.js';

/** Partitions whose last try failed, and how long each waits before the next. */
export class Failures {
  private readonly pauses = new Map<number, Backoff>();

  constructor(private readonly newPauses: () => Backoff) {}

  has(partition: number): boolean {
    return this.pauses.has(partition);
  }

  /** @returns ms until the next try */
  add(partition: number): number {
    const pauses = this.pauses.get(partition) ?? this.newPauses();
    this.pauses.set(partition, pauses);
    return pauses.nextMs();
  }

  clear(partition: number): void {
    this.pauses.delete(partition);
  }
}
