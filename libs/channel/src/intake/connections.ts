import type { Transaction } from '@tributary/event-log';

/** A database connection taken from a pool. */
export interface PooledConnection extends Transaction {
  /** Gives it back; with an error it is destroyed, and a query under way fails. */
  release(error?: Error | boolean): void;
}

/** What intake needs of a pool; a `pg.Pool` fits, and so does one that injects faults. */
export interface Connections {
  connect(): Promise<PooledConnection>;
}

/**
 * Runs `work` on a connection and gives it back. A connection that failed without an answer of the server, or that
 * took longer than `timeoutMs`, is destroyed: nobody knows what it still does.
 */
export async function onConnection<T>(connections: Connections, timeoutMs: number, work: (connection: Transaction) => Promise<T>): Promise<T> {
  const connection = await connections.connect();
  let released = false;
  const release = (error?: Error) => {
    if (released) return;
    released = true;
    connection.release(error);
  };
  const watchdog = setTimeout(() => release(new Error(`no answer from the database within ${timeoutMs} ms`)), timeoutMs);
  try {
    const result = await work(connection);
    release();
    return result;
  } catch (error) {
    release(error instanceof Error ? error : new Error('work failed', { cause: error }));
    throw error;
  } finally {
    clearTimeout(watchdog);
  }
}

/** `work` between BEGIN and COMMIT. It resolves after the commit was confirmed; a failure rolls back. */
export function inOwnTransaction<T>(connections: Connections, timeoutMs: number, work: (connection: Transaction) => Promise<T>): Promise<T> {
  return onConnection(connections, timeoutMs, async (connection) => {
    await connection.query('begin');
    const result = await work(connection);
    await connection.query('commit');
    return result;
  });
}
