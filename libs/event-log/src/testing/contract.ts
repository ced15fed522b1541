import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { type Consumer, type LogReader, type NewRecord, type Subscription, TOPICS, type Topic } from '../port.js';
import { readWindow } from '../read-window.js';
import { LogChild } from './child-process.js';
import { Seen, textOf } from './seen.js';
import { type LogHarness, type TestLog, inOpenTransaction } from './test-log.js';

const TOPIC = TOPICS.contacts;
const PATIENT_MS = 60_000;

/** What every reader of the log keeps, whatever stands behind it. */
export function describeLogContract(name: string, harness: LogHarness): void {
  describe(`the log's contract, kept by ${name}`, () => {
    let log: TestLog;
    let consumers: Consumer[];
    let children: LogChild[];

    beforeEach(async () => {
      log = await harness.open();
      consumers = [];
      children = [];
    });
    afterEach(async () => {
      await Promise.all(children.map((child) => child.kill()));
      await Promise.all(consumers.map((consumer) => consumer.stop()));
      await log.close();
    });

    const append = (...values: string[]): Promise<void> => appendAs('key', ...values);
    const appendAs = (key: string, ...values: string[]): Promise<void> =>
      inOpenTransaction(log, (transaction) => log.writer.append(transaction, values.map((value) => record(key, value))));

    async function consume(seen: Seen, subscription: Partial<Subscription> = {}, reader: LogReader = log.reader()): Promise<Consumer> {
      const consumer = await reader.consume({ group: 'readers', topic: TOPIC, ...subscription }, seen.handler);
      consumers.push(consumer);
      return consumer;
    }

    function child(role: string, ...args: string[]): LogChild {
      const started = LogChild.start(log, role, ...args);
      children.push(started);
      return started;
    }

    it('gives a record as it was appended', async () => {
      const seen = new Seen();
      await consume(seen);
      const value = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
      const headers = { id: 'a "quoted" id', subject: 'тема\\n', empty: '' };
      await inOpenTransaction(log, (transaction) =>
        log.writer.append(transaction, [{ topic: TOPIC, key: 'ключ', value, headers }, { topic: TOPIC, key: 'gone', value: null }]),
      );
      await seen.count(2);
      // Of different keys: their order is the reader's.
      const [full, tombstone] = seen.at(0).key === 'gone' ? [seen.at(1), seen.at(0)] : [seen.at(0), seen.at(1)];
      expect(full).toMatchObject({ topic: TOPIC, key: 'ключ', headers, appendedAt: expect.any(Date) });
      expect(Buffer.from(full.value ?? [])).toEqual(value);
      expect(tombstone).toMatchObject({ key: 'gone', value: null, headers: {} });
      expect(tombstone.offset).not.toBe(full.offset);
    });

    it('keeps the order of each key', async () => {
      const keys = ['a', 'b', 'c', 'd'];
      const seen = new Seen();
      await consume(seen, { maxBatch: 7 });
      await Promise.all(
        keys.map(async (key) => {
          for (let turn = 0; turn < 25; turn += 1) await appendAs(key, `${2 * turn}`, `${2 * turn + 1}`);
        }),
      );
      await seen.count(200);
      for (const key of keys) {
        const order = seen.records.filter((one) => one.key === key).map((one) => Number(textOf(one)));
        expect(order).toEqual(Array.from({ length: 50 }, (_, at) => at));
      }
    });

    it('never gives more than asked for at once, nor records of another topic', async () => {
      const sizes: number[] = [];
      const seen = new Seen();
      await inOpenTransaction(log, (transaction) => log.writer.append(transaction, [{ ...record('k', 'other'), topic: TOPICS.bulk }]));
      await append(...Array.from({ length: 10 }, (_, at) => `${at}`));
      consumers.push(
        await log.reader().consume({ group: 'readers', topic: TOPIC, maxBatch: 4 }, async (batch) => {
          sizes.push(batch.records.length);
          seen.add(batch);
        }),
      );
      await seen.count(10);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(4);
      expect(seen.values).toEqual(Array.from({ length: 10 }, (_, at) => `${at}`));
    });

    it('gives every group everything', async () => {
      const [first, second] = [new Seen(), new Seen()];
      await consume(first, { group: 'first' });
      await append('1', '2');
      await first.count(2);
      await consume(second, { group: 'second' });
      await second.count(2);
      expect(second.values).toEqual(first.values);
    });

    it('goes on from the committed offset after a restart', async () => {
      const [before, after] = [new Seen(), new Seen()];
      const consumer = await consume(before);
      await append('1', '2', '3');
      await before.count(3);
      await consumer.stop();
      await append('4', '5');
      await consume(after);
      await after.count(2);
      expect(after.values).toEqual(['4', '5']);
    });

    it('begins a new group where it was told to', async () => {
      await append('old');
      await log.settled();
      await anotherMillisecond();
      const [all, latest, dated] = [new Seen(), new Seen(), new Seen()];
      await consume(latest, { group: 'latest', from: 'latest' });
      await append('new');
      await consume(all, { group: 'all' });
      await all.count(2);
      await consume(dated, { group: 'dated', from: all.at(1).appendedAt });
      await Promise.all([latest.count(1), dated.count(1)]);
      expect(latest.values).toEqual(['new']);
      expect(dated.values).toEqual(['new']);
    });

    it('replays from a time while it consumes', async () => {
      const seen = new Seen();
      await consume(seen);
      await append('1', '2');
      await anotherMillisecond();
      await append('3', '4');
      await seen.count(4);
      await log.reader().rewind('readers', TOPIC, seen.at(2).appendedAt);
      await seen.count(6);
      await append('5');
      await seen.count(7);
      expect(seen.values).toEqual(['1', '2', '3', '4', '3', '4', '5']);
    });

    it('gives the same records again after a failed handler, and goes on', async () => {
      const tries: string[][] = [];
      const errors: unknown[] = [];
      const seen = new Seen();
      const outage = new Error('no storage');
      await append('1', '2');
      const consumer = await log.reader().consume(
        { group: 'readers', topic: TOPIC, maxBatch: 2, onError: (error) => errors.push(error) },
        async (batch) => {
          tries.push(batch.records.map(textOf));
          if (tries.length < 4) throw outage;
          seen.add(batch);
        },
      );
      consumers.push(consumer);
      await append('3');
      await seen.count(3);
      expect(tries).toEqual([['1', '2'], ['1', '2'], ['1', '2'], ['1', '2'], ['3']]);
      expect(errors).toEqual([outage, outage, outage]);
    });

    it('appends nothing with a transaction that is rolled back', async () => {
      const seen = new Seen();
      await consume(seen);
      const open = await log.begin();
      await log.writer.append(open.transaction, [record('key', 'undone')]);
      await open.rollback();
      await append('done');
      await seen.count(1);
      expect(seen.values).toEqual(['done']);
    });

    it('refuses a value that is too large', async () => {
      const open = await log.begin();
      const append = log.writer.append(open.transaction, [{ topic: TOPIC, key: 'k', value: Buffer.alloc(262_145) }]);
      await expect(append).rejects.toThrow(RangeError);
      await open.rollback();
    });

    it('skips nothing while a transaction is held open', async () => {
      const seen = new Seen();
      await consume(seen);
      const held = await log.begin();
      await log.writer.append(held.transaction, [record('held', 'held')]);
      for (let at = 0; at < 20; at += 1) await append(`${at}`);
      // Time for a reader that would pass the open transaction to do so.
      await Promise.race([seen.count(1), delay(500)]);
      await held.commit();
      await seen.count(21);
      expect([...seen.values].sort()).toEqual(['held', ...Array.from({ length: 20 }, (_, at) => `${at}`)].sort());
      expect(seen.values.filter((value) => value !== 'held')).toEqual(Array.from({ length: 20 }, (_, at) => `${at}`));
    });

    it('waits for a stopped writer no longer than its transaction may last', async () => {
      const seen = new Seen();
      await consume(seen);
      const writer = child('writer', TOPIC, 'stopped');
      await writer.line('appended');
      writer.signal('SIGSTOP');
      await append('after');
      await seen.count(1);
      expect(seen.values).toEqual(['after']);
    }, PATIENT_MS);

    it('loses nothing and commits nothing early when a member is killed', async () => {
      const all = Array.from({ length: 6 }, (_, at) => `${at}`);
      const member = child('consumer', 'readers', TOPIC);
      await member.line('consuming');
      await append(...all);
      await member.line('handling');
      await member.kill();
      const seen = new Seen();
      await consume(seen);
      await seen.count(all.length);
      expect(seen.values).toEqual(all);
    }, PATIENT_MS);

    it('shares between members without handling twice, and moves on when one stops', async () => {
      const seen = new Seen();
      const first = await consume(seen);
      const second = await consume(seen);
      for (let at = 0; at < 20; at += 1) await appendAs(`key ${at % 3}`, `${at}`);
      await seen.count(20);
      const active = first.active ? first : second;
      await active.stop();
      for (let at = 20; at < 40; at += 1) await appendAs(`key ${at % 3}`, `${at}`);
      await seen.count(40);
      expect([...seen.values].sort((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 40 }, (_, at) => `${at}`));
    }, PATIENT_MS);

    it('sorts what comes after a restore behind what was there', async () => {
      const [seen, replayed] = [new Seen(), new Seen()];
      await append('1', '2');
      const before = await consume(seen, { maxBatch: 1 });
      await seen.count(2);
      await before.stop();
      await append('3');
      await log.restore();
      await append('4', '5');
      await consume(seen, { maxBatch: 1 });
      await seen.count(5);
      expect(seen.values).toEqual(['1', '2', '3', '4', '5']);
      await consume(replayed, { group: 'replaying' });
      await replayed.count(5);
      expect(replayed.values).toEqual(seen.values);
    });

    it('gives a stretch of time again, as often as it is asked for', async () => {
      const all = new Seen();
      const consumer = await consume(all);
      // A pause, or two could be of the same millisecond.
      for (const text of ['before', 'in', 'after']) {
        await append(text);
        await delay(5);
      }
      await all.count(3);
      await consumer.stop();
      const [from, to] = [all.at(1).appendedAt, all.at(2).appendedAt];
      for (let times = 0; times < 2; times += 1) {
        const seen = new Set<string>();
        await readWindow(log.reader(), TOPIC, { from, to }, (record) => seen.add(textOf(record)));
        expect([...seen]).toEqual(['in']);
      }
    }, PATIENT_MS);

    it('tells how far a group lags', async () => {
      const reader = log.reader();
      const seen = new Seen();
      const consumer = await consume(seen, {}, reader);
      await append('1');
      await seen.count(1);
      await consumer.stop();
      expect(await reader.lag('readers', TOPIC)).toEqual({ records: 0, oldestMs: 0 });
      await append('2', '3');
      await log.settled();
      const lag = await reader.lag('readers', TOPIC);
      expect(lag.records).toBe(2);
      expect(lag.oldestMs).toBeGreaterThan(0);
    });

    if (harness.commitsInTransaction) {
      it('lets a stale owner store nothing', async () => {
        const stale = child('consumer', 'readers', TOPIC);
        await stale.line('consuming');
        await append('1');
        await stale.line('handling');
        stale.signal('SIGSTOP');
        const seen = new Seen();
        const successor = await consume(seen);
        await seen.count(1);
        stale.say('go');
        stale.signal('SIGCONT');
        await stale.line('fenced');
        expect(stale.lines).not.toContain('stored');
        await append('2');
        await seen.count(2);
        expect(successor.active).toBe(true);
        expect(seen.values).toEqual(['1', '2']);
      }, PATIENT_MS);

      it('gives a batch again when the transaction of its commit was rolled back, and none before it', async () => {
        const tries: string[] = [];
        const seen = new Seen();
        await append('1', '2', '3');
        consumers.push(
          await log.reader().consume({ group: 'readers', topic: TOPIC, maxBatch: 1 }, async (batch) => {
            const open = await log.begin();
            try {
              await batch.commit(open.transaction);
            } catch (error) {
              await open.rollback();
              throw error;
            }
            tries.push(textOf(batch.records[0] ?? seen.at(0)));
            if (tries.length === 1) return open.rollback();
            await open.commit();
            seen.add(batch);
          }),
        );
        await seen.count(3);
        expect(seen.values).toEqual(['1', '2', '3']);
        expect(tries).toEqual(['1', '1', '2', '3']);
      });

      it('lets a stale owner store nothing while its successor still handles the same records', async () => {
        const stale = child('consumer', 'readers', TOPIC);
        await stale.line('consuming');
        await append('1');
        await stale.line('handling');
        stale.signal('SIGSTOP');
        const seen = new Seen();
        consumers.push(
          await log.reader().consume({ group: 'readers', topic: TOPIC }, async (batch) => {
            stale.say('go');
            stale.signal('SIGCONT');
            await stale.line('fenced');
            seen.add(batch);
          }),
        );
        await seen.count(1);
        expect(stale.lines).not.toContain('stored');
        expect(seen.values).toEqual(['1']);
      }, PATIENT_MS);
    }
  });
}

/** A Date tells no two records of one millisecond apart. */
const anotherMillisecond = (): Promise<void> => delay(2);

function record(key: string, value: string, topic: Topic = TOPIC): NewRecord {
  return { topic, key, value: Buffer.from(value) };
}
