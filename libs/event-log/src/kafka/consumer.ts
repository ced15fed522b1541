import { Backoff } from '../backoff.js';
import type { BatchHandler, Consumer, Subscription } from '../port.js';
import { Signal } from '../signal.js';
import type { KafkaCluster } from './cluster.js';
import { Failures } from './failures.js';
import type { GroupOffsets } from './group-offsets.js';
import { Membership } from './membership.js';
import { toRecord } from './message.js';
import type { Taken } from './parts.js';

/** First and longest pause after a failed try, of a handler or of the consumer itself. */
export interface Pauses {
  readonly retryMs: number;
  readonly retryMostMs: number;
}

export interface ConsumerOptions extends Pick<Subscription, 'group' | 'topic' | 'from'>, Pauses {
  readonly maxBatch: number;
  readonly onError: (error: unknown) => void;
}

/** One member of a group, for as long as it is wanted: a kafkajs consumer that breaks is followed by a new one. */
export class KafkaConsumer implements Consumer {
  private readonly stopped = new Signal();
  private readonly stopAsked: Promise<void>;
  private askToStop: () => void = () => undefined;
  private readonly failures = new Failures(() => this.pauses());
  private stopping = false;
  private begun = false;
  private membership: Membership | undefined;
  private ended: Promise<void> = Promise.resolve();

  constructor(
    private readonly cluster: KafkaCluster,
    private readonly offsets: GroupOffsets,
    private readonly options: ConsumerOptions,
    private readonly handler: BatchHandler,
  ) {
    this.stopAsked = new Promise((resolve) => (this.askToStop = resolve));
  }

  get active(): boolean {
    return this.membership?.active ?? false;
  }

  /** @returns when it has joined the group, the first try to do so failed, or that takes longer than so much */
  async start(withinMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      const tried = (): void => (clearTimeout(timer), resolve());
      this.ended = this.run(tried);
    });
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.askToStop();
    this.stopped.raise();
    await this.ended;
  }

  private async run(tried: () => void): Promise<void> {
    const pauses = this.pauses();
    while (!this.stopping) {
      try {
        await this.live(tried, pauses);
      } catch (error) {
        this.report(error);
      }
      tried();
      if (!this.stopping) await this.stopped.wait(pauses.nextMs());
    }
  }

  /** @throws what ended the membership, unless it was `stop()` */
  private async live(tried: () => void, pauses: Backoff): Promise<void> {
    const { group, topic, from, maxBatch } = this.options;
    if (!this.begun) await this.offsets.begin(group, topic, from);
    this.begun = true;
    const names = { groupId: this.cluster.groupId(group, topic), topic: this.cluster.topicName(topic) };
    const membership = new Membership(this.cluster, { ...names, maxBatch }, this.failures, (taken) => this.handle(taken));
    this.membership = membership;
    try {
      await Promise.race([membership.join(), this.stopAsked]);
      tried();
      const broken = membership.broken.then((error) => {
        throw error;
      });
      await Promise.race([this.stopAsked, broken]);
    } finally {
      if (membership.active) pauses.reset();
      await membership.leave();
    }
  }

  private async handle(taken: readonly Taken[]): Promise<boolean> {
    const { topic } = this.options;
    try {
      const records = taken.map(({ part, message }) => toRecord(topic, part.partition, message));
      await this.handler({ topic, records, commit: async () => undefined });
      return true;
    } catch (error) {
      this.report(error);
      return false;
    }
  }

  private pauses(): Backoff {
    return new Backoff(this.options.retryMs, this.options.retryMostMs);
  }

  /** What the listener throws must not end the consumer: it would be the only one to know. */
  private report(error: unknown): void {
    try {
      this.options.onError(error);
    } catch (thrown) {
      process.emitWarning(thrown instanceof Error ? thrown : String(thrown));
    }
  }
}
