import type pg from 'pg';
import type { Logger } from 'typeorm';
import { withSettings } from '../database/connection.js';
import type { Schema } from '../database/schema.js';
import { hasTable } from './catalogue.js';
import { MigrationError } from './errors.js';

const TABLE = 'migrations';

/** Names of the migrations that the schema's table knows, in order; none when there is no table yet. */
export async function executedMigrations(client: pg.Client, schema: Schema): Promise<string[]> {
  if (!(await hasTable(client, schema, TABLE))) return [];
  const { rows } = await client.query<{ name: string }>(`SELECT name FROM ${schema.name}.${TABLE} ORDER BY id`);
  return rows.map(({ name }) => name);
}

/**
 * Runs what is pending, each migration in a transaction of its own, as the schema's role.
 * @returns names of those that ran, in order
 * @throws MigrationError  naming the one that failed; it was rolled back
 */
export async function runMigrations(adminUrl: string, schema: Schema): Promise<string[]> {
  // Loaded here only: a start with nothing pending is spared a third of a second.
  const { DataSource } = await import('typeorm');
  const source = new DataSource({
    type: 'postgres',
    url: withSettings(adminUrl, migratingSettings(schema)),
    applicationName: `tributary migrate ${schema.name}`,
    schema: schema.name,
    migrations: schema.migrations,
    migrationsTableName: TABLE,
    migrationsTransactionMode: 'each',
    installExtensions: false,
    poolSize: 1,
    connectTimeoutMS: 10_000,
    // By default it prints a failure to the console; here it is thrown, once.
    logger: new SilentLogger(),
  });
  let current = '(none)';
  try {
    await source.initialize();
    for (const migration of source.migrations) {
      const up = migration.up.bind(migration);
      migration.up = (runner): Promise<void> => {
        current = migration.name ?? migration.constructor.name;
        return up(runner);
      };
    }
    return (await source.runMigrations({ transaction: 'each' })).map(({ name }) => name);
  } catch (error) {
    throw new MigrationError(schema.name, current, { cause: error });
  } finally {
    if (source.isInitialized) await source.destroy();
  }
}

class SilentLogger implements Logger {
  logQuery(): void {}
  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}

function migratingSettings(schema: Schema): Record<string, string> {
  return {
    role: schema.role,
    search_path: 'pg_catalog,pg_temp',
    TimeZone: 'UTC',
    statement_timeout: '0',
    // A migration that waits for a lock makes everybody queue behind it: better to fail and be tried again.
    lock_timeout: '30s',
  };
}
