import type { EachBatchPayload } from 'kafkajs';
import type { Failures } from './failures.js';
import { Heartbeats } from './heartbeats.js';
import { type Part, type Taken, isSpent, takeOldest } from './parts.js';
import type { Standing } from './standing.js';

/** Enough for hundreds of contacts; a bound for those that carry much. */
const MAX_BATCH_BYTES = 4 * 1024 * 1024;

/** Handles messages, each partition's in order. Resolves to whether it did: else they are given again. Must not reject. */
export type MessagesHandler = (taken: readonly Taken[]) => Promise<boolean>;

interface Fetched extends Part {
  readonly payload: EachBatchPayload;
  readonly generation: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Makes few large batches of what came of many partitions: kafkajs hands over each partition of a fetch by itself, and a
 * transaction for each would cost most of what there is to gain. A round is all that waits at its beginning, oldest
 * first, one handler at a time; what comes meanwhile, of other brokers, is the next round, so nobody waits for ever.
 *
 * After a failure each partition of the batch is tried alone, after a pause of its own, until it succeeds: one that
 * can't be handled holds up no other.
 */
export class Rounds {
  private waiting: Fetched[] = [];
  private working: Promise<void> | undefined;
  private readonly resumes = new Set<NodeJS.Timeout>();

  /** @param onLost  told when a commit failed for another reason than a rebalance */
  constructor(
    private readonly maxBatch: number,
    private readonly standing: Standing,
    private readonly failures: Failures,
    private readonly handle: MessagesHandler,
    private readonly onLost: (error: Error) => void,
  ) {}

  get busy(): boolean {
    return this.working !== undefined;
  }

  /** Resolves when the partition's messages are handled or given up: what is not resolved and committed by then is fetched again. */
  add(payload: EachBatchPayload): Promise<void> {
    const { partition, messages } = payload.batch;
    return new Promise((resolve, reject) => {
      this.waiting.push({ payload, partition, messages, taken: 0, generation: this.standing.generation, resolve, reject });
      this.working ??= this.work();
    });
  }

  /** Partitions that pause stay so; resolves when no handler is under way any more. */
  async end(): Promise<void> {
    await this.working;
    for (const timer of this.resumes) clearTimeout(timer);
  }

  private async work(): Promise<void> {
    // The partitions of one fetch are added in one go: the round begins when all are there.
    await Promise.resolve();
    while (this.waiting.length > 0) await this.round(this.waiting.splice(0));
    this.working = undefined;
  }

  private async round(fetched: readonly Fetched[]): Promise<void> {
    const alone = fetched.filter(({ partition }) => this.failures.has(partition));
    try {
      await this.inBatches(fetched.filter((part) => !alone.includes(part)));
      for (const part of alone) await this.inBatches([part]);
      for (const { resolve } of fetched) resolve();
    } catch (error) {
      for (const { reject } of fetched) reject(error);
    }
  }

  private async inBatches(parts: readonly Fetched[]): Promise<void> {
    for (let open = this.ours(parts); open.length > 0; open = this.ours(open)) {
      if (this.standing.outdated) throw this.standing.outdated;
      const taken = takeOldest(open, this.maxBatch, MAX_BATCH_BYTES);
      const among = [...new Set(taken.map(({ part }) => part))];
      const handled = await this.beating(among[0]!, () => this.handle(taken));
      if (handled) await this.commit(this.current(among));
      else this.putOff(this.current(among));
      open = open.filter((part) => (handled || !among.includes(part)) && !isSpent(part));
    }
  }

  /** Those that may be begun: not when stopping. */
  private ours(parts: readonly Fetched[]): Fetched[] {
    return this.current(parts).filter(({ payload }) => payload.isRunning() && !payload.isStale());
  }

  /** Without those that were fetched before a rebalance: they may be another's by now. */
  private current(parts: readonly Fetched[]): Fetched[] {
    return this.standing.over ? [] : parts.filter(({ generation }) => generation === this.standing.generation);
  }

  private async beating<T>({ payload }: Fetched, work: () => Promise<T>): Promise<T> {
    const heartbeats = new Heartbeats(payload.heartbeat, (error) => (this.standing.outdated = error));
    try {
      return await work();
    } finally {
      heartbeats.stop();
    }
  }

  /** Other partitions go on meanwhile. */
  private putOff(parts: readonly Fetched[]): void {
    for (const { partition, payload } of parts) {
      const resume = payload.pause();
      const timer = setTimeout(() => {
        this.resumes.delete(timer);
        resume();
      }, this.failures.add(partition));
      this.resumes.add(timer);
    }
  }

  /** During a rebalance Kafka still takes commits of the old generation, until every member has joined again. */
  private async commit(parts: readonly Fetched[]): Promise<void> {
    for (const { partition, payload, messages, taken } of parts) {
      this.failures.clear(partition);
      payload.resolveOffset(messages[taken - 1]!.offset);
    }
    const [first] = parts;
    if (!first) return;
    const { commitOffsetsIfNecessary, uncommittedOffsets } = first.payload;
    try {
      // All that is resolved and not committed, in one request.
      await commitOffsetsIfNecessary(uncommittedOffsets());
    } catch (error) {
      // kafkajs joins again when Kafka asks for it; else it would go on and leave the offset behind.
      if (isOutdated(error)) this.standing.outdated = error;
      else this.onLost(error as Error);
      throw error;
    }
  }
}

const OUTDATED = ['REBALANCE_IN_PROGRESS', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'NOT_COORDINATOR_FOR_GROUP'];

function isOutdated(error: unknown): error is Error {
  return error instanceof Error && 'type' in error && OUTDATED.includes(String(error.type));
}
