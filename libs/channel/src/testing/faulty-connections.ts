import type { Transaction } from '@tributary/event-log';
import type { Connections, PooledConnection } from '../intake/connections.js';

/** When the process dies: instead of a call, or after the call was carried out but before anybody learns of it. */
export type CrashTime = 'before' | 'after';

/** A pool of a process that is killed at its n-th query; nothing works afterwards. */
export class CrashingConnections implements Connections {
  crashed = false;
  #calls = 0;

  constructor(
    private readonly inner: Connections,
    private readonly crashAt: number,
    private readonly time: CrashTime,
  ) {}

  async connect(): Promise<PooledConnection> {
    if (this.crashed) throw new Error('the process is dead');
    const connection = await this.inner.connect();
    return {
      release: (error) => connection.release(error),
      query: ((...call: Parameters<Transaction['query']>) => this.#query(() => connection.query(...call))) as Transaction['query'],
    };
  }

  async #query<T>(run: () => Promise<T>): Promise<T> {
    if (this.crashed) throw new Error('the process is dead');
    if (++this.#calls !== this.crashAt) return run();
    if (this.time === 'after') await run();
    this.crashed = true;
    throw new Error(`killed ${this.time} call ${this.crashAt}`);
  }
}
