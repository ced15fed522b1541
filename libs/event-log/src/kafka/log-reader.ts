import type { BatchHandler, Consumer, Lag, LogReader, Subscription, Topic } from '../port.js';
import type { KafkaCluster } from './cluster.js';
import { KafkaConsumer, type Pauses } from './consumer.js';
import { GroupOffsets } from './group-offsets.js';
import { lagOf } from './lag.js';

const DEFAULT_MAX_BATCH = 500;

export interface KafkaReaderOptions extends Partial<Pauses> {
  /** Partitions that one consumer handles at the same time; each of them in order. */
  readonly concurrentPartitions?: number;
}

/**
 * Reads the log from Kafka. Members of a group share the partitions; those of a dead member move within 12 s. A batch is
 * of one partition. Its offset is committed after the handler returned: effects must not mind a repeat.
 */
export class KafkaLogReader implements LogReader {
  private readonly offsets: GroupOffsets;

  constructor(
    private readonly cluster: KafkaCluster,
    private readonly options: KafkaReaderOptions = {},
  ) {
    this.offsets = new GroupOffsets(cluster);
  }

  async consume(subscription: Subscription, handler: BatchHandler): Promise<Consumer> {
    const { group, topic, from, maxBatch = DEFAULT_MAX_BATCH, onError = () => undefined } = subscription;
    const { retryMs = 100, retryMostMs = 5_000, concurrentPartitions = 1 } = this.options;
    const options = { group, topic, from, maxBatch, onError, retryMs, retryMostMs, concurrentPartitions };
    const consumer = new KafkaConsumer(this.cluster, this.offsets, options, handler);
    await consumer.start();
    return consumer;
  }

  /**
   * Takes the time of one or two rebalances.
   * @throws when Kafka can't be reached, or others move the same offsets all the time
   */
  async rewind(group: string, topic: Topic, from: Date): Promise<void> {
    await this.offsets.rewind(group, topic, from);
  }

  async lag(group: string, topic: Topic): Promise<Lag> {
    return this.cluster.withAdmin((admin) => lagOf(admin, this.cluster.groupId(group, topic), this.cluster.topicName(topic)));
  }
}
