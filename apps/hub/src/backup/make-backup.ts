import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { BlobNotFoundError, type BlobStore, type Schema, withClient } from '@tributary/storage';
import { FORMAT, KEY, type Manifest, MANIFEST, ROWS, type Rows, SEQUENCES, tableMember, VERSION } from './archive.js';
import type { ArchiveWriter } from './archive-writer.js';
import { sequencesOf, tablesOf } from './tables.js';

export interface BackupSource {
  /** Login that may act as each schema's role. */
  readonly url: string;
  readonly schemas: readonly Schema[];
  readonly keyId: string;
  /** The key's file, when the installation has one. */
  readonly key: Buffer | undefined;
  /** Undefined: blobs stand in S3, and are kept by its own means. */
  readonly files: { readonly folder: string; readonly store: BlobStore } | undefined;
}

export interface BackupFigures {
  readonly moment: string;
  readonly rows: number;
  readonly blobs: number;
}

/**
 * Copies the database at one moment, then the files, which only ever come before the rows that name them. Beside a hub that works.
 * @throws Error  a table or a file can't be read; the archive is given up then
 */
export async function makeBackup(source: BackupSource, archive: ArchiveWriter): Promise<BackupFigures> {
  const { moment, rows } = await withClient(source.url, { applicationName: 'tributary backup', settings: { statement_timeout: '0', idle_in_transaction_session_timeout: '0' } }, (client) => copyDatabase(client, source, archive));
  if (source.key) await archive.add(KEY, source.key);
  const blobs = source.files ? await copyFiles(source.files, archive) : 0;
  return { moment, rows, blobs };
}

async function copyDatabase(client: pg.Client, { schemas: all, keyId, files }: BackupSource, archive: ArchiveWriter): Promise<{ moment: string; rows: number }> {
  // Before the snapshot: whatever was answered by then had committed.
  const { rows: [now] } = await client.query<{ at: Date }>('SELECT clock_timestamp() AS at');
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const schemas = await migratedOf(client, all);
  const migrations: Record<string, string[]> = {};
  for (const { name, role } of schemas) {
    await client.query(`SET LOCAL ROLE ${role}`);
    const { rows } = await client.query<{ name: string }>(`SELECT name FROM ${name}.migrations ORDER BY id`);
    migrations[name] = rows.map((row) => row.name);
  }
  await client.query('RESET ROLE');
  const moment = (now?.at ?? new Date()).toISOString();
  const tables = await tablesOf(client, schemas);
  const columns = Object.fromEntries(tables.map((table) => [table.name, [...table.columns]]));
  const manifest: Manifest = { format: FORMAT, version: VERSION, moment, migrations, keyId, blobs: files ? 'included' : 's3', columns };
  await archive.add(MANIFEST, Buffer.from(JSON.stringify(manifest, undefined, 2)));
  const rows: Rows = {};
  for (const { name, schema, columns: own } of tables) {
    await client.query(`SET LOCAL ROLE ${schema.role}`);
    const copying = client.query(copyTo(`COPY ${name} (${own.join(', ')}) TO STDOUT`));
    await archive.addParts(copying, (part) => tableMember(name, part));
    rows[name] = copying.rowCount ?? 0;
  }
  await client.query('RESET ROLE');
  await archive.add(ROWS, Buffer.from(JSON.stringify(rows)));
  // After the snapshot: never behind a row that it holds.
  await archive.add(SEQUENCES, Buffer.from(JSON.stringify(await sequencesOf(client, schemas))));
  await client.query('COMMIT');
  return { moment, rows: Object.values(rows).reduce((sum, count) => sum + count, 0) };
}

/** A part that never ran here has no schema: the relay where there was never a Kafka. */
async function migratedOf(client: pg.Client, schemas: readonly Schema[]): Promise<Schema[]> {
  const { rows } = await client.query<{ name: string }>(`SELECT n.nspname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = 'migrations'`);
  return schemas.filter(({ name }) => rows.some((row) => row.name === name));
}

async function copyFiles({ folder, store }: { folder: string; store: BlobStore }, archive: ArchiveWriter): Promise<number> {
  let count = 0;
  for (const name of await blobNames(folder)) {
    const bytes = await store.read(name).catch((error: unknown) => {
      // Erased meanwhile, with the row that named it.
      if (error instanceof BlobNotFoundError) return undefined;
      throw error;
    });
    if (!bytes) continue;
    await archive.add(`blobs/${name}`, bytes);
    count += 1;
  }
  return count;
}

/** Folder by folder, `ab/cd/<sha256>`. */
async function blobNames(folder: string): Promise<string[]> {
  const below = async (path: string) => readdir(path).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? [] : Promise.reject(error)));
  const names: string[] = [];
  for (const first of (await below(folder)).filter((name) => /^[0-9a-f]{2}$/.test(name)).sort()) {
    for (const second of await below(join(folder, first))) names.push(...(await below(join(folder, first, second))).filter((name) => /^[0-9a-f]{64}$/.test(name)));
  }
  return names;
}
