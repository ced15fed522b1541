import { describe, expect, it } from '@jest/globals';
import type { KafkaMessage } from 'kafkajs';
import { type LogRecord, TOPICS } from '../port.js';
import { Partitioners } from './client.js';
import { KEEP_MS } from '../postgres/retention.js';
import { toMessage, toRecord } from './message.js';
import { PARTITIONS } from './topics.js';

const RECORD: LogRecord = {
  topic: TOPICS.contacts,
  key: '0f343b0931126a20f133d67c2b018a3b',
  value: Buffer.from([0, 1, 2]),
  headers: { id: 'one', type: 'tributary.inbound.v1', source: '/accounts/a', time: '2026-11-22T09:00:00.000Z', subject: 'тема' },
  offset: '(0,123,4)',
  appendedAt: new Date('2026-11-22T09:00:11.123Z'),
};

const NOW = RECORD.appendedAt.getTime() + 1_000;
const DAY_MS = 24 * 60 * 60 * 1000;

describe('a record as a Kafka message', () => {
  it('carries CloudEvents attributes in binary mode, and where it stood in the log', () => {
    expect(toMessage(RECORD, NOW)).toEqual({
      key: RECORD.key,
      value: RECORD.value,
      timestamp: String(RECORD.appendedAt.getTime()),
      headers: {
        ce_specversion: '1.0',
        ce_id: 'one',
        ce_type: 'tributary.inbound.v1',
        ce_source: '/accounts/a',
        ce_time: '2026-11-22T09:00:00.000Z',
        ce_subject: 'тема',
        'content-type': 'application/protobuf',
        tributary_offset: '(0,123,4)',
        tributary_appended_at: '2026-11-22T09:00:11.123Z',
      },
    });
  });

  it('stays a day in Kafka however late it comes, and keeps its time', () => {
    const late = toMessage(RECORD, NOW + KEEP_MS);
    expect(Number(late.timestamp) + KEEP_MS - (NOW + KEEP_MS)).toBe(DAY_MS);
    expect(toRecord(RECORD.topic, 0, received(late, '0')).appendedAt).toEqual(RECORD.appendedAt);
  });

  it('is a tombstone when its value is null', () => {
    expect(toMessage({ ...RECORD, value: null }).value).toBeNull();
  });

  it('comes back as it was, with an offset of its own', () => {
    expect(toRecord(RECORD.topic, 7, received(toMessage(RECORD), '42'))).toEqual({ ...RECORD, offset: '7/42' });
  });

  it('believes the log rather than the topic about the time of appending', () => {
    const { appendedAt } = toRecord(RECORD.topic, 0, { ...received(toMessage(RECORD), '0'), timestamp: '1' });
    expect(appendedAt).toEqual(RECORD.appendedAt);
  });

  it('is taken from a stranger with whatever is there', () => {
    const headers = { tributary_appended_at: Buffer.from('never'), ce_id: [Buffer.from('a'), Buffer.from('b')], other: undefined };
    const stranger = { key: null, value: Buffer.from('?'), timestamp: '1700000000000', attributes: 0, offset: '9', headers };
    expect(toRecord(RECORD.topic, 1, stranger)).toEqual({
      topic: RECORD.topic,
      key: '',
      value: Buffer.from('?'),
      headers: { id: 'b' },
      offset: '1/9',
      appendedAt: new Date(1_700_000_000_000),
    });
  });

  it('goes where every other client of the default partitioner puts its key', () => {
    const partitionMetadata = Array.from({ length: PARTITIONS }, (_, partitionId) => ({
      partitionId, partitionErrorCode: 0, leader: 1, replicas: [1], isr: [1],
    }));
    const partitionOf = Partitioners.DefaultPartitioner();
    // murmur2 of Java's Utils: its own test vectors, made positive, modulo 12.
    const vectors = { '21': -973_932_308, foobar: -790_332_482, 'a-little-bit-long-string': -985_981_536 };
    for (const [key, hash] of Object.entries(vectors)) {
      const partition = partitionOf({ topic: 't', partitionMetadata, message: { key, value: null } });
      expect(partition).toBe((hash & 0x7fffffff) % PARTITIONS);
    }
  });
});

function received({ key, value, timestamp, headers }: ReturnType<typeof toMessage>, offset: string): KafkaMessage {
  return {
    key: Buffer.from(key ?? ''),
    value: value as Buffer | null,
    timestamp: timestamp ?? '',
    attributes: 0,
    offset,
    headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, text]) => [name, Buffer.from(text as string)])),
  };
}
