import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { withClient } from '@tributary/storage';
import type pg from 'pg';
import { type Batch, type Consumer, FencedError, TOPICS } from '../port.js';
import { QUICK } from '../testing/postgres-connection.js';
import { type PostgresTestLog, openPostgresLog } from '../testing/postgres-log.js';
import { Seen } from '../testing/seen.js';
import { inOpenTransaction } from '../testing/test-log.js';
import { PostgresLogReader } from './log-reader.js';
import { purgeLog } from './retention.js';
import { Signal } from '../signal.js';

const TOPIC = TOPICS.contacts;
const PATIENT_MS = 20_000;
const DAY_MS = 24 * 60 * 60 * 1000;

describe('the PostgreSQL reader', () => {
  let log: PostgresTestLog;
  let consumers: Consumer[];

  beforeEach(async () => {
    log = await openPostgresLog();
    consumers = [];
  });
  afterEach(async () => {
    await Promise.all(consumers.map((consumer) => consumer.stop()));
    await log.close();
  });

  const append = (...values: (string | Buffer)[]): Promise<void> =>
    inOpenTransaction(log, (transaction) =>
      log.writer.append(transaction, values.map((value) => ({ topic: TOPIC, key: 'k', value: Buffer.from(value) }))),
    );
  const admin = (sql: string, values: unknown[] = []): Promise<pg.QueryResult> =>
    withClient(log.adminUrl, { applicationName: 'spec' }, (client) => client.query(sql, values));
  const consume = async (seen: Seen, onError?: (error: unknown) => void): Promise<void> => {
    consumers.push(await log.reader().consume({ group: 'readers', topic: TOPIC, onError }, seen.handler));
  };

  it('goes on by itself when every connection is lost, that of LISTEN too', async () => {
    const seen = new Seen();
    await consume(seen);
    await append('1');
    await seen.count(1);
    for (let round = 2; round <= 4; round += 1) {
      await admin(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`);
      // The pool may not know yet that its connections are gone.
      await withClient(log.adminUrl, { applicationName: 'spec' }, (client) =>
        log.writer.append(client, [{ topic: TOPIC, key: 'k', value: Buffer.from(`${round}`) }]),
      );
      await seen.value(`${round}`);
    }
    // What was handled when its connection went is given again: at least once, and in order.
    expect([...new Set(seen.values)]).toEqual(['1', '2', '3', '4']);
  });

  it('waits for a database that cannot be reached, and begins when it can', async () => {
    const errors: unknown[] = [];
    const seen = new Seen();
    await append('1');
    await admin(`REVOKE tributary_log_reader FROM tributary_log_test`);
    try {
      await consume(seen, (error) => errors.push(error));
      expect(errors).toHaveLength(1);
    } finally {
      await admin(`GRANT tributary_log_reader TO tributary_log_test`);
    }
    await seen.count(1);
  });

  it('bounds a batch by bytes, yet gives a record of any size', async () => {
    const sizes: number[] = [];
    const seen = new Seen();
    await append(...Array.from({ length: 40 }, () => Buffer.alloc(262_144)));
    consumers.push(
      await log.reader().consume({ group: 'readers', topic: TOPIC }, async (batch) => {
        sizes.push(batch.records.length);
        seen.add(batch);
      }),
    );
    await seen.count(40);
    expect(sizes).toEqual([16, 16, 8]);
  });

  it('handles the batch under way before it stops, and gives the lease back at once', async () => {
    const [handling, goOn] = [new Signal(), new Signal()];
    const events: string[] = [];
    await append('1');
    const first = await log.reader().consume({ group: 'readers', topic: TOPIC }, async () => {
      handling.raise();
      await goOn.wait(PATIENT_MS);
      events.push('handled');
    });
    await handling.wait(PATIENT_MS);
    const stopped = first.stop().then(() => events.push('stopped'));
    goOn.raise();
    await stopped;
    expect(events).toEqual(['handled', 'stopped']);
    const { rows } = await admin(`SELECT owner, expires_at = '-infinity' AS free FROM log.lease`);
    expect(rows).toEqual([{ owner: '', free: true }]);
  });

  it('leaves to the next member what it had not handled when it stopped', async () => {
    const failed = new Signal();
    await append('1');
    const consumer = await log.reader().consume({ group: 'readers', topic: TOPIC }, async () => {
      failed.raise();
      throw new Error('not now');
    });
    await failed.wait(PATIENT_MS);
    await consumer.stop();
    const seen = new Seen();
    await consume(seen);
    await seen.count(1);
  });

  it('fences a batch that was read before a rewind', async () => {
    const seen = new Seen();
    const outcomes: string[] = [];
    await append('1', '2');
    consumers.push(
      await log.reader().consume({ group: 'readers', topic: TOPIC }, async (batch) => {
        if (outcomes.length === 0) await log.reader().rewind('readers', TOPIC, new Date(0));
        outcomes.push(await commitAlone(log, batch));
        seen.add(batch);
      }),
    );
    await seen.count(4);
    expect(outcomes).toEqual(['fenced', 'committed']);
  });

  it('keeps its lease by heartbeats while a handler in a transaction takes longer', async () => {
    const seen = new Seen();
    const reader = new PostgresLogReader(log.pool, { ...QUICK, leaseMs: 400, heartbeatMs: 100 });
    await append('1');
    consumers.push(
      await reader.consume({ group: 'readers', topic: TOPIC }, async (batch) => {
        await inOpenTransaction(log, async (transaction) => {
          await batch.commit(transaction);
          await transaction.query('SELECT pg_sleep(1.2)');
        });
        seen.add(batch);
      }),
    );
    const standby = new Seen();
    await consume(standby);
    await seen.count(1);
    expect(standby.records).toEqual([]);
    expect(consumers.map(({ active }) => active)).toEqual([true, false]);
  });

  it('refuses a group name that could be mistaken', async () => {
    const errors: unknown[] = [];
    consumers.push(await log.reader().consume({ group: 'a b', topic: TOPIC, onError: (error) => errors.push(error) }, async () => undefined));
    expect(errors[0]).toMatchObject({ code: '23514' });
  });

  it('finds the place of a time among records of many transactions and epochs', async () => {
    const values: string[] = [];
    for (let hour = 40; hour > 0; hour -= 1) {
      await append(`${hour}`);
      values.push(`${hour}`);
      await admin(`UPDATE log.record SET appended_at = now() - $1 * interval '1 hour' WHERE appended_at > now() - interval '30 min'`, [hour]);
      if (hour === 20) await log.restore();
    }
    for (const hour of [40, 33, 21, 20, 19, 7, 1]) {
      const seen = new Seen();
      const from = new Date(Date.now() - hour * 60 * 60 * 1000 - 60_000);
      const consumer = await log.reader().consume({ group: `from-${hour}`, topic: TOPIC, from }, seen.handler);
      await seen.count(hour);
      await consumer.stop();
      expect(seen.values).toEqual(values.slice(-hour));
    }
  });

  it('deletes what is old and passed by every group, and nothing else', async () => {
    const seen = new Seen();
    await append('old and passed');
    await consume(seen);
    await seen.count(1);
    await consumers[0]?.stop();
    await append('old');
    await admin(`UPDATE log.record SET appended_at = now() - interval '15 days'`);
    await append('new');
    expect(await purgeLog(log.pool, 14 * DAY_MS)).toBe(1);
    const { rows } = await admin(`SELECT convert_from(value, 'UTF8') AS value FROM log.record ORDER BY xid`);
    expect(rows).toEqual([{ value: 'old' }, { value: 'new' }]);
    await consume(seen);
    await seen.count(3);
    await consumers[1]?.stop();
    expect(await purgeLog(log.pool, 14 * DAY_MS)).toBe(1);
  });

  it('is woken by an append, long before it would poll', async () => {
    const reader = new PostgresLogReader(log.pool, { ...QUICK, pollMs: 3_600_000 });
    const seen = new Seen();
    consumers.push(await reader.consume({ group: 'readers', topic: TOPIC }, seen.handler));
    for (let at = 1; at <= 5; at += 1) {
      await append(`${at}`);
      await seen.count(at);
    }
  });

  it('ends the connection of LISTEN with the last consumer', async () => {
    const reader = log.reader();
    const both = await Promise.all(['one', 'two'].map((group) => reader.consume({ group, topic: TOPIC }, async () => undefined)));
    await Promise.all(both.map((consumer) => consumer.stop()));
    await log.pool.query('SELECT 1');
    const client = await log.pool.connect();
    try {
      const gone = async (): Promise<boolean> =>
        (await client.query(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`)).rows.length === 0;
      while (!(await gone())) await delay(10);
    } finally {
      client.release();
    }
  });
});

async function commitAlone(log: PostgresTestLog, batch: Batch): Promise<string> {
  try {
    await inOpenTransaction(log, (transaction) => batch.commit(transaction));
    return 'committed';
  } catch (error) {
    if (error instanceof FencedError) return 'fenced';
    throw error;
  }
}
