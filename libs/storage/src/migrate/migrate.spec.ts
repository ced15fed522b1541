import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { withClient } from '../database/connection.js';
import type { Schema } from '../database/schema.js';
import { silentLog } from '../log.js';
import { type TestDatabase, testDatabase } from '../testing.js';
import { MigrationError, MissingPrivilegeError } from './errors.js';
import { migrate } from './migrate.js';

class Books1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE shelf.book (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, title text NOT NULL)`);
    await runner.query(`CREATE FUNCTION shelf.count_books() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM shelf.book'`);
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE shelf.book');
  }
}

class Authors1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE shelf.author (id int PRIMARY KEY)');
    await runner.query('CREATE INDEX book_title ON shelf.book (title)');
  }
  async down(): Promise<void> {}
}

class Broken1700000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE shelf.half (id int)');
    await runner.query('SELECT 1 / 0');
  }
  async down(): Promise<void> {}
}

const shelf: Schema = { name: 'shelf', role: 'tributary_test_shelf', memberOf: ['tributary_test_readers'], migrations: [Books1700000000001] };
const grown: Schema = { ...shelf, migrations: [Books1700000000001, Authors1700000000002] };
const broken: Schema = { ...shelf, migrations: [Books1700000000001, Authors1700000000002, Broken1700000000003] };
const other: Schema = { name: 'other', role: 'tributary_test_other', migrations: [] };

