import { join } from 'node:path';
import { assertSameKey } from '@tributary/event-log';
import type { Runtime } from '@tributary/platform';
import { type Schema, migrate, startEmbeddedPostgres } from '@tributary/storage';

/** Where each service's login comes from. */
export interface Databases {
  urlOf(schema: Schema): string;
}

/**
 * Finds or starts PostgreSQL and brings the schemas up to this code.
 * - nothing given: the embedded server in the data folder;
 * - `DATABASE_URL`: makes roles, schemas and migrations where it may;
 * - `DATABASE_URL_<SERVICE>`: that service's own login, used for its work in any case.
 * @param keyId  of this process's secret key
 * @throws OtherKeyError  the installation works with another one
 */
export async function openDatabases(runtime: Runtime, schemas: readonly Schema[], keyId: string): Promise<Databases> {
  const { config, log } = runtime;
  const adminUrl = config.databaseUrl ?? (await startEmbedded(runtime));
  const { drift } = await migrate(adminUrl, schemas, log);
  await assertSameKey(adminUrl, keyId);
  if (drift.length > 0) {
    runtime.health.addCheck('schema', () => ({ ok: true, degraded: true, detail: `drifted: ${drift.join('; ')}` }));
  }
  const own = config.serviceDatabaseUrls as Readonly<Record<string, string | undefined>>;
  return { urlOf: ({ name }) => own[name.toUpperCase()] ?? adminUrl };
}

/** Serves the embedded PostgreSQL until the runtime stops, or until another hub has it. @returns its URL */
export async function startEmbedded(runtime: Runtime): Promise<string> {
  const { config, log } = runtime;
  const starting = startEmbeddedPostgres({ dataDir: join(config.dataDir, 'postgres'), log });
  // Registered before it runs: a stop that comes while it starts must not leave it behind.
  runtime.onStop(() => starting.then((server) => server.stop(), () => undefined));
  const server = await starting;
  void server.lost.then((error) => {
    log.fatal({ err: error }, 'the embedded database belongs to another hub now; ending');
    return runtime.stop().then(() => process.exit(1));
  });
  return server.url;
}
