import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { TOPICS } from '../port.js';
import { type KafkaTestLog, openKafkaLog } from '../testing/kafka-log.js';
import { Seen } from '../testing/seen.js';
import { type Brokers, ownBrokers } from '../testing/test-brokers.js';
import { inOpenTransaction } from '../testing/test-log.js';
import { CallTimeoutError } from './shared-calls.js';

const TOPIC = TOPICS.contacts;
const KEYS = ['a', 'b', 'c', 'd', 'e'];

describe('the relay and the reader', () => {
  let brokers: Brokers;
  let end: () => Promise<void>;
  let log: KafkaTestLog;

  beforeAll(async () => {
    ({ brokers, stop: end } = await ownBrokers());
    log = await openKafkaLog({ KAFKA_BROKERS: brokers.brokers });
  }, 120_000);
  afterAll(async () => {
    await log.close();
    await end();
  });

  const append = (value: number): Promise<void> =>
    inOpenTransaction(log, (transaction) =>
      log.writer.append(transaction, KEYS.map((key) => ({ topic: TOPIC, key, value: Buffer.from(String(value)) }))),
    );

  it('lose nothing and keep the order of first appearances while the broker is killed again and again', async () => {
    const rounds = 2;
    const perRound = 40;
    const seen = new Seen();
    const consumers = [await log.reader().consume({ group: 'readers', topic: TOPIC }, seen.handler)];
    let value = 0;
    for (let round = 0; round < rounds; round += 1) {
      for (let at = 0; at < perRound; at += 1) await append((value += 1));
      await brokers.kill(1);
      for (let at = 0; at < perRound; at += 1) await append((value += 1));
      // One that begins while Kafka is away joins when it is back.
      if (round === 0) consumers.push(await log.reader().consume({ group: 'readers', topic: TOPIC }, seen.handler));
      await brokers.restart(1);
    }
    await append((value += 1));
    await log.settled();
    const firsts = (key: string): number[] => [...new Set(seen.records.filter((one) => one.key === key).map((one) => Number(Buffer.from(one.value ?? []).toString())))];
    while (KEYS.some((key) => firsts(key).length < value)) await seen.count(seen.records.length + 1);
    for (const key of KEYS) expect(firsts(key)).toEqual(Array.from({ length: value }, (_, at) => at + 1));
    await Promise.all(consumers.map((consumer) => consumer.stop()));
  }, 180_000);

  it('tell within 2 s that the lag is unknown while the broker hangs', async () => {
    const reader = log.reader();
    expect(await reader.lag('nobody', TOPIC)).toMatchObject({ records: expect.any(Number) });
    await brokers.kill(1, 'SIGSTOP');
    await expect(reader.lag('nobody', TOPIC)).rejects.toThrow(CallTimeoutError);
    await brokers.kill(1, 'SIGCONT');
    while ((await reader.lag('nobody', TOPIC).catch(() => undefined)) === undefined) await delay(50);
  }, 60_000);

  it('stop although Kafka is away', async () => {
    const consumer = await log.reader().consume({ group: 'readers', topic: TOPIC }, async () => undefined);
    await brokers.kill(1);
    await append(1);
    await Promise.all([consumer.stop(), log.stopRelay()]);
    await brokers.restart(1);
    await log.startRelay();
    await log.settled();
  }, 120_000);
});
