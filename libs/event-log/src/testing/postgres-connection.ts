import { openPool } from '@tributary/storage';
import { PostgresLogReader } from '../postgres/log-reader.js';
import { LOG_READER, LOG_WRITER } from '../postgres/log-schema.js';
import { PostgresLogWriter } from '../postgres/log-writer.js';
import type { Timing } from '../postgres/timing.js';
import type { Connection, OpenTransaction } from './test-log.js';
import type pg from 'pg';

/** A service that both appends and reads. */
export const serviceSchema = {
  name: 'log_test',
  role: 'tributary_log_test',
  memberOf: [LOG_WRITER, LOG_READER],
  migrations: [],
};

/** Quick, so that a test needn't wait; the proportions are those of the real ones. */
export const QUICK: Partial<Timing> = { leaseMs: 1_500, heartbeatMs: 300, standbyMs: 300, retryMs: 20, retryMostMs: 200 };

/** For child processes: see TestLog.child. */
export async function connect(): Promise<Connection> {
  return connectTo(String(process.env.LOG_TEST_URL));
}

export function connectTo(url: string): Connection & { pool: pg.Pool } {
  // No limit of the pool's own: the log must bound its writers by itself.
  const pool = openPool(url, serviceSchema, { max: 8, applicationName: 'log contract', idleInTransactionTimeoutMs: 0 });
  return {
    pool,
    writer: new PostgresLogWriter(),
    reader: () => new PostgresLogReader(pool, QUICK),
    begin: () => begin(pool),
    close: () => pool.end(),
  };
}

async function begin(pool: pg.Pool): Promise<OpenTransaction> {
  const client = await pool.connect();
  await client.query('BEGIN');
  const end = async (statement: string): Promise<void> => {
    try {
      await client.query(statement);
      client.release();
    } catch (error) {
      client.release(true);
      throw error;
    }
  };
  return { transaction: client, commit: () => end('COMMIT'), rollback: () => end('ROLLBACK') };
}
