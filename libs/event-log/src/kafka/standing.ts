/** What a member knows of its place in the group. */
export class Standing {
  /** Grows at each rebalance: what was fetched before one is not committed after it. */
  generation = 0;
  partitions: readonly number[] = [];
  /** Kafka's answer to a heartbeat or commit that says: join again. */
  outdated: Error | undefined;
  /** It has left or broken: nothing is begun or committed any more. */
  over = false;
}
