import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withClient } from '@tributary/storage';
import type pg from 'pg';
import { TOPICS } from '../port.js';
import { type PostgresTestLog, openPostgresLog } from '../testing/postgres-log.js';
import { inOpenTransaction } from '../testing/test-log.js';
import { byteaArray } from '@tributary/storage';
import { logSchema } from './log-schema.js';

describe('the schema of the log', () => {
  let log: PostgresTestLog;
  let admin: <R extends pg.QueryResultRow>(sql: string) => Promise<R[]>;

  beforeAll(async () => {
    log = await openPostgresLog();
    admin = (sql) => withClient(log.adminUrl, { applicationName: 'spec' }, async (client) => (await client.query(sql)).rows);
  });
  afterAll(() => log.close());

  const append = (topics: string[], values: (Buffer | null)[] = topics.map(() => Buffer.from('v'))): Promise<unknown> =>
    log.pool.query('SELECT log.append($1, $2, $3, $4)', [
      topics,
      topics.map(() => 'key'),
      topics.map(() => '{}'),
      byteaArray(values),
    ]);

  it('knows the topics of the port', async () => {
    const topics = await admin<{ name: string }>('SELECT name FROM log.topic');
    expect(topics.map(({ name }) => name).sort()).toEqual(Object.values(TOPICS).sort());
  });

  it.each(['record', 'topic', 'lease', 'consumer_group', 'restore_epoch', 'retirement', 'installation'])('shows nobody the table %s', async (table) => {
    await expect(log.pool.query(`SELECT FROM log.${table}`)).rejects.toMatchObject({ code: '42501' });
  });

  it.each([
    'log.new_epoch()',
    'log.bound_transaction()',
    `log.topic_id('x')`,
    'log.settled_end()',
    `log.position_at(1::smallint, now())`,
  ])('lets no service call %s', async (call) => {
    await expect(log.pool.query(`SELECT ${call}`)).rejects.toMatchObject({ code: '42501' });
  });

  it('grants everybody else nothing at all', async () => {
    const open = await admin<{ name: string }>(`
      SELECT p.oid::regprocedure::text AS name FROM pg_proc p
      WHERE p.pronamespace = 'log'::regnamespace AND has_function_privilege('public', p.oid, 'EXECUTE')`);
    expect(open).toEqual([]);
  });

  it('pins the search path of every function', async () => {
    const loose = await admin(`
      SELECT proname FROM pg_proc WHERE pronamespace = 'log'::regnamespace
      AND NOT coalesce(proconfig, '{}') @> ARRAY['search_path=pg_catalog, pg_temp']`);
    expect(loose).toEqual([]);
  });

  it('refuses a topic that it does not know, and appends nothing beside it', async () => {
    await expect(append([TOPICS.contacts, 'no.such.topic'])).rejects.toMatchObject({
      code: '22023',
      message: 'unknown topic: no.such.topic',
    });
    expect(await admin('SELECT FROM log.record')).toEqual([]);
  });

  it('refuses a value over the limit as a bad row', async () => {
    await expect(append([TOPICS.contacts], [Buffer.alloc(262_145)])).rejects.toMatchObject({ code: '23514' });
  });

  it('refuses arrays of unequal length', async () => {
    await expect(append([TOPICS.contacts], [])).rejects.toMatchObject({ code: '22023' });
  });

  it('appends nothing when given nothing', async () => {
    await append([]);
    expect(await admin('SELECT FROM log.record')).toEqual([]);
  });

  it('goes on counting when a transaction appends again, also past a savepoint that was rolled back', async () => {
    await inOpenTransaction(log, async (transaction) => {
      const add = (value: string): Promise<void> =>
        log.writer.append(transaction, [{ topic: TOPICS.contacts, key: 'k', value: Buffer.from(value) }]);
      await add('first');
      await transaction.query('SAVEPOINT half');
      await add('undone');
      await transaction.query('ROLLBACK TO SAVEPOINT half');
      await add('second');
    });
    await append([TOPICS.contacts]);
    const rows = await admin<{ pos: number }>(`SELECT pos, convert_from(value, 'UTF8') AS value FROM log.record ORDER BY xid, pos`);
    expect(rows).toEqual([
      { pos: 1, value: 'first' },
      { pos: 2, value: 'second' },
      { pos: 1, value: 'v' },
    ]);
  });

  it('bounds the transaction of a writer, and only that', async () => {
    const settings = (transaction: { query(sql: string): Promise<{ rows: unknown[] }> }): Promise<unknown> =>
      transaction
        .query(`SELECT current_setting('idle_in_transaction_session_timeout') AS idle, current_setting('transaction_timeout') AS total`)
        .then(({ rows }) => rows[0]);
    const client = await log.pool.connect();
    try {
      const usual = await settings(client);
      await client.query('BEGIN');
      await log.writer.append(client, [{ topic: TOPICS.contacts, key: 'k', value: null }]);
      expect(await settings(client)).toEqual({ idle: '5s', total: '15s' });
      await client.query('COMMIT');
      expect(await settings(client)).toEqual(usual);
    } finally {
      client.release();
    }
  });

  it('can be undone, the last migration first', async () => {
    const { DataSource } = await import('typeorm');
    const other = await openPostgresLog();
    const source = new DataSource({
      type: 'postgres',
      url: `${other.adminUrl}?options=-c%20role%3Dtributary_log`,
      schema: logSchema.name,
      migrations: logSchema.migrations,
      migrationsTableName: 'migrations',
      installExtensions: false,
    });
    try {
      await source.initialize();
      for (const _ of logSchema.migrations) await source.undoLastMigration({ transaction: 'each' });
      const left = await source.query(`
        SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'log'::regnamespace AND relkind = 'r'
        UNION ALL SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'log'::regnamespace`);
      expect(left.map(({ oid }: { oid: string }) => oid).sort()).toEqual(['log.catalogue_fingerprint', 'log.migrations']);
    } finally {
      await source.destroy();
      await other.close();
    }
  });
});
