import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { type Consumer as Member, type LogReader, TOPICS } from '../port.js';
import { readWindow } from '../read-window.js';
import { Signal } from '../signal.js';
import { LogChild } from '../testing/child-process.js';
import { type KafkaTestLog, openKafkaLog } from '../testing/kafka-log.js';
import { Seen, textOf } from '../testing/seen.js';
import { type TestBrokers, openBrokers } from '../testing/test-brokers.js';
import { inOpenTransaction } from '../testing/test-log.js';
import { GROUP_TIMES } from './membership-times.js';
import { TopicWatch } from './topic-watch.js';

const { CompressionCodecs, CompressionTypes } = kafkajs;
const TOPIC = TOPICS.contacts;
const PATIENT_MS = 60_000;
/** Enough that every partition has some. */
const KEYS = Array.from({ length: 24 }, (_, at) => `key ${at}`);

describe('the Kafka reader', () => {
  let brokers: TestBrokers;
  let log: KafkaTestLog;
  let members: Member[];
  let children: LogChild[];

  beforeAll(async () => {
    brokers = await openBrokers();
  }, 120_000);
  afterAll(() => brokers.stop());
  beforeEach(async () => {
    log = await openKafkaLog(brokers.env);
    members = [];
    children = [];
  });
  afterEach(async () => {
    await Promise.all(children.map((child) => child.kill()));
    await Promise.all(members.map((member) => member.stop()));
    await log.close();
  });

  const append = (values: readonly string[], keyOf = (value: string): string => value): Promise<void> =>
    inOpenTransaction(log, (transaction) =>
      log.writer.append(transaction, values.map((value) => ({ topic: TOPIC, key: keyOf(value), value: Buffer.from(value) }))),
    );
  async function consume(handler: Parameters<LogReader['consume']>[1], onError?: (error: unknown) => void): Promise<Member> {
    const member = await log.reader().consume({ group: 'readers', topic: TOPIC, onError }, handler);
    members.push(member);
    return member;
  }
  const partitionsOf = (seen: Seen): string[] => [...new Set(seen.records.map(({ offset }) => offset.split('/')[0] ?? ''))].sort();

  it('shares the partitions evenly between two members', async () => {
    const [first, second, both] = [new Seen(), new Seen(), new Seen()];
    for (const one of [first, second]) {
      await consume(async (batch) => {
        one.add(batch);
        both.add(batch);
      });
    }
    await append(KEYS);
    await both.count(KEYS.length);
    expect([partitionsOf(first).length, partitionsOf(second).length]).toEqual([2, 2]);
    expect([...partitionsOf(first), ...partitionsOf(second)].sort()).toEqual(['0', '1', '2', '3']);
  }, PATIENT_MS);

  it('gives a stretch of time again without what somebody deleted from Kafka', async () => {
    await append(KEYS);
    await log.settled();
    const first = (at: number) => ({ partition: at, offset: '1' });
    const topic = log.cluster.topicName(TOPIC);
    await log.cluster.withAdmin(async (admin) => {
      // kafkajs learns here where the partitions are.
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: [first(0), first(2)] });
    });
    const seen = new Set<string>();
    await readWindow(log.reader(), TOPIC, { from: new Date(Date.now() - 60_000), to: new Date() }, ({ offset }) => seen.add(offset));
    expect(seen.size).toBe(KEYS.length - 2);
    expect(seen).not.toContain('0/0');
    expect(seen).toContain('1/0');
  }, PATIENT_MS);

  it('moves the partitions of a member that was killed within 12 s', async () => {
    const doomed = LogChild.start(log, 'consumer', 'readers', TOPIC);
    children.push(doomed);
    await doomed.line('consuming');
    const seen = new Seen();
    await consume(seen.handler);
    await append(KEYS);
    await doomed.line('handling');
    const killedAt = performance.now();
    await doomed.kill();
    await seen.count(KEYS.length);
    expect(performance.now() - killedAt).toBeLessThan(12_000);
    expect(seen.values.sort()).toEqual([...KEYS].sort());
  }, PATIENT_MS);

  it('takes back a member that was stopped for longer than its session', async () => {
    const sleeper = LogChild.start(log, 'consumer', 'readers', TOPIC);
    children.push(sleeper);
    await sleeper.line('consuming');
    await append(KEYS);
    await sleeper.line('handling');
    sleeper.signal('SIGSTOP');
    const seen = new Seen();
    await consume(seen.handler);
    await seen.count(KEYS.length);
    const meanwhile = KEYS.map((key) => `later ${key}`);
    await append(meanwhile);
    await seen.count(2 * KEYS.length);
    sleeper.say('go');
    sleeper.signal('SIGCONT');
    await sleeper.line('stored');
    for (let at = 0; !sleeper.lines.some((line) => line.startsWith('handling again')); at += 1) await append([`again ${at}`]);
    expect(seen.values.slice(0, 2 * KEYS.length).sort()).toEqual([...KEYS, ...meanwhile].sort());
    // It set no offset back to where it had slept.
    expect(sleeper.lines.filter((line) => /handling (key|later)/.test(line))).toHaveLength(1);
  }, PATIENT_MS);

  it('moves the partitions of a member that stops at once', async () => {
    const [leaving, seen] = [await consume(async () => undefined), new Seen()];
    await consume(seen.handler);
    const stoppedAt = performance.now();
    await leaving.stop();
    await append(KEYS);
    await seen.count(KEYS.length);
    expect(performance.now() - stoppedAt).toBeLessThan(GROUP_TIMES.sessionTimeout);
    expect(partitionsOf(seen)).toHaveLength(4);
  }, PATIENT_MS);

  it('gives what waits in several partitions in one batch, oldest first', async () => {
    const batches: string[][] = [];
    const seen = new Seen();
    for (const value of KEYS) await append([value]);
    await log.settled();
    await consume(async (batch) => {
      batches.push(batch.records.map(textOf));
      seen.add(batch);
    });
    await seen.count(KEYS.length);
    expect(batches).toEqual([KEYS]);
  }, PATIENT_MS);

  it('hands on what another client wrote, garbage with its offset as well, and goes on', async () => {
    const seen = new Seen();
    await append(['before'], () => 'key');
    await consume(seen.handler);
    await seen.count(1);
    const partition = Number(seen.at(0).offset.split('/')[0]);
    const timestamp = Date.now() - 3_600_000;
    const outsider = log.cluster.client.producer();
    await outsider.connect();
    await outsider.send({
      topic: log.cluster.topicName(TOPIC),
      messages: [
        { partition, key: null, value: Buffer.from([0xff, 0x00, 0xfe]), timestamp: String(timestamp) },
        { partition, key: null, value: null },
        { partition, key: '', value: Buffer.alloc(0), headers: { ce_id: 'x'.repeat(600_000), '': 'nameless' } },
        { partition, key: 'theirs', value: 'plain', headers: { ce_id: ['first', 'second'], 'ce_источник': 'вне', trace: 'x' } },
      ],
    });
    await outsider.disconnect();
    await append(['after'], () => 'key');
    await seen.count(6);
    expect(seen.records.map(({ offset }) => offset)).toEqual([0, 1, 2, 3, 4, 5].map((at) => `${partition}/${at}`));
    expect(seen.at(1)).toMatchObject({ key: '', headers: {}, appendedAt: new Date(timestamp) });
    expect([...(seen.at(1).value ?? [])]).toEqual([0xff, 0x00, 0xfe]);
    expect(seen.at(2)).toMatchObject({ topic: TOPIC, key: '', value: null, headers: {} });
    expect(seen.at(3).headers['id']).toHaveLength(600_000);
    expect(seen.at(4)).toMatchObject({ key: 'theirs', headers: { id: 'second', источник: 'вне' } });
    expect(textOf(seen.at(5))).toBe('after');
  }, PATIENT_MS);

  it('reads what another client compressed in a way that kafkajs does not know', async () => {
    CompressionCodecs[CompressionTypes.Snappy] = () => ({ compress: async ({ buffer }: { buffer: Buffer }) => snappy(buffer) });
    const outsider = log.cluster.client.producer();
    await outsider.connect();
    const topic = log.cluster.topicName(TOPIC);
    await outsider.send({ topic, messages: [{ partition: 0, value: 'compressed' }], compression: CompressionTypes.Snappy });
    await outsider.disconnect();
    const seen = new Seen();
    await consume(seen.handler);
    await seen.count(1);
    expect(seen.values).toEqual(['compressed']);
  }, PATIENT_MS);

  it('lets the other partitions go on while one fails', async () => {
    const seen = new Seen();
    const mended = new Signal();
    let failing: string | undefined;
    let broken = true;
    await append(KEYS);
    await log.settled();
    await consume(async (batch) => {
      failing ??= batch.records[0]?.offset.split('/')[0];
      if (broken && batch.records[0]?.offset.startsWith(`${failing}/`)) {
        mended.raise();
        throw new Error('not this one');
      }
      seen.add(batch);
    });
    await mended.wait(PATIENT_MS);
    while (partitionsOf(seen).length < 3) await seen.count(seen.records.length + 1);
    broken = false;
    await seen.count(KEYS.length);
    expect(seen.values.sort()).toEqual([...KEYS].sort());
  }, PATIENT_MS);

  it('keeps its partitions while a handler takes longer than the session, and is given nothing twice', async () => {
    const seen = new Seen();
    const [handling, goOn] = [new Signal(), new Signal()];
    await append(['1', '2', '3'], () => 'key');
    await consume(async (batch) => {
      handling.raise();
      await goOn.wait(GROUP_TIMES.sessionTimeout * 1.5);
      goOn.raise();
      seen.add(batch);
    });
    await handling.wait(PATIENT_MS);
    await seen.count(3);
    await append(['4'], () => 'key');
    await seen.count(4);
    expect(seen.values).toEqual(['1', '2', '3', '4']);
  }, PATIENT_MS);

  it('rewinds a group of several members, each of which goes on with its own', async () => {
    const seen = new Seen();
    await consume(seen.handler);
    await consume(seen.handler);
    await append(KEYS);
    await seen.count(KEYS.length);
    await log.reader().rewind('readers', TOPIC, new Date(0));
    await seen.count(2 * KEYS.length);
    await append(['last']);
    await seen.count(2 * KEYS.length + 1);
    expect([...seen.values].sort()).toEqual([...KEYS, ...KEYS, 'last'].sort());
    expect(members.map(({ active }) => active)).toEqual([true, true]);
  }, PATIENT_MS);

  it('tells the age of the oldest record that is not handled', async () => {
    const outsider = log.cluster.client.producer();
    await outsider.connect();
    const hourMs = 3_600_000;
    await outsider.send({
      topic: log.cluster.topicName(TOPIC),
      messages: [3, 2, 1].map((hours) => ({ partition: hours, value: 'old', timestamp: String(Date.now() - hours * hourMs) })),
    });
    await outsider.disconnect();
    const lag = await log.reader().lag('readers', TOPIC);
    expect(lag.records).toBe(3);
    expect(lag.oldestMs / hourMs).toBeCloseTo(3, 0);
  });

  it('ends at once while a failed batch waits for its next try', async () => {
    const failed = new Signal();
    await append(['1']);
    const member = await log.reader().consume({ group: 'readers', topic: TOPIC }, async () => {
      failed.raise();
      throw new Error('not now');
    });
    await failed.wait(PATIENT_MS);
    await member.stop();
    expect(member.active).toBe(false);
    const seen = new Seen();
    await consume(seen.handler);
    await seen.count(1);
  }, PATIENT_MS);

  it('tells what of the topics is weaker than production wants, and leaves it', async () => {
    const name = log.cluster.topicName(TOPICS.status);
    await log.cluster.withAdmin((admin) =>
      admin.createTopics({ topics: [{ topic: name, numPartitions: 2, configEntries: [{ name: 'cleanup.policy', value: 'delete' }] }] }),
    );
    try {
      const watch = new TopicWatch(log.cluster, { plan: { topics: [TOPICS.status] } });
      await watch.start();
      await watch.stop();
      expect(watch.state.reachable).toBe(true);
      expect(watch.state.warnings.map((warning) => warning.replace(`${name}: `, ''))).toEqual(
        expect.arrayContaining(['2 partitions instead of 12', 'cleanup.policy delete instead of compact']),
      );
      // Our own broker keeps offsets as long as records.
      expect(watch.state.warnings.filter((warning) => warning.startsWith('broker'))).toEqual([]);
    } finally {
      await log.cluster.withAdmin((admin) => admin.deleteTopics({ topics: [name] }));
    }
  });
});

/** One literal of less than 64 KiB, in the format of snappy. */
function snappy(plain: Buffer): Buffer {
  const length = Buffer.from([(plain.length & 0x7f) | 0x80, plain.length >> 7]);
  const tag = Buffer.from([61 << 2, (plain.length - 1) & 0xff, (plain.length - 1) >> 8]);
  return Buffer.concat([length, tag, plain]);
}
