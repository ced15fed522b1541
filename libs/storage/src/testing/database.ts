import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { type ConnectOptions, withClient, withDatabase } from '../database/connection.js';
import { openPool } from '../database/pool.js';
import type { Schema } from '../database/schema.js';
import { testServer } from './server.js';
import { ensureTemplate } from './template.js';

/** One spec's own database. */
export interface TestDatabase {
  /** Superuser's login to it. */
  adminUrl: string;
  /** A pool that acts as the schema's role; ended by `drop`. */
  pool(schema: Schema, max?: number): pg.Pool;
  /** Ends the pools and removes the database, whoever is still connected. */
  drop(): Promise<void>;
}

const SESSION: ConnectOptions = { applicationName: 'tributary tests', settings: { statement_timeout: '60000' } };

/** A fresh database with the schemas migrated (a clone: some 50 ms), on the one server that all specs of a run share. */
export async function testDatabase(schemas: readonly Schema[]): Promise<TestDatabase> {
  const serverUrl = await testServer();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await withClient(serverUrl, SESSION, async (client) => {
    const template = await ensureTemplate(client, serverUrl, schemas);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  const adminUrl = withDatabase(serverUrl, name);
  const pools: pg.Pool[] = [];
  return {
    adminUrl,
    pool: (schema, max = 4) => {
      const pool = openPool(adminUrl, schema, { max, applicationName: `test ${schema.name}` });
      pools.push(pool);
      return pool;
    },
    drop: async () => {
      await Promise.all(pools.filter((pool) => !pool.ended).map((pool) => pool.end()));
      await withClient(serverUrl, SESSION, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}
