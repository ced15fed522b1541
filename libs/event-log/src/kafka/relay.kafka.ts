import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Consumer, TOPICS } from '../port.js';
import { LogChild } from '../testing/child-process.js';
import { type KafkaTestLog, openKafkaLog } from '../testing/kafka-log.js';
import { Seen } from '../testing/seen.js';
import { type TestBrokers, openBrokers } from '../testing/test-brokers.js';
import { inOpenTransaction } from '../testing/test-log.js';

const TOPIC = TOPICS.contacts;
const PATIENT_MS = 60_000;

describe('two relays', () => {
  let brokers: TestBrokers;
  let log: KafkaTestLog;
  let children: LogChild[];
  let consumer: Consumer | undefined;
  let seen: Seen;

  beforeAll(async () => {
    brokers = await openBrokers();
  }, 120_000);
  afterAll(() => brokers.stop());
  beforeEach(async () => {
    log = await openKafkaLog(brokers.env);
    await log.stopRelay();
    [children, seen] = [[], new Seen()];
    consumer = await log.reader().consume({ group: 'readers', topic: TOPIC }, seen.handler);
  }, PATIENT_MS);
  afterEach(async () => {
    await Promise.all(children.map((child) => child.kill()));
    await consumer?.stop();
    await log.close();
  }, PATIENT_MS);

  const append = (...values: number[]): Promise<void> =>
    inOpenTransaction(log, (transaction) => log.writer.append(transaction, values.map((value) => ({ topic: TOPIC, key: 'key', value: Buffer.from(`${value}`) }))));
  async function relay(): Promise<LogChild> {
    const child = LogChild.start(log, 'relay');
    children.push(child);
    await child.line('relaying');
    return child;
  }

  it('carry a topic one at a time, and the other goes on within 10 s of a kill', async () => {
    const [first, second] = [await relay(), await relay()];
    await append(1, 2, 3);
    await seen.count(3);
    expect(second.lines).not.toContain('published');
    await append(4, 5, 6);
    await first.kill();
    const killedAt = performance.now();
    await append(7);
    await second.line('published');
    expect(performance.now() - killedAt).toBeLessThan(10_000);
    while (!seen.values.includes('7')) await seen.count(seen.records.length + 1);
    expect([...new Set(seen.values)]).toEqual(['1', '2', '3', '4', '5', '6', '7']);
  }, PATIENT_MS);
});
