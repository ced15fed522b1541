import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { withClient } from '@tributary/storage';
import { type Consumer, TOPICS } from '../port.js';
import { type PostgresTestLog, openPostgresLog } from '../testing/postgres-log.js';
import { Signal } from '../signal.js';
import { Seen } from '../testing/seen.js';
import { inOpenTransaction } from '../testing/test-log.js';
import { KEEP_MS, purgeLog } from './retention.js';
import { RELAY_GROUP, retireGroups } from './retire-groups.js';

const TOPIC = TOPICS.contacts;
const PATIENT_MS = 20_000;

describe('a group that nobody runs any more', () => {
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

  const admin = (sql: string): Promise<unknown> => withClient(log.adminUrl, { applicationName: 'spec' }, (client) => client.query(sql));
  const append = (...values: string[]): Promise<void> =>
    inOpenTransaction(log, (transaction) => log.writer.append(transaction, values.map((value) => ({ topic: TOPIC, key: 'k', value: Buffer.from(value) }))));
  const age = (): Promise<unknown> => admin(`UPDATE log.record SET appended_at = appended_at - interval '15 days'`);
  const dayPasses = (): Promise<unknown> => admin(`UPDATE log.retirement SET retired_at = retired_at - interval '25 hours'`);
  const purge = (): Promise<number> => purgeLog(log.pool, KEEP_MS);

  async function consume(group: string, expected: number): Promise<Consumer> {
    const seen = new Seen();
    const consumer = await log.reader().consume({ group, topic: TOPIC }, seen.handler);
    consumers.push(consumer);
    await seen.count(expected);
    // What was handled holds up a purge until that is committed.
    while ((await log.reader().lag(group, TOPIC)).records > 0);
    return consumer;
  }
  /** Leaves the services' group behind at the first of two old records. */
  async function moveToKafka(): Promise<void> {
    await append('handled');
    await (await consume('lead', 1)).stop();
    await append('not handled');
    await age();
  }

  it('holds up no purge after a day, but before', async () => {
    await moveToKafka();
    expect(await purge()).toBe(1);
    expect(await retireGroups(log.pool, ['lead', 'never there'])).toBe(1);
    await consume(RELAY_GROUP, 1);
    expect(await purge()).toBe(0);
    await dayPasses();
    expect(await purge()).toBe(1);
  });

  it('leaves what it had not handled to the relay, however old', async () => {
    await moveToKafka();
    await retireGroups(log.pool, ['lead']);
    const published = new Seen();
    consumers.push(await log.reader().consume({ group: RELAY_GROUP, topic: TOPIC, from: 'earliest' }, published.handler));
    await published.count(2);
    expect(published.values).toEqual(['handled', 'not handled']);
  });

  it('keeps what the group in its place has not passed', async () => {
    await moveToKafka();
    await (await consume(RELAY_GROUP, 2)).stop();
    await append('not published');
    await age();
    await retireGroups(log.pool, ['lead']);
    await dayPasses();
    expect(await purge()).toBe(2);
    await consume(RELAY_GROUP, 1);
  });

  it('is retired from the first time that was said', async () => {
    await moveToKafka();
    await retireGroups(log.pool, ['lead']);
    await dayPasses();
    expect(await retireGroups(log.pool, ['lead'])).toBe(0);
    await consume(RELAY_GROUP, 2);
    expect(await purge()).toBe(2);
  });

  it('leaves everything for a group in its place that never began', async () => {
    await moveToKafka();
    await retireGroups(log.pool, ['lead']);
    await dayPasses();
    expect(await purge()).toBe(0);
    await consume(RELAY_GROUP, 2);
    expect(await purge()).toBe(2);
  });

  it('goes on where it stood when it comes back, and counts again', async () => {
    await moveToKafka();
    await retireGroups(log.pool, ['lead']);
    await dayPasses();
    await (await consume('lead', 1)).stop();
    await append('later');
    await age();
    await consume(RELAY_GROUP, 3);
    expect(await purge()).toBe(2);
    expect(await retireGroups(log.pool, ['lead'])).toBe(1);
    expect(await purge()).toBe(0);
  });

  it('counts while somebody still runs it', async () => {
    const [handling, goOn] = [new Signal(), new Signal()];
    await append('under way');
    consumers.push(
      await log.reader().consume({ group: 'lead', topic: TOPIC }, async () => {
        handling.raise();
        await goOn.wait(PATIENT_MS);
      }),
    );
    await handling.wait(PATIENT_MS);
    await retireGroups(log.pool, ['lead']);
    await dayPasses();
    await age();
    expect(await purge()).toBe(0);
    goOn.raise();
  });
});
