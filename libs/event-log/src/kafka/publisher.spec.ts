import { describe, expect, it } from '@jest/globals';
import type { ICustomPartitioner, PartitionMetadata, Producer, ProducerRecord, RecordMetadata } from 'kafkajs';
import { PublishError, Publisher } from './publisher.js';

const MESSAGES = Array.from({ length: 20 }, (_, at) => ({ key: `key ${at}`, value: `${at}` }));
const METADATA: PartitionMetadata[] = [0, 1, 2].map((partitionId) => ({ partitionId, partitionErrorCode: 0, leader: 1, replicas: [1], isr: [1] }));

/** As much of a producer as the publisher uses. */
class FakeProducer {
  readonly sent: ProducerRecord[] = [];
  disconnects = 0;
  answer: (acknowledged: RecordMetadata[]) => Promise<RecordMetadata[]> = async (acknowledged) => acknowledged;
  private readonly partitionOf: ReturnType<ICustomPartitioner>;

  constructor(createPartitioner: ICustomPartitioner) {
    this.partitionOf = createPartitioner();
  }
  async connect(): Promise<void> {
    return undefined;
  }
  async disconnect(): Promise<void> {
    this.disconnects += 1;
  }
  async send(record: ProducerRecord): Promise<RecordMetadata[]> {
    this.sent.push(record);
    const partitions = new Set(record.messages.map((message) => this.partitionOf({ topic: record.topic, partitionMetadata: METADATA, message })));
    return this.answer([...partitions].map((partition) => ({ topicName: record.topic, partition, errorCode: 0 })));
  }
}

function publisherWith(prepare: (producer: FakeProducer, nth: number) => void): { publisher: Publisher; producers: FakeProducer[] } {
  const producers: FakeProducer[] = [];
  const publisher = new Publisher('topic', (createPartitioner) => {
    const producer = new FakeProducer(createPartitioner);
    producers.push(producer);
    prepare(producer, producers.length);
    return producer as unknown as Producer;
  });
  return { publisher, producers };
}

describe('the publisher', () => {
  it('waits for every replica and keeps its producer', async () => {
    const { publisher, producers } = publisherWith(() => undefined);
    await publisher.publish(MESSAGES);
    await publisher.publish(MESSAGES);
    expect(producers).toHaveLength(1);
    expect(producers[0]?.sent).toHaveLength(2);
    expect(producers[0]?.sent[0]).toMatchObject({ topic: 'topic', messages: MESSAGES, acks: -1 });
  });

  it.each(['OUT_OF_ORDER_SEQUENCE_NUMBER', 'UNKNOWN_PRODUCER_ID', 'INVALID_PRODUCER_EPOCH', 'any other'])(
    'throws its producer away after %s and sends the same by a new one',
    async (type) => {
      const failure = Object.assign(new Error(type), { type });
      const { publisher, producers } = publisherWith((producer, nth) => {
        if (nth === 1) producer.answer = () => Promise.reject(failure);
      });
      await expect(publisher.publish(MESSAGES)).rejects.toMatchObject({ name: 'PublishError', cause: failure });
      await publisher.publish(MESSAGES);
      expect(producers.map(({ sent }) => sent.length)).toEqual([1, 1]);
      expect(producers.map(({ disconnects }) => disconnects)).toEqual([1, 0]);
    },
  );

  it('does not believe a success that leaves a partition out', async () => {
    const { publisher, producers } = publisherWith((producer, nth) => {
      if (nth === 1) producer.answer = async (acknowledged) => acknowledged.slice(1);
    });
    await expect(publisher.publish(MESSAGES)).rejects.toThrow(PublishError);
    await publisher.publish(MESSAGES);
    expect(producers).toHaveLength(2);
  });

  it('gives up what is under way when it is told to', async () => {
    let answer: (() => void) | undefined;
    const { publisher, producers } = publisherWith((producer) => {
      producer.answer = (acknowledged) => new Promise((resolve) => (answer = () => resolve(acknowledged)));
    });
    const publishing = publisher.publish(MESSAGES);
    publisher.abort();
    await expect(publishing).rejects.toMatchObject({ cause: { message: 'stopping' } });
    expect(producers[0]?.disconnects).toBe(0);
    answer?.();
    await publisher.close();
  });
});