describe('migrate', () => {
  let database: TestDatabase;
  const admin = (sql: string): Promise<pg.QueryResult> =>
    withClient(database.adminUrl, { applicationName: 'spec' }, (client) => client.query(sql));

  beforeEach(async () => {
    database = await testDatabase([]);
  });
  afterEach(() => database.drop());

  it('applies what is pending once, owned by the role', async () => {
    expect(await migrate(database.adminUrl, [shelf], silentLog)).toEqual({ applied: ['shelf.Books1700000000001'], drift: [], unknown: [] });
    expect(await migrate(database.adminUrl, [shelf], silentLog)).toEqual({ applied: [], drift: [], unknown: [] });
    expect(await migrate(database.adminUrl, [grown], silentLog)).toEqual({ applied: ['shelf.Authors1700000000002'], drift: [], unknown: [] });
    const { rows } = await admin(`SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'shelf'`);
    expect(rows).toEqual([{ tableowner: shelf.role }]);
  });

  it('lets services start at once: each migration runs once', async () => {
    const results = await Promise.all([1, 2, 3, 4].map(() => migrate(database.adminUrl, [grown, other], silentLog)));
    expect(results.flatMap(({ applied }) => applied)).toEqual(['shelf.Books1700000000001', 'shelf.Authors1700000000002']);
    expect(results.flatMap(({ drift }) => drift)).toEqual([]);
  });

  it('makes one role from several databases at once', async () => {
    const schema: Schema = { name: 'race', role: `tributary_race_${Date.now()}`, memberOf: [`tributary_race_group_${Date.now()}`], migrations: [] };
    const databases = await Promise.all([1, 2, 3].map(() => testDatabase([])));
    await Promise.all(databases.map(({ adminUrl }) => migrate(adminUrl, [schema], silentLog)));
    await Promise.all(databases.map((each) => each.drop()));
  });

  it('rolls a failing migration back, names it and keeps those before', async () => {
    const failure = await migrate(database.adminUrl, [broken], silentLog).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MigrationError);
    expect(failure).toMatchObject({ schema: 'shelf', migration: 'Broken1700000000003', message: expect.stringContaining('division by zero') });
    const { rows } = await admin(`SELECT tablename FROM pg_tables WHERE schemaname = 'shelf' AND tablename IN ('half', 'author')`);
    expect(rows).toEqual([{ tablename: 'author' }]);
    expect(await migrate(database.adminUrl, [grown], silentLog)).toEqual({ applied: [], drift: [], unknown: [] });
  });

  it('names every object that drifted, again at each start, also after further migrations', async () => {
    await migrate(database.adminUrl, [shelf], silentLog);
    await admin(`ALTER TABLE shelf.book ADD COLUMN stolen int; ALTER TABLE shelf.book ALTER COLUMN title DROP NOT NULL`);
    await admin(`CREATE OR REPLACE FUNCTION shelf.count_books() RETURNS bigint LANGUAGE sql AS 'SELECT 7::bigint'`);
    const objects = [/^shelf: column book\.stolen: not ours$/, /^shelf: column book\.title: changed/, /^shelf: constraint book\.\w*title\w*: missing$/, /^shelf: function count_books\(\): changed/];
    for (const schema of [shelf, grown, grown]) {
      const { drift } = await migrate(database.adminUrl, [schema], silentLog);
      for (const object of objects) expect(drift).toContainEqual(expect.stringMatching(object));
    }
  });

  it('goes on when a newer version has migrated, and says so', async () => {
    await migrate(database.adminUrl, [grown], silentLog);
    expect(await migrate(database.adminUrl, [shelf], silentLog)).toEqual({ applied: [], drift: [], unknown: ['shelf.Authors1700000000002'] });
  });

  it('keeps a role out of the schema of another', async () => {
    await migrate(database.adminUrl, [shelf, other], silentLog);
    const stranger = database.pool(other);
    await expect(stranger.query('SELECT * FROM shelf.book')).rejects.toMatchObject({ code: '42501' });
    await expect(stranger.query('SELECT shelf.count_books()')).rejects.toMatchObject({ code: '42501' });
    expect((await database.pool(shelf).query('SELECT * FROM shelf.book')).rows).toEqual([]);
  });

  it('does not touch a schema that belongs to somebody else', async () => {
    await admin('CREATE SCHEMA shelf');
    await expect(migrate(database.adminUrl, [shelf], silentLog)).rejects.toMatchObject({ sql: 'ALTER SCHEMA shelf OWNER TO tributary_test_shelf;' });
  });

  it('refuses a login for which synchronous_commit is off', async () => {
    const unsafe = `${database.adminUrl}?options=${encodeURIComponent('-c synchronous_commit=off')}`;
    await expect(migrate(unsafe, [shelf], silentLog)).rejects.toThrow('synchronous_commit = off');
    await expect(migrate(unsafe, [shelf], silentLog, { allowUnsafe: true })).resolves.toMatchObject({ applied: [expect.anything()] });
  });

  describe('without the superuser', () => {
    const login = async (rights: string): Promise<string> => {
      const name = `tributary_login_${Math.random().toString(36).slice(2)}`;
      await admin(`CREATE ROLE ${name} LOGIN PASSWORD 'x' ${rights}`);
      await admin(`GRANT CREATE ON DATABASE ${new URL(database.adminUrl).pathname.slice(1)} TO ${name}`);
      const url = new URL(database.adminUrl);
      url.username = name;
      url.password = 'x';
      return url.toString();
    };
    const suffix = Date.now().toString(36);
    const fresh: Schema = { ...grown, role: `tributary_fresh_${suffix}`, memberOf: [`tributary_fresh_group_${suffix}`] };

    it('tells what an administrator must run, and works when that was done', async () => {
      const url = await login('NOCREATEROLE');
      const failure = await migrate(url, [fresh], silentLog).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(MissingPrivilegeError);
      expect((failure as Error).message).toContain('DATABASE_URL_<SERVICE>');
      const { sql } = failure as MissingPrivilegeError;
      await admin(sql.replace('tributary_shelf_login', `tributary_shelf_login_${suffix}`));
      await admin(`GRANT ${fresh.role} TO ${new URL(url).username}`);
      expect((await migrate(url, [fresh], silentLog)).applied).toHaveLength(2);
    });

    it('needs no more than CREATEROLE and CREATE', async () => {
      const url = await login('CREATEROLE');
      const own: Schema = { ...fresh, role: `${fresh.role}_own`, memberOf: [`${fresh.role}_own_group`] };
      expect((await migrate(url, [own], silentLog)).applied).toHaveLength(2);
      expect((await migrate(url, [own], silentLog)).drift).toEqual([]);
    });
  });
});
