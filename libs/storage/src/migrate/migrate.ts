import type pg from 'pg';
import { withClient } from '../database/connection.js';
import { type Schema, plainName } from '../database/schema.js';
import type { StorageLog } from '../log.js';
import { type Catalogue, readCatalogue } from './catalogue.js';
import { driftBetween, recordAfter } from './drift.js';
import { readFingerprint, writeFingerprint } from './fingerprint.js';
import { ensureRoles, ensureSchema } from './roles.js';
import { executedMigrations, runMigrations } from './run.js';
import { assertSuitable } from './suitable.js';

export interface MigrateOptions {
  /** Accept a server with `fsync` or `synchronous_commit` off: for throw-away data only. */
  allowUnsafe?: boolean;
}

export interface MigrateResult {
  /** Migrations that ran, as `schema.Name`, in order. */
  applied: string[];
  /** Objects that differ from what the migrations left, as `schema: object: how`. The caller decides what to do. */
  drift: string[];
  /** Migrations that a newer version ran and this code doesn't know: tolerated, since they only expand. */
  unknown: string[];
}

/** Any pair that nobody else is likely to use; the same in every version, or two versions would migrate at once. */
const LOCK = [0x54524942, 1];
const LOCK_TIMEOUT = '10min';

/**
 * Brings the schemas up to this code: roles, schemas, migrations, under one advisory lock, so that services may start
 * at once; then compares each schema with its recorded fingerprint.
 * @param adminUrl  login that may make roles and schemas, or for which they were made
 * @throws UnsuitableDatabaseError  too old, or unsafe settings
 * @throws MissingPrivilegeError  with the SQL that an administrator must run
 * @throws MigrationError  naming the migration, rolled back; earlier ones stay
 */
export async function migrate(
  adminUrl: string,
  schemas: readonly Schema[],
  log: StorageLog,
  options: MigrateOptions = {},
): Promise<MigrateResult> {
  const session = { applicationName: 'tributary migrate', settings: { lock_timeout: LOCK_TIMEOUT, statement_timeout: '0' } };
  return withClient(adminUrl, session, async (client) => {
    await assertSuitable(client, options.allowUnsafe ?? false);
    await client.query('SELECT pg_advisory_lock($1, $2)', LOCK);
    await ensureRoles(client, schemas);
    const result: MigrateResult = { applied: [], drift: [], unknown: [] };
    for (const schema of schemas) await migrateSchema(client, adminUrl, schema, result);
    tell(result, log);
    return result;
  });
}

async function migrateSchema(client: pg.Client, adminUrl: string, schema: Schema, result: MigrateResult): Promise<void> {
  await ensureSchema(client, schema);
  await asRole(client, schema.role, async () => {
    const executed = new Set(await executedMigrations(client, schema));
    const known = new Set(schema.migrations.map(({ name }) => name));
    result.unknown.push(...[...executed].filter((name) => !known.has(name)).map((name) => `${schema.name}.${name}`));

    const before = await readCatalogue(client, schema.name);
    const recorded = await readFingerprint(client, schema);
    if (recorded) result.drift.push(...driftBetween(recorded, before).map((difference) => `${schema.name}: ${difference}`));

    const pending = [...known].some((name) => !executed.has(name));
    if (pending) {
      const applied = await runAndRecord(client, adminUrl, schema, recorded ?? before, before);
      result.applied.push(...applied.map((name) => `${schema.name}.${name}`));
    } else if (!recorded) await record(client, schema, before);
  });
}

async function runAndRecord(client: pg.Client, adminUrl: string, schema: Schema, recorded: Catalogue, before: Catalogue): Promise<string[]> {
  // Recorded after a failure as well: those that ran before the one that failed have committed.
  const settle = async (): Promise<void> => record(client, schema, recordAfter(recorded, before, await readCatalogue(client, schema.name)));
  const applied = await runMigrations(adminUrl, schema).catch(async (failure: unknown) => {
    await settle();
    throw failure;
  });
  await settle();
  return applied;
}

async function record(client: pg.Client, schema: Schema, catalogue: Catalogue): Promise<void> {
  await client.query('BEGIN');
  await writeFingerprint(client, schema, catalogue);
  await client.query('COMMIT');
}

/** When `work` fails the session ends with it, so the role needs no reset. */
async function asRole(client: pg.Client, role: string, work: () => Promise<void>): Promise<void> {
  await client.query(`SET ROLE ${plainName(role)}`);
  await work();
  await client.query('RESET ROLE');
}

function tell({ applied, drift, unknown }: MigrateResult, log: StorageLog): void {
  if (applied.length > 0) log.info({ applied }, 'database migrated');
  if (unknown.length > 0) log.warn({ unknown }, 'a newer version has migrated this database; this one goes on with it');
  if (drift.length > 0) log.error({ drift }, 'the database differs from what its migrations made');
}
