import type { BatchHandler, Consumer, Lag, LogReader, Subscription, Topic } from '../port.js';
import type { KafkaCluster } from './cluster.js';
import { KafkaConsumer, type Pauses } from './consumer.js';
import { GroupOffsets } from './group-offsets.js';
import { lagOf } from './lag.js';
import { SharedCalls } from './shared-calls.js';

const DEFAULT_MAX_BATCH = 500;
/** Metrics ask: what takes longer is unknown to them. */
const LAG_MS = 2_000;
/** A consumer goes on joining by itself; whoever starts it must not wait for a Kafka that is away. */
const JOIN_MS = 2_000;

export type KafkaReaderOptions = Partial<Pauses>;

/**
 * Reads the log from Kafka. Members of a group share the partitions; those of a dead member move within 12 s. A batch is
 * of all partitions that have something, each in its order. Its offsets are committed after the handler returned:
 * effects must not mind a repeat. One handler of a consumer is under way at a time.
 */
export class KafkaLogReader implements LogReader {
  private readonly offsets: GroupOffsets;
  private readonly lags = new SharedCalls<Lag>(LAG_MS);

  constructor(
    private readonly cluster: KafkaCluster,
    private readonly options: KafkaReaderOptions = {},
  ) {
    this.offsets = new GroupOffsets(cluster);
  }

  async consume(subscription: Subscription, handler: BatchHandler): Promise<Consumer> {
    const { group, topic, from, maxBatch = DEFAULT_MAX_BATCH, onError = () => undefined } = subscription;
    const { retryMs = 100, retryMostMs = 5_000 } = this.options;
    const options = { group, topic, from, maxBatch, onError, retryMs, retryMostMs };
    const consumer = new KafkaConsumer(this.cluster, this.offsets, options, handler);
    await consumer.start(JOIN_MS);
    return consumer;
  }

  /**
   * Takes the time of one or two rebalances.
   * @throws when Kafka can't be reached, or others move the same offsets all the time
   */
  async rewind(group: string, topic: Topic, from: Date): Promise<void> {
    await this.offsets.rewind(group, topic, from);
  }

  /** @throws when Kafka doesn't answer within 2 s */
  async lag(group: string, topic: Topic): Promise<Lag> {
    const [groupId, name] = [this.cluster.groupId(group, topic), this.cluster.topicName(topic)];
    return this.lags.get(groupId, () => this.cluster.withAdmin((admin) => lagOf(admin, groupId, name)));
  }
}
