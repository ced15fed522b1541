import type pg from 'pg';
import type { Schema } from '../database/schema.js';
import { type Catalogue, hasTable } from './catalogue.js';

const TABLE = 'catalogue_fingerprint';

/**
 * The catalogue as the last migration left it; undefined when none was recorded, or by another major version of
 * PostgreSQL, which may print the same definition in other words.
 */
export async function readFingerprint(client: pg.Client, schema: Schema): Promise<Catalogue | undefined> {
  if (!(await hasTable(client, schema, TABLE))) return undefined;
  const { rows } = await client.query<{ object: string; definition: string }>(
    `SELECT object, definition FROM ${schema.name}.${TABLE} WHERE server_major = ${SERVER_MAJOR}`,
  );
  return rows.length === 0 ? undefined : new Map(rows.map(({ object, definition }) => [object, definition]));
}

/** Replaces the record. Runs as the schema's role, so that everything in the schema has one owner. */
export async function writeFingerprint(client: pg.Client, schema: Schema, catalogue: Catalogue): Promise<void> {
  const table = `${schema.name}.${TABLE}`;
  await client.query(
    `CREATE TABLE IF NOT EXISTS ${table} (object text PRIMARY KEY, definition text NOT NULL, server_major int NOT NULL)`,
  );
  await client.query(`DELETE FROM ${table}`);
  await client.query(
    `INSERT INTO ${table} SELECT object, definition, ${SERVER_MAJOR} FROM unnest($1::text[], $2::text[]) AS t (object, definition)`,
    [[...catalogue.keys()], [...catalogue.values()]],
  );
}

const SERVER_MAJOR = `current_setting('server_version_num')::int / 10000`;
