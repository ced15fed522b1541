import pg from 'pg';
import type { StorageLog } from '../log.js';
import { withSettings } from './connection.js';
import { type Schema, plainName } from './schema.js';

export interface PoolOptions {
  /** Connections at most. */
  max?: number;
  /** Seen in pg_stat_activity. */
  applicationName?: string;
  /** A statement that runs longer is cancelled. */
  statementTimeoutMs?: number;
  /**
   * A transaction idle for longer is ended with its connection: a stopped writer must hold neither readers of the log nor, for longer than
   * its lease lives, whoever takes over what it had locked.
   */
  idleInTransactionTimeoutMs?: number;
  log?: StorageLog;
}

/**
 * A pool whose sessions act as the schema's role, in UTC, with timeouts. bigint and numeric arrive as strings, `date`
 * as `YYYY-MM-DD`, timestamptz as Date. Buffers are sent in binary; a query with `binary: true` receives so too.
 * Losing a connection never ends the process: the query under way fails, idle ones are replaced.
 * @param url  login that is the role itself or may SET ROLE to it
 */
export function openPool(url: string, schema: Pick<Schema, 'name' | 'role'>, options: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: withSettings(url, sessionSettings(schema.role, options)),
    application_name: options.applicationName ?? `tributary ${schema.name}`,
    max: options.max ?? 10,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    types: { getTypeParser },
  });
  const warn = (error: Error): void => options.log?.warn({ err: error, schema: schema.name }, 'database connection lost');
  pool.on('error', warn);
  // The pool listens to idle clients only; one that is checked out and between two queries needs a listener as well.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

function sessionSettings(role: string, options: PoolOptions): Record<string, string> {
  return {
    role: plainName(role),
    // Names are always qualified: nothing of a user's making can stand before pg_catalog.
    search_path: 'pg_catalog,pg_temp',
    TimeZone: 'UTC',
    // What is answered is flushed: a login's own default must not undo that (the server's is checked when migrating).
    synchronous_commit: 'on',
    statement_timeout: String(options.statementTimeoutMs ?? 30_000),
    idle_in_transaction_session_timeout: String(options.idleInTransactionTimeoutMs ?? 5_000),
  };
}

/** pg would make of a `date` the midnight of the machine's own zone: another day for half of the world. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') => {
  if (oid === pg.types.builtins.DATE && format !== 'binary') return (value: string) => value;
  return pg.types.getTypeParser(oid, format as 'text');
};
