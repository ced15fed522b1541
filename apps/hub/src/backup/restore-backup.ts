import { once } from 'node:events';
import type pg from 'pg';
import { from as copyFrom, type CopyStreamQuery } from 'pg-copy-streams';
import { newEpoch, RELAY_GROUP } from '@tributary/event-log';
import { type BlobStore, migrate, type Schema, silentLog, withClient } from '@tributary/storage';
import { BackupError, blobOf, type Manifest, SEQUENCES, Sequences, tableOf } from './archive.js';
import { membersOf, parsed } from './archive-reader.js';
import { type Table, tablesOf } from './tables.js';

export interface RestoreTarget {
  /** Login that may make roles and schemas. */
  readonly url: string;
  readonly schemas: readonly Schema[];
  readonly blobs: BlobStore;
}

export interface RestoreFigures {
  readonly rows: number;
  readonly blobs: number;
}

/**
 * The schemas as the backup's version had them. Later migrations are the next start's business.
 * @throws BackupError  it is of a newer version
 */
export function schemasOf({ migrations }: Manifest, schemas: readonly Schema[]): Schema[] {
  const unknown = Object.entries(migrations).flatMap(([schema, names]) => {
    const known = new Set(schemas.find(({ name }) => name === schema)?.migrations.map(({ name }) => name));
    return names.filter((name) => !known.has(name)).map((name) => `${schema}.${name}`);
  });
  if (unknown.length > 0) throw new BackupError(`this backup is of a newer version of Tributary (it knows ${unknown.join(', ')}): restore with that one`);
  return schemas.filter(({ name }) => migrations[name]).map((schema) => ({ ...schema, migrations: schema.migrations.filter(({ name }) => migrations[schema.name]?.includes(name)) }));
}

/** @throws BackupError  there is something already */
export async function requireEmpty(url: string, schemas: readonly Schema[]): Promise<void> {
  const found = await withClient(url, { applicationName: 'tributary restore' }, async (client) => {
    const { rows } = await client.query<{ name: string }>('SELECT DISTINCT n.nspname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ANY($1) ORDER BY 1', [schemas.map(({ name }) => name)]);
    return rows.map(({ name }) => name);
  });
  if (found.length > 0) throw new BackupError(`the database is not empty (${found.join(', ')}): restore into a new one`);
}

/**
 * Files first, then the database in one transaction: broken off at any moment there is no database that names what isn't there.
 * @param path  of an archive that was verified
 */
export async function restoreBackup(path: string, passphrase: string | undefined, manifest: Manifest, { url, schemas, blobs }: RestoreTarget): Promise<RestoreFigures> {
  const then = schemasOf(manifest, schemas);
  await migrate(url, then, silentLog);
  let files = 0;
  for await (const { name, bytes } of membersOf(path, passphrase)) {
    if (blobOf(name) === undefined) continue;
    await blobs.put(bytes);
    files += 1;
  }
  const rows = await withClient(url, { applicationName: 'tributary restore', settings: { statement_timeout: '0', idle_in_transaction_session_timeout: '0' } }, (client) => loadDatabase(client, path, passphrase, then));
  return { rows, blobs: files };
}

async function loadDatabase(client: pg.Client, path: string, passphrase: string | undefined, schemas: readonly Schema[]): Promise<number> {
  await client.query('BEGIN');
  const tables = await tablesOf(client, schemas);
  // What migrations filled in stands in the backup as well.
  for (const { name: schema, role } of schemas) {
    const own = tables.filter((table) => table.schema.name === schema);
    await client.query(`SET LOCAL ROLE ${role}`);
    if (own.length > 0) await client.query(`TRUNCATE ${own.map(({ name }) => name).join(', ')} CASCADE`);
  }
  const loading = new Loading(client, tables);
  for await (const { name, bytes } of membersOf(path, passphrase)) {
    const table = tableOf(name);
    if (table !== undefined) await loading.take(table, bytes);
    else if (name === SEQUENCES) {
      await loading.end();
      await setSequences(client, parsed(Sequences, name, bytes), schemas);
    }
  }
  await loading.end();
  const log = schemas.find(({ name }) => name === 'log');
  if (log) {
    await client.query(`SET LOCAL ROLE ${log.role}`);
    // What was carried to Kafka is carried again: nobody can say which of it was read, and repeats change nothing.
    await client.query('DELETE FROM log.consumer_group WHERE name = $1', [RELAY_GROUP]);
    await newEpoch(client);
  }
  await client.query('COMMIT');
  return loading.rows;
}

/** Rows of one table after the other, each through one COPY. */
class Loading {
  rows = 0;
  private table: string | undefined;
  private copying: CopyStreamQuery | undefined;

  constructor(
    private readonly client: pg.Client,
    private readonly tables: readonly Table[],
  ) {}

  async take(name: string, bytes: Buffer): Promise<void> {
    if (name !== this.table) {
      await this.end();
      const table = this.tables.find((each) => each.name === name);
      if (!table) throw new BackupError(`the backup holds ${name}, which its own migrations don't make`);
      await this.client.query(`SET LOCAL ROLE ${table.schema.role}`);
      this.copying = this.client.query(copyFrom(`COPY ${name} (${table.columns.join(', ')}) FROM STDIN`));
      this.table = name;
    }
    const copying = this.copying;
    if (copying && !copying.write(bytes)) await once(copying, 'drain');
  }

  async end(): Promise<void> {
    const copying = this.copying;
    [this.copying, this.table] = [undefined, undefined];
    if (!copying) return;
    copying.end();
    await once(copying, 'finish');
    this.rows += copying.rowCount ?? 0;
  }
}

async function setSequences(client: pg.Client, sequences: Sequences, schemas: readonly Schema[]): Promise<void> {
  for (const [name, value] of Object.entries(sequences)) {
    const schema = schemas.find((each) => name.startsWith(`${each.name}.`));
    if (!schema) continue;
    await client.query(`SET LOCAL ROLE ${schema.role}`);
    await client.query('SELECT setval($1::regclass, $2)', [name, value]);
  }
}
