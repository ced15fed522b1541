import type pg from 'pg';
import type { Schema } from '@tributary/storage';

/** What each installation makes by itself, by its migrations. */
const OF_MIGRATIONS = new Set(['migrations', 'catalogue_fingerprint']);
/** What is true of running processes only; and sessions, so that nobody who was signed out comes back. */
const PASSING = new Set(['intake.lease', 'intake.instance', 'intake.pulse', 'log.lease', 'console.session', 'lead.sign_of_life']);
/** What follows from other rows: triggers make it as those are loaded. */
const DERIVED = new Set(['lead.load']);

export interface Table {
  /** "schema.table" */
  readonly name: string;
  readonly schema: Schema;
  /** But for those that PostgreSQL computes. */
  readonly columns: readonly string[];
}

/** Tables whose rows a backup holds, those that others refer to first. */
export async function tablesOf(client: pg.Client, schemas: readonly Schema[]): Promise<Table[]> {
  const names = schemas.map(({ name }) => name);
  const { rows } = await client.query<{ schema: string; table: string; columns: string[] }>(
    `SELECT n.nspname AS schema, c.relname AS table,
            (SELECT array_agg(quote_ident(a.attname) ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname = ANY($1) ORDER BY 1, 2`,
    [names],
  );
  const { rows: references } = await client.query<{ from: string; to: string }>(
    `SELECT fn.nspname || '.' || f.relname AS from, tn.nspname || '.' || t.relname AS to
       FROM pg_constraint k JOIN pg_class f ON f.oid = k.conrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace
       JOIN pg_class t ON t.oid = k.confrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace WHERE k.contype = 'f' AND fn.nspname = ANY($1)`,
    [names],
  );
  const kept = rows.filter(({ schema, table }) => !OF_MIGRATIONS.has(table) && !PASSING.has(`${schema}.${table}`) && !DERIVED.has(`${schema}.${table}`));
  const tables = kept.map(({ schema, table, columns }) => ({ name: `${schema}.${table}`, schema: schemas.find(({ name }) => name === schema) as Schema, columns }));
  return inOrder(tables, references);
}

/** Each schema as its role: of a sequence that one may not read PostgreSQL tells no value. @returns last value of each sequence, by "schema.name" */
export async function sequencesOf(client: pg.Client, schemas: readonly Schema[]): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const { name: schema, role } of schemas) {
    await client.query(`SET LOCAL ROLE ${role}`);
    const { rows } = await client.query<{ name: string; value: string | null }>(
      `SELECT schemaname || '.' || sequencename AS name, last_value::text AS value FROM pg_sequences WHERE schemaname = $1 AND sequencename <> 'migrations_id_seq'`,
      [schema],
    );
    for (const { name, value } of rows) if (value !== null) values[name] = value;
  }
  await client.query('RESET ROLE');
  return values;
}

function inOrder(tables: readonly Table[], references: readonly { from: string; to: string }[]): Table[] {
  const placed: Table[] = [];
  const isPlaced = (name: string) => placed.some((table) => table.name === name) || !tables.some((table) => table.name === name);
  while (placed.length < tables.length) {
    const ready = tables.filter(({ name }) => !placed.some((table) => table.name === name) && references.every(({ from, to }) => from !== name || from === to || isPlaced(to)));
    if (ready.length === 0) throw new Error('tables refer to each other in a circle');
    placed.push(...ready);
  }
  return placed;
}
