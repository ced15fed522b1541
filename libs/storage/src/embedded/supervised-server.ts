import { setTimeout as pause } from 'node:timers/promises';
import { type HubLock, acquireHubLock } from '../hub-lock.js';
import type { StorageLog } from '../log.js';
import { HubRunningError } from './errors.js';
import { haltServer } from './halt.js';
import { type Server, launchServer } from './launch.js';
import type { Place } from './place.js';
import { keepServerLogBounded } from './server-log.js';
import type { EmbeddedPostgres } from './start.js';

const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 10_000;
const LOG_CHECK_MS = 10 * 60_000;

interface Supervision {
  place: Place;
  log: StorageLog;
  timeoutMs: number;
}

/** Watches the lock's connection: it ends with the server, whether that is our child or was adopted. */
export class SupervisedServer implements EmbeddedPostgres {
  readonly lost: Promise<HubRunningError>;
  private resolveLost!: (error: HubRunningError) => void;
  private readonly ending = new AbortController();
  private readonly logCheck: NodeJS.Timeout;
  private stopped: Promise<void> | undefined;
  private mending: Promise<void> | undefined;

  constructor(
    private readonly supervision: Supervision,
    private server: Server,
    /** Undefined while the server is away, and after another hub took it. */
    private lock: HubLock | undefined,
  ) {
    this.lost = new Promise((resolve) => (this.resolveLost = resolve));
    this.logCheck = keepServerLogBounded(supervision.place, supervision.log, LOG_CHECK_MS);
    this.watch();
  }

  get url(): string {
    return this.server.url;
  }

  get pid(): number {
    return this.server.pid;
  }

  stop(): Promise<void> {
    this.stopped ??= this.end();
    return this.stopped;
  }

  private async end(): Promise<void> {
    this.ending.abort();
    clearInterval(this.logCheck);
    await this.mending;
    // Without the lock the server may be another hub's. With it the lock is kept to the last, so that nobody adopts
    // what is about to end.
    if (!this.lock) return;
    await haltServer(this.supervision.place);
    await this.lock.release();
    this.supervision.log.info({ pid: this.pid }, 'PostgreSQL stopped');
  }

  private watch(): void {
    void this.lock?.lost.then(() => {
      if (!this.ending.signal.aborted) this.mending = this.mend();
    });
  }

  private async mend(): Promise<void> {
    const { log } = this.supervision;
    this.lock = undefined;
    log.error({ pid: this.pid }, 'PostgreSQL went away: starting it again');
    for (let backoffMs = FIRST_BACKOFF_MS; ; backoffMs = Math.min(backoffMs * 2, MAX_BACKOFF_MS)) {
      try {
        await this.restart();
        log.info({ pid: this.pid }, 'PostgreSQL is back');
        return this.watch();
      } catch (error) {
        if (error instanceof HubRunningError) return this.resolveLost(error);
        if (this.ending.signal.aborted) return;
        log.error({ err: error, backoffMs }, 'PostgreSQL does not come back yet');
      }
      await pause(backoffMs, undefined, { signal: this.ending.signal }).catch(() => undefined);
    }
  }

  private async restart(): Promise<void> {
    const { place, timeoutMs } = this.supervision;
    this.server = await launchServer(place, { timeoutMs, port: this.server.port, signal: this.ending.signal });
    this.lock = await acquireHubLock(this.url);
  }
}
