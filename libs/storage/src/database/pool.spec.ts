import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import type { Schema } from '../database/schema.js';
import { type TestDatabase, testDatabase } from '../testing.js';
import { withClient } from './connection.js';
import { onlyRow } from './only-row.js';
import { openPool } from './pool.js';
import { TransactionAbortedError, inTransaction } from './transaction.js';

const yard: Schema = { name: 'yard', role: 'tributary_test_yard', migrations: [] };

describe('a pool', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  const count = async (): Promise<string> => onlyRow(await pool.query<{ count: string }>('SELECT count(*) FROM yard.item')).count;

  beforeAll(async () => {
    database = await testDatabase([yard]);
    pool = database.pool(yard);
    await pool.query('CREATE TABLE yard.item (id int PRIMARY KEY)');
  });
  afterAll(() => database.drop());

  it('acts as the role of the schema, in UTC, with limits and a bare search path', async () => {
    const { rows } = await pool.query(
      `SELECT current_user AS role, current_setting('TimeZone') AS zone, current_setting('search_path') AS path,
              current_setting('statement_timeout') AS statement, current_setting('idle_in_transaction_session_timeout') AS idle`,
    );
    expect(rows).toEqual([{ role: yard.role, zone: 'UTC', path: 'pg_catalog,pg_temp', statement: '30s', idle: '5s' }]);
  });

  it('keeps what it needs when the URL brings options of its own', async () => {
    const url = `${database.adminUrl}?options=${encodeURIComponent('-c work_mem=5MB -c statement_timeout=1')}`;
    const own = openPool(url, yard, { applicationName: 'with a blank' });
    const { rows } = await own.query(
      `SELECT current_setting('work_mem') AS memory, current_setting('statement_timeout') AS statement, current_setting('application_name') AS name`,
    );
    expect(rows).toEqual([{ memory: '5MB', statement: '30s', name: 'with a blank' }]);
    await own.end();
  });

  it('flushes what it commits, whatever the login was set to', async () => {
    const login = `tributary_test_lax_${randomUUID().slice(0, 8)}`;
    await withClient(database.adminUrl, { applicationName: 'spec' }, async (client) => {
      await client.query(`CREATE ROLE ${login} LOGIN PASSWORD 'lax' IN ROLE ${yard.role}`);
      await client.query(`ALTER ROLE ${login} SET synchronous_commit = off`);
    });
    const url = new URL(database.adminUrl);
    [url.username, url.password] = [login, 'lax'];
    const lax = openPool(url.toString(), yard);
    const { rows } = await lax.query(`SELECT current_setting('synchronous_commit') AS flushes`);
    await lax.end();
    await withClient(database.adminUrl, { applicationName: 'spec' }, (client) => client.query(`DROP ROLE ${login}`));
    expect(rows).toEqual([{ flushes: 'on' }]);
  });

  it('gives 64-bit integers as strings, days as written, times as Date, bytes as Buffer', async () => {
    const { rows } = await pool.query(
      `SELECT 9007199254740993::bigint AS big, '2026-01-31'::date AS day, '2026-01-31 12:00+03'::timestamptz AS time, '\\x00ff'::bytea AS bytes`,
    );
    expect(rows).toEqual([{ big: '9007199254740993', day: '2026-01-31', time: new Date('2026-01-31T09:00:00Z'), bytes: Buffer.from([0, 255]) }]);
  });

  it('survives the loss of every connection, idle or checked out', async () => {
    const client = await pool.connect();
    await client.query('SELECT 1');
    await Promise.all([pool.query('SELECT pg_sleep(0)'), pool.query('SELECT pg_sleep(0)')]);
    const ended = new Promise((resolve) => client.once('end', resolve));
    const idleGone = new Promise<void>((resolve) => pool.on('remove', () => pool.totalCount === 1 && resolve()));
    const admin = openPool(database.adminUrl, { name: 'public', role: 'tributary' });
    await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database()', ['test yard']);
    await Promise.all([ended, idleGone]);
    await expect(client.query('SELECT 1')).rejects.toThrow();
    client.release(true);
    await admin.end();
    expect(await count()).toBe('0');
  });

  describe('inTransaction', () => {
    it('commits what work returns from', async () => {
      expect(await inTransaction(pool, async (client) => (await client.query('INSERT INTO yard.item VALUES (1)')).rowCount)).toBe(1);
      expect(await count()).toBe('1');
    });

    it('rolls back and passes the failure on as it is', async () => {
      const failing = inTransaction(pool, async (client) => {
        await client.query('INSERT INTO yard.item VALUES (2)');
        await client.query('INSERT INTO yard.item VALUES (2)');
      });
      await expect(failing).rejects.toMatchObject({ code: '23505' });
      expect(await count()).toBe('1');
    });

    it('never takes a rollback for a commit', async () => {
      const swallowing = inTransaction(pool, async (client) => {
        await client.query('INSERT INTO yard.item VALUES (3)');
        await client.query('SELECT 1 / 0').catch(() => undefined);
      });
      await expect(swallowing).rejects.toThrow(TransactionAbortedError);
      expect(await count()).toBe('1');
    });

    it('gives a client that lost its connection to nobody else', async () => {
      const single = openPool(database.adminUrl, yard, { max: 1 });
      const failing = inTransaction(single, (client) => client.query('SELECT pg_terminate_backend(pg_backend_pid())'));
      await expect(failing).rejects.toThrow();
      expect((await single.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
      await single.end();
    });
  });
});
