import { setTimeout as delay } from 'node:timers/promises';
import type { ICustomPartitioner, Message, Producer, RecordMetadata } from 'kafkajs';
import { Partitioners } from './client.js';
import { RETRY, type KafkaCluster } from './cluster.js';

/** A leader waits so long for its followers. */
const ACKNOWLEDGE_MS = 5_000;
/** kafkajs tries a few times within; should it hang, we don't. */
const DEADLINE_MS = 30_000;

/** Kafka did not acknowledge everything: some of it may be there, and all of it may be sent again. */
export class PublishError extends Error {
  override readonly name = 'PublishError';
}

export type ProducerFactory = (createPartitioner: ICustomPartitioner) => Producer;

/** Idempotent, one request in flight; keys go to partitions as Java's own producer has them (murmur2). */
export function producerOf(cluster: KafkaCluster): ProducerFactory {
  return (createPartitioner) =>
    cluster.client.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false, retry: RETRY, createPartitioner });
}

/**
 * Publishes to one topic. After any failure the producer is thrown away: kafkajs can't recover from a lost sequence
 * (OUT_OF_ORDER_SEQUENCE_NUMBER, UNKNOWN_PRODUCER_ID, a fenced epoch) by itself, and a new one costs two requests.
 */
export class Publisher {
  private readonly aborting = new AbortController();
  private current: { readonly producer: Producer; readonly chosen: Set<number> } | undefined;

  constructor(
    private readonly topic: string,
    private readonly create: ProducerFactory,
  ) {}

  /**
   * Resolves when every replica in sync has every message. One call at a time.
   * @throws PublishError
   */
  async publish(messages: Message[]): Promise<void> {
    const settled = new AbortController();
    const sending = this.send(messages);
    try {
      await Promise.race([sending, this.giveUp(AbortSignal.any([settled.signal, this.aborting.signal]), settled.signal)]);
    } catch (cause) {
      this.discard(sending);
      throw new PublishError(`${messages.length} messages for ${this.topic} were not acknowledged`, { cause });
    } finally {
      settled.abort();
    }
  }

  /** Ends a call under way with an error; those to come as well. */
  abort(): void {
    this.aborting.abort();
  }

  async close(): Promise<void> {
    this.abort();
    await this.current?.producer.disconnect();
    this.current = undefined;
  }

  private async send(messages: Message[]): Promise<void> {
    const { producer, chosen } = (this.current ??= this.make());
    chosen.clear();
    // Does nothing when connected.
    await producer.connect();
    const acknowledged = await producer.send({ topic: this.topic, messages, acks: -1, timeout: ACKNOWLEDGE_MS });
    checkWhole(chosen, acknowledged);
  }

  /** @throws when time is up or it is aborted, never when settled */
  private async giveUp(interrupted: AbortSignal, settled: AbortSignal): Promise<void> {
    await delay(DEADLINE_MS, undefined, { signal: interrupted }).catch(() => undefined);
    if (!settled.aborted) throw new Error(this.aborting.signal.aborted ? 'stopping' : `no answer in ${DEADLINE_MS} ms`);
  }

  private make(): NonNullable<Publisher['current']> {
    const chosen = new Set<number>();
    return { producer: this.create(() => rememberingPartitioner(chosen)), chosen };
  }

  /** The old one may still be trying: what it gets through are repeats of what its successor sends first. */
  private discard(sending: Promise<void>): void {
    const producer = this.current?.producer;
    this.current = undefined;
    void sending
      .catch(() => undefined)
      .then(() => producer?.disconnect())
      .catch(() => undefined);
  }
}

function rememberingPartitioner(chosen: Set<number>): ReturnType<ICustomPartitioner> {
  const partitionOf = Partitioners.DefaultPartitioner();
  return (args) => {
    const partition = partitionOf(args);
    chosen.add(partition);
    return partition;
  };
}

/**
 * When a partition's leader moves to a broker that has answered already, kafkajs skips the partition in its next try
 * and calls the whole a success. So we look.
 */
function checkWhole(chosen: ReadonlySet<number>, acknowledged: readonly RecordMetadata[]): void {
  const partitions = new Set(acknowledged.map(({ partition }) => partition));
  const missing = [...chosen].filter((partition) => !partitions.has(partition));
  if (missing.length > 0) throw new Error(`no acknowledgement of partitions ${missing.join(', ')}`);
}
