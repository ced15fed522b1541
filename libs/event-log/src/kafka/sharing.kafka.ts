import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Consumer, TOPICS } from '../port.js';
import { type KafkaTestLog, openKafkaLog } from '../testing/kafka-log.js';
import { Seen } from '../testing/seen.js';
import { type TestBrokers, openBrokers } from '../testing/test-brokers.js';
import { inOpenTransaction } from '../testing/test-log.js';
import { PARTITIONS } from './topics.js';

const TOPIC = TOPICS.contacts;
const PATIENT_MS = 60_000;
const KEYS = Array.from({ length: 3_000 }, (_, at) => `conversation ${at}`);

describe('two members of a group', () => {
  let brokers: TestBrokers;
  let log: KafkaTestLog;

  beforeAll(async () => {
    brokers = await openBrokers();
    log = await openKafkaLog(brokers.env, PARTITIONS);
  }, 120_000);
  afterAll(async () => {
    await log.close();
    await brokers.stop();
  });

  it('have six partitions of twelve each, and records of many conversations within 20 %', async () => {
    const [first, second, both] = [new Seen(), new Seen(), new Seen()];
    const members: Consumer[] = [];
    for (const one of [first, second]) {
      members.push(
        await log.reader().consume({ group: 'readers', topic: TOPIC }, async (batch) => {
          one.add(batch);
          both.add(batch);
        }),
      );
    }
    await inOpenTransaction(log, (transaction) => log.writer.append(transaction, KEYS.map((key) => ({ topic: TOPIC, key, value: Buffer.from(key) }))));
    await both.count(KEYS.length);
    const partitionsOf = (seen: Seen): number => new Set(seen.records.map(({ offset }) => offset.split('/')[0])).size;
    expect([partitionsOf(first), partitionsOf(second)]).toEqual([6, 6]);
    const [least, most] = [first.records.length, second.records.length].sort((a, b) => a - b) as [number, number];
    expect(most / least).toBeLessThan(1.2);
    expect([...both.values].sort()).toEqual([...KEYS].sort());
    await Promise.all(members.map((member) => member.stop()));
  }, PATIENT_MS);
});
