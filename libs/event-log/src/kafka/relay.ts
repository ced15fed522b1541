import { setTimeout as delay } from 'node:timers/promises';
import { type Batch, type Consumer, type Lag, type LogReader, TOPICS, type Topic } from '../port.js';
import { RELAY_GROUP } from '../postgres/retire-groups.js';
import { chunksOf } from './chunks.js';
import type { KafkaCluster } from './cluster.js';
import { toMessage } from './message.js';
import { Publisher, producerOf } from './publisher.js';

/** A topic takes batches of 1 MiB unless told otherwise; a value alone has 256 KiB at most. */
const MAX_REQUEST_BYTES = 768 * 1024;
/** A batch under way may take so long at a stop; then it is given up, to be sent again by the next relay. */
const STOP_MS = 5_000;

export interface RelayOptions {
  /** All, unless told otherwise. */
  topics?: readonly Topic[];
  /** At most so many records are read at once. */
  maxBatch?: number;
  /** Told of each failed try; the relay goes on by itself. */
  onError?: (topic: Topic, error: unknown) => void;
  /** Told of what Kafka acknowledged. */
  onPublished?: (topic: Topic, records: number) => void;
}

/**
 * Carries the PostgreSQL log to Kafka. One instance has a topic, under the reader's lease; others stand by. The log's
 * offset moves only after Kafka acknowledged, so nothing is lost; what a crash leaves in doubt is sent again, and since a
 * batch begins where the last committed one ended, first appearances keep their order whoever repeats what.
 * Topics don't wait for each other: each has its own lease and producer, so bulk never delays live.
 */
export class KafkaRelay {
  private readonly consumers = new Map<Topic, Consumer>();
  private readonly publishers: Publisher[] = [];

  /** @param log  reader of the PostgreSQL log */
  constructor(
    private readonly log: LogReader,
    private readonly cluster: KafkaCluster,
    private readonly options: RelayOptions = {},
  ) {}

  async start(): Promise<void> {
    await Promise.all(this.topics.map((topic) => this.carry(topic)));
  }

  /** Resolves when nothing is under way any more and the leases are given back. */
  async stop(): Promise<void> {
    const stopped = Promise.all([...this.consumers.values()].map((consumer) => consumer.stop()));
    const inTime = new AbortController();
    await Promise.race([stopped, delay(STOP_MS, undefined, { signal: inTime.signal }).catch(() => undefined)]);
    inTime.abort();
    for (const publisher of this.publishers) publisher.abort();
    await stopped;
    await Promise.all(this.publishers.map((publisher) => publisher.close()));
  }

  get topics(): readonly Topic[] {
    return this.options.topics ?? Object.values(TOPICS);
  }

  /** Topics that this instance carries at the moment. */
  get carried(): Topic[] {
    return this.topics.filter((topic) => this.consumers.get(topic)?.active);
  }

  /** What stands in PostgreSQL and not in Kafka yet. */
  lag(topic: Topic): Promise<Lag> {
    return this.log.lag(RELAY_GROUP, topic);
  }

  private async carry(topic: Topic): Promise<void> {
    const { maxBatch, onError } = this.options;
    const publisher = new Publisher(this.cluster.topicName(topic), producerOf(this.cluster));
    this.publishers.push(publisher);
    const consumer = await this.log.consume(
      { group: RELAY_GROUP, topic, maxBatch, from: 'earliest', onError: (error) => onError?.(topic, error) },
      (batch) => this.publish(publisher, batch),
    );
    this.consumers.set(topic, consumer);
  }

  private async publish(publisher: Publisher, { topic, records }: Batch): Promise<void> {
    for (const messages of chunksOf(records.map((record) => toMessage(record)), MAX_REQUEST_BYTES)) {
      await publisher.publish(messages);
      this.options.onPublished?.(topic, messages.length);
    }
  }
}
