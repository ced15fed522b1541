import { withClient } from '@tributary/storage';
import { testDatabase } from '@tributary/storage/testing';
import { newEpoch } from '../postgres/restore.js';
import { logSchema } from '../postgres/log-schema.js';
import { connectTo, serviceSchema } from './postgres-connection.js';
import type pg from 'pg';
import type { TestLog } from './test-log.js';

export interface PostgresTestLog extends TestLog {
  readonly pool: pg.Pool;
  readonly adminUrl: string;
}

export async function openPostgresLog(): Promise<PostgresTestLog> {
  const database = await testDatabase([logSchema, serviceSchema]);
  const connection = connectTo(database.adminUrl);
  return {
    ...connection,
    adminUrl: database.adminUrl,
    child: { module: new URL('postgres-connection.ts', import.meta.url), env: { LOG_TEST_URL: database.adminUrl } },
    restore: () => restore(database.adminUrl),
    settled: async () => undefined,
    close: async () => {
      await connection.close();
      await database.drop();
    },
  };
}

/** The server's transaction ids can't be set back; so those of the records are moved ahead. */
async function restore(adminUrl: string): Promise<void> {
  await withClient(adminUrl, { applicationName: 'log contract' }, async (client) => {
    for (const table of ['record', 'consumer_group']) {
      await client.query(`UPDATE log.${table} SET xid = (xid::text::bigint + 1000000000)::text::xid8`);
    }
    await newEpoch(client);
  });
}
