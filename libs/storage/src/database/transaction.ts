import type pg from 'pg';

/** COMMIT ended in a rollback, because a statement had failed and `work` went on as if it hadn't. */
export class TransactionAbortedError extends Error {
  override readonly name = 'TransactionAbortedError';
}

/**
 * Runs `work` between BEGIN and COMMIT on one client; rolls back and rethrows when it fails. A client that can't roll
 * back is destroyed, never given to somebody else.
 * A COMMIT that fails by a lost connection may have happened: effects must be keyed so that a repeat changes nothing.
 * @throws TransactionAbortedError  `work` swallowed the failure of a statement
 */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    const { command } = await client.query('COMMIT');
    if (command !== 'COMMIT') throw new TransactionAbortedError('a failed statement was swallowed: nothing was committed');
    return result;
  } catch (error) {
    broken = await rollBack(client);
    throw error;
  } finally {
    client.release(broken);
  }
}

async function rollBack(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
