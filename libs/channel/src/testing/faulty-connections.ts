import type { Transaction } from '@tributary/event-log';
import type { Connections, PooledConnection } from '../intake/connections.js';
import type { CrashPoint } from './crash-point.js';

/** A pool of a process that is killed at a query. */
export class CrashingConnections implements Connections {
  constructor(
    private readonly inner: Connections,
    private readonly point: CrashPoint,
  ) {}

  async connect(): Promise<PooledConnection> {
    if (this.point.crashed) throw new Error('the process is dead');
    const connection = await this.inner.connect();
    return {
      release: (error) => connection.release(error),
      query: ((...call: Parameters<Transaction['query']>) => this.point.around(() => connection.query(...call))) as Transaction['query'],
    };
  }
}
