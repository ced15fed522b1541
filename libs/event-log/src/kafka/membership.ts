import type { Consumer, EachBatchHandler, EachBatchPayload, KafkaMessage } from 'kafkajs';
import { assigner } from './assigner.js';
import type { KafkaCluster } from './cluster.js';
import { Heartbeats } from './heartbeats.js';
import { CONSUMER_CONFIG } from './membership-times.js';

/** kafkajs hangs now and then: without a sign of life for so long it is given up. Longer than any of its own timeouts. */
const SILENT_MS = 60_000;
/** A leaving that can't reach Kafka is not waited for longer; the session then ends by itself. */
const LEAVE_MS = 5_000;

export interface MembershipOptions {
  readonly groupId: string;
  readonly topic: string;
  readonly maxBatch: number;
  readonly concurrentPartitions: number;
}

/**
 * Handles messages of one partition, in order. Resolves to undefined when they are handled, to a pause in ms when they
 * are to be given again after it. Must not reject.
 */
export type MessagesHandler = (partition: number, messages: readonly KafkaMessage[]) => Promise<number | undefined>;

/** The life of one kafkajs consumer in a group, from joining until it leaves or breaks. It is used once. */
export class Membership {
  /** Resolves when it broke, with the reason. */
  readonly broken: Promise<Error>;
  private readonly consumer: Consumer;
  private readonly resumes = new Set<NodeJS.Timeout>();
  private readonly handling = new Set<Promise<unknown>>();
  private break: (error: Error) => void = () => undefined;
  private over = false;
  private partitions: readonly number[] = [];
  /** Grows at each rebalance: what was fetched before one is not committed after it. */
  private generation = 0;
  /** Kafka's answer to a heartbeat or commit that says: join again. */
  private outdated: Error | undefined;
  private lastSign = performance.now();
  private watchdog: NodeJS.Timeout | undefined;

  constructor(
    cluster: KafkaCluster,
    private readonly options: MembershipOptions,
    private readonly handle: MessagesHandler,
  ) {
    this.broken = new Promise((resolve) => (this.break = resolve));
    this.consumer = cluster.client.consumer({ ...CONSUMER_CONFIG, groupId: options.groupId, partitionAssigners: [assigner('member')] });
    this.listen();
  }

  get active(): boolean {
    return !this.over && this.partitions.length > 0;
  }

  /** @returns when it has joined, or broke */
  async join(): Promise<void> {
    this.watchdog = setInterval(() => this.checkSilence(), SILENT_MS / 10);
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: [this.options.topic], fromBeginning: true });
    await this.consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: this.options.concurrentPartitions,
      eachBatch: (payload) => this.eachBatch(payload),
    });
  }

  /** Resolves when nothing is being handled any more, what was handled is committed, and the group was told. */
  async leave(): Promise<void> {
    clearInterval(this.watchdog);
    for (const timer of this.resumes) clearTimeout(timer);
    const left = this.consumer.disconnect().catch(() => undefined);
    await Promise.all(this.handling);
    this.over = true;
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([left, new Promise((resolve) => (timer = setTimeout(resolve, LEAVE_MS)))]);
    clearTimeout(timer);
  }

  private listen(): void {
    const { events } = this.consumer;
    const sign = (): void => void (this.lastSign = performance.now());
    for (const event of [events.FETCH_START, events.FETCH, events.HEARTBEAT, events.START_BATCH_PROCESS, events.END_BATCH_PROCESS]) {
      this.consumer.on(event, sign);
    }
    this.consumer.on(events.GROUP_JOIN, ({ payload }) => {
      sign();
      this.generation += 1;
      this.outdated = undefined;
      this.partitions = payload.memberAssignment[this.options.topic] ?? [];
    });
    this.consumer.on(events.REBALANCING, () => (this.partitions = []));
    this.consumer.on(events.CRASH, ({ payload }) => this.end(payload.error));
  }

  private end(error: Error): void {
    this.over = true;
    this.break(error);
  }

  private checkSilence(): void {
    if (performance.now() - this.lastSign > SILENT_MS && this.handling.size === 0) this.end(new Error(`the consumer of ${this.options.groupId} hangs`));
  }

  private readonly eachBatch: EachBatchHandler = async (payload) => {
    const work = this.inSlices(payload);
    const settled = work.catch(() => undefined);
    this.handling.add(settled);
    try {
      await work;
    } finally {
      this.handling.delete(settled);
    }
  };

  /** What is neither resolved nor committed when it returns is fetched again. */
  private async inSlices(payload: EachBatchPayload): Promise<void> {
    const { batch, isRunning, isStale, pause } = payload;
    for (let at = 0; at < batch.messages.length; at += this.options.maxBatch) {
      if (this.over || !isRunning() || isStale()) return;
      if (this.outdated) throw this.outdated;
      const generation = this.generation;
      const messages = batch.messages.slice(at, at + this.options.maxBatch);
      const againMs = await this.beating(payload, () => this.handle(batch.partition, messages));
      // A rebalance came between: what we would commit may be another's by now.
      if (this.over || generation !== this.generation) return;
      if (againMs !== undefined) return this.resumeLater(pause(), againMs);
      await this.commit(payload, messages.at(-1)!.offset);
    }
  }

  private async beating<T>({ heartbeat }: EachBatchPayload, work: () => Promise<T>): Promise<T> {
    const heartbeats = new Heartbeats(heartbeat, (error) => (this.outdated = error));
    try {
      return await work();
    } finally {
      heartbeats.stop();
    }
  }

  /** Other partitions go on meanwhile. */
  private resumeLater(resume: () => void, afterMs: number): void {
    const timer = setTimeout(() => {
      this.resumes.delete(timer);
      resume();
    }, afterMs);
    this.resumes.add(timer);
  }

  /** During a rebalance Kafka still takes commits of the old generation, until every member has joined again. */
  private async commit({ resolveOffset, commitOffsetsIfNecessary, uncommittedOffsets }: EachBatchPayload, offset: string): Promise<void> {
    resolveOffset(offset);
    try {
      await commitOffsetsIfNecessary(uncommittedOffsets());
    } catch (error) {
      // kafkajs joins again when Kafka asks for it; else it would go on and leave the offset behind.
      if (isOutdated(error)) this.outdated = error;
      else this.end(error as Error);
      throw error;
    }
  }
}

const OUTDATED = ['REBALANCE_IN_PROGRESS', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'NOT_COORDINATOR_FOR_GROUP'];

function isOutdated(error: unknown): error is Error {
  return error instanceof Error && 'type' in error && OUTDATED.includes(String(error.type));
}
