import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, type CopyStreamQuery } from 'pg-copy-streams';
import { newEpoch, RELAY_GROUP } from '@tributary/event-log';
import { type BlobStore, migrate, type Schema, silentLog, withClient } from '@tributary/storage';
import { BackupError, blobOf, type Manifest, ROWS, Rows, SEQUENCES, Sequences, tableOf } from './archive.js';
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
  const rows = await withClient(url, { applicationName: 'tributary restore', settings: { statement_timeout: '0', idle_in_transaction_session_timeout: '0' } }, (client) => loadDatabase(client, path, passphrase, manifest, then));
  return { rows, blobs: files };
}

async function loadDatabase(client: pg.Client, path: string, passphrase: string | undefined, { columns }: Manifest, schemas: readonly Schema[]): Promise<number> {
  await client.query('BEGIN');
  const tables = await tablesOf(client, schemas);
  // What migrations filled in stands in the backup as well.
  for (const { name: schema, role } of schemas) {
    const own = tables.filter((table) => table.schema.name === schema);
    await client.query(`SET LOCAL ROLE ${role}`);
    if (own.length > 0) await client.query(`TRUNCATE ${own.map(({ name }) => name).join(', ')} CASCADE`);
  }
  const loading = new Loading(client, tables, columns);
  for await (const { name, bytes } of membersOf(path, passphrase)) {
    const table = tableOf(name);
    if (table !== undefined) await loading.take(table, bytes);
    else if (name === ROWS) {
      await loading.end();
      loading.compare(parsed(Rows, name, bytes));
    } else if (name === SEQUENCES) {
      await setSequences(client, parsed(Sequences, name, bytes), schemas);
    }
  }
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
  private readonly loaded: Rows = {};
  private copying: { table: string; stream: CopyStreamQuery; done: Promise<void> } | undefined;

  constructor(
    private readonly client: pg.Client,
    private readonly tables: readonly Table[],
    private readonly columns: Manifest['columns'],
  ) {}

  get rows(): number {
    return Object.values(this.loaded).reduce((sum, count) => sum + count, 0);
  }

  async take(name: string, bytes: Buffer): Promise<void> {
    const { stream, done } = this.copying?.table === name ? this.copying : await this.begin(name);
    if (!stream.write(bytes)) await Promise.race([once(stream, 'drain'), done]);
  }

  async end(): Promise<void> {
    if (!this.copying) return;
    const { table, stream, done } = this.copying;
    this.copying = undefined;
    stream.end();
    await done;
    this.loaded[table] = stream.rowCount ?? 0;
  }

  /** @throws BackupError  a table has other rows than were put in */
  compare(told: Rows): void {
    const wrong = Object.keys(told).find((table) => (this.loaded[table] ?? 0) !== told[table]);
    if (wrong) throw new BackupError(`${wrong} has ${this.loaded[wrong] ?? 0} rows after loading, ${told[wrong]} were put in: nothing was restored`);
  }

  private async begin(name: string) {
    await this.end();
    const table = this.tables.find((each) => each.name === name);
    const columns = this.columns[name];
    if (!table || !columns) throw new BackupError(`the backup holds ${name}, which its own migrations don't make`);
    await this.client.query(`SET LOCAL ROLE ${table.schema.role}`);
    const stream = this.client.query(copyFrom(`COPY ${name} (${columns.join(', ')}) FROM STDIN`));
    const done = finished(stream);
    // Told by whoever writes next, or by `end`.
    done.catch(() => undefined);
    this.copying = { table: name, stream, done };
    return this.copying;
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
