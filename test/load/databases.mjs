import pg from 'pg';
import { startEmbeddedPostgres, withDatabase } from '@tributary/storage';
import { endHub, makeDataDir, startHub } from '../e2e/hub.mjs';
import { PostgresProcess } from '../e2e/postgres.mjs';

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * One embedded PostgreSQL with several databases: all that a bench compares stands on the same server with the same
 * settings.
 */
export class Databases {
  #server;

  /** @param {import('@tributary/storage').EmbeddedPostgres} server @param {string} dataDir */
  constructor(server, dataDir) {
    this.#server = server;
    this.dataDir = dataDir;
    this.process = new PostgresProcess(dataDir);
  }

  static async start() {
    const dataDir = makeDataDir('tributary-bench-');
    return new Databases(await startEmbeddedPostgres({ dataDir, log: SILENT }), dataDir);
  }

  /** @param {string} database @returns {string} */
  url(database) {
    return withDatabase(this.#server.url, database);
  }

  /** @param {string} name @param {string} [template] */
  async create(name, template) {
    await this.query('postgres', `create database ${name}${template ? ` template ${template}` : ''}`);
  }

  /** @param {string} name */
  async drop(name) {
    await this.query('postgres', `drop database if exists ${name} with (force)`);
  }

  /** @param {string} database @param {string} text @param {unknown[]} [values] @returns {Promise<any[]>} rows */
  query(database, text, values) {
    return this.connected(database, (query) => query(text, values));
  }

  /**
   * Several statements on one connection: a sign-in for each would cost more than what is watched.
   * @template T
   * @param {string} database @param {(query: (text: string, values?: unknown[]) => Promise<any[]>) => Promise<T>} work
   * @returns {Promise<T>}
   */
  async connected(database, work) {
    const client = new pg.Client({ connectionString: this.url(database), application_name: 'tributary bench' });
    await client.connect();
    try {
      return await work(async (text, values) => (await client.query(text, values)).rows);
    } finally {
      await client.end();
    }
  }

  /** A database as a hub's first start leaves it, and what else `prepare` does with that hub. @param {string} name @param {(hub: import('../e2e/hub.mjs').Hub) => Promise<void>} [prepare] */
  async install(name, prepare = async () => undefined) {
    await this.create(name);
    const hub = await startHub({ databaseUrl: this.url(name), dataDir: this.dataDir });
    await prepare(hub);
    await endHub(hub);
  }

  /** Settings without which figures mean nothing. */
  async settings() {
    const names = ['server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'wal_level'];
    const rows = await this.query('postgres', 'select name, setting, unit from pg_settings where name = any($1)', [names]);
    return Object.fromEntries(rows.map(({ name, setting, unit }) => [name, `${setting}${unit ?? ''}`]));
  }

  async stop() {
    await this.#server.stop();
  }
}
