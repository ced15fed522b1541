import type { Consumer } from 'kafkajs';
import { assigner } from './assigner.js';
import type { KafkaCluster } from './cluster.js';
import type { Failures } from './failures.js';
import { CONSUMER_CONFIG } from './membership-times.js';
import { type MessagesHandler, Rounds } from './rounds.js';
import { Standing } from './standing.js';

/** kafkajs hangs now and then: without a sign of life for so long it is given up. Longer than any of its own timeouts. */
const SILENT_MS = 60_000;
/** A leaving that can't reach Kafka is not waited for longer; the session then ends by itself. */
const LEAVE_MS = 5_000;
/** So many partitions of a fetch are handed over at once, to be handled in one batch. */
const PARTITIONS_AT_ONCE = 100;

export interface MembershipOptions {
  readonly groupId: string;
  readonly topic: string;
  readonly maxBatch: number;
}

/** The life of one kafkajs consumer in a group, from joining until it leaves or breaks. It is used once. */
export class Membership {
  /** Resolves when it broke, with the reason. */
  readonly broken: Promise<Error>;
  private readonly consumer: Consumer;
  private readonly standing = new Standing();
  private readonly rounds: Rounds;
  private break: (error: Error) => void = () => undefined;
  private lastSign = performance.now();
  private watchdog: NodeJS.Timeout | undefined;

  constructor(
    cluster: KafkaCluster,
    private readonly options: MembershipOptions,
    failures: Failures,
    handle: MessagesHandler,
  ) {
    this.broken = new Promise((resolve) => (this.break = resolve));
    this.consumer = cluster.client.consumer({ ...CONSUMER_CONFIG, groupId: options.groupId, partitionAssigners: [assigner('member')] });
    this.rounds = new Rounds(options.maxBatch, this.standing, failures, handle, (error) => this.end(error));
    this.listen();
  }

  get active(): boolean {
    return !this.standing.over && this.standing.partitions.length > 0;
  }

  /** @returns when it has joined, or broke */
  async join(): Promise<void> {
    this.watchdog = setInterval(() => this.checkSilence(), SILENT_MS / 10);
    await this.consumer.connect();
    // Told to leave while Kafka was away: nobody joins any more.
    if (this.standing.over) return;
    await this.consumer.subscribe({ topics: [this.options.topic], fromBeginning: true });
    await this.consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
      eachBatch: (payload) => this.rounds.add(payload),
    });
  }

  /** Resolves when nothing is being handled any more, what was handled is committed, and the group was told. */
  async leave(): Promise<void> {
    clearInterval(this.watchdog);
    const left = this.consumer.disconnect().catch(() => undefined);
    await this.rounds.end();
    this.standing.over = true;
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
      this.standing.generation += 1;
      this.standing.outdated = undefined;
      this.standing.partitions = payload.memberAssignment[this.options.topic] ?? [];
    });
    this.consumer.on(events.REBALANCING, () => (this.standing.partitions = []));
    this.consumer.on(events.CRASH, ({ payload }) => this.end(payload.error));
  }

  private end(error: Error): void {
    this.standing.over = true;
    this.break(error);
  }

  private checkSilence(): void {
    if (performance.now() - this.lastSign > SILENT_MS && !this.rounds.busy) this.end(new Error(`the consumer of ${this.options.groupId} hangs`));
  }
}
