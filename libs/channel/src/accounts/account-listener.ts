import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { LEASES_CHANGED } from '../host/lease-store.js';
import { JOB_ASKED } from '../jobs/job-store.js';
import { REPLY_ASKED } from '../replies/reply-inbox.js';
import type { AccountDirectory } from './account-directory.js';
import { ACCOUNT_CHANGED } from './account-store.js';

const RETRY_MS = 1000;

/**
 * Keeps the directory true, and wakes the host: other processes announce changes of accounts, and of who runs
 * them, jobs and replies, on channels of PostgreSQL.
 * While the connection is lost nothing is heard, so everything is forgotten when it is there again; until then the
 * directory's own short memory bounds how long a change can go unnoticed.
 */
export class AccountListener {
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;

  constructor(
    private readonly pool: pg.Pool,
    private readonly directory: AccountDirectory,
    private readonly onChange: () => void = () => undefined,
  ) {}

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await this.#listen(signal);
      } catch {
        // The database is away: intake and readiness tell of it, here it is only tried again.
        await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  #heard(channel: string, payload: string): void {
    if (channel === ACCOUNT_CHANGED) this.directory.forget(payload);
    this.onChange();
  }

  /** Ends when told to stop; throws when the connection is lost. */
  async #listen(signal: AbortSignal): Promise<void> {
    const client = await this.pool.connect();
    const { promise: ended, resolve: end, reject: fail } = withResolvers();
    const onAbort = () => end();
    signal.addEventListener('abort', onAbort);
    try {
      client.once('error', fail);
      client.once('end', () => fail(new Error('connection ended')));
      client.on('notification', ({ channel, payload }) => this.#heard(channel, payload ?? ''));
      await client.query(`listen ${ACCOUNT_CHANGED}`);
      await client.query(`listen ${LEASES_CHANGED}`);
      await client.query(`listen ${JOB_ASKED}`);
      await client.query(`listen ${REPLY_ASKED}`);
      this.directory.forgetAll();
      this.onChange();
      if (!signal.aborted) await ended;
    } finally {
      signal.removeEventListener('abort', onAbort);
      // Never back to the pool: it would go on listening there.
      client.release(true);
    }
  }
}

/** `Promise.withResolvers` of newer Node; a rejection that nobody waits for yet is no unhandled one. */
function withResolvers(): { promise: Promise<void>; resolve: () => void; reject: (error: Error) => void } {
  let resolve!: () => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}
