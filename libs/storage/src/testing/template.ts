import { createHash } from 'node:crypto';
import type pg from 'pg';
import { withDatabase } from '../database/connection.js';
import type { Schema } from '../database/schema.js';
import { silentLog } from '../log.js';
import { migrate } from '../migrate/migrate.js';

const LOCK_CLASS = 0x54524943;

/**
 * Name of a database with the schemas migrated, from which others are cloned. Made by the first worker that asks; the
 * name is a hash of the migrations, so that other schemas get another template.
 */
export async function ensureTemplate(client: pg.Client, serverUrl: string, schemas: readonly Schema[]): Promise<string> {
  const name = `template_${fingerprint(schemas)}`;
  const key = Number.parseInt(name.slice(-7), 16);
  await client.query('SELECT pg_advisory_lock($1, $2)', [LOCK_CLASS, key]);
  try {
    const { rows } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rows.length === 0) await build(client, serverUrl, name, schemas);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1, $2)', [LOCK_CLASS, key]);
  }
  return name;
}

/** Under another name until it is complete: a migration that fails leaves no half template. */
async function build(client: pg.Client, serverUrl: string, name: string, schemas: readonly Schema[]): Promise<void> {
  const unfinished = `${name}_unfinished`;
  await client.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${unfinished}`);
  await migrate(withDatabase(serverUrl, unfinished), schemas, silentLog);
  await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${name}`);
}

function fingerprint(schemas: readonly Schema[]): string {
  const hash = createHash('sha256');
  for (const { name, role, memberOf, groups, migrations } of schemas) {
    hash.update(JSON.stringify([name, role, memberOf, groups]));
    for (const migration of migrations) hash.update(`${migration.name} ${migration.toString()}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}
