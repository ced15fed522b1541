import { randomUUID } from 'node:crypto';
import { create, toBinary } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { EnvelopeSchema, Origin } from '@tributary/proto';
import kafkajs, { type IHeaders, type Producer } from 'kafkajs';

const { Kafka, logLevel } = kafkajs;

/** Where Kafka put a message. */
export interface Place {
  readonly partition: number;
  readonly offset: string;
}

export interface OutsideContact {
  readonly id: string;
  readonly bytes: Buffer;
}

/** A program of somebody else's: knows Kafka and the .proto, and nothing of our code that publishes. */
export class OutsideClient {
  private constructor(
    private readonly producer: Producer,
    private readonly prefix: string,
  ) {}

  static async connect(brokers: string, prefix: string): Promise<OutsideClient> {
    const producer = new Kafka({ brokers: brokers.split(','), clientId: 'outside', logLevel: logLevel.NOTHING }).producer();
    await producer.connect();
    return new OutsideClient(producer, prefix);
  }

  async send(topic: string, value: Buffer, options: { partition?: number; headers?: IHeaders } = {}): Promise<Place> {
    const [sent] = await this.producer.send({ topic: this.prefix + topic, messages: [{ value, ...options }] });
    return { partition: sent!.partition, offset: String(sent!.baseOffset) };
  }

  async sendMany(topic: string, values: readonly Buffer[]): Promise<void> {
    await this.producer.send({ topic: this.prefix + topic, messages: values.map((value) => ({ key: randomUUID(), value })) });
  }

  disconnect(): Promise<void> {
    return this.producer.disconnect();
  }
}

/** One message of a chat, first revision. */
export function outsideContact(phone: string, { accountId, origin = Origin.LIVE }: { accountId: string; origin?: Origin }): OutsideContact {
  const id = randomUUID();
  const now = timestampFromDate(new Date());
  const envelope = create(EnvelopeSchema, {
    id,
    revision: 1,
    origin,
    accountId,
    channel: 'outside',
    line: 'main',
    conversationId: id,
    externalId: id,
    occurredAt: now,
    receivedAt: now,
    identities: [{ type: 'phone', value: phone, raw: phone }],
    text: 'Здравствуйте!',
    content: { case: 'message', value: {} },
  });
  return { id, bytes: Buffer.from(toBinary(EnvelopeSchema, envelope)) };
}

const LENGTH_DELIMITED = 2;

/** A field that our .proto does not know, as the wire has it: a later version's, or somebody's own. */
export function unknownField(number: number, text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([varint(number * 8 + LENGTH_DELIMITED), varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  return value < 128 ? Buffer.from([value]) : Buffer.concat([Buffer.from([(value % 128) + 128]), varint(Math.floor(value / 128))]);
}
