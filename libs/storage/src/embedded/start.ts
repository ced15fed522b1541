import { setTimeout as pause } from 'node:timers/promises';
import { type HubLock, acquireHubLock } from '../hub-lock.js';
import type { StorageLog } from '../log.js';
import { HubRunningError } from './errors.js';
import { haltServer } from './halt.js';
import { launchServer } from './launch.js';
import { type Place, settlePlace } from './place.js';

const START_TIMEOUT_MS = 120_000;
const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 10_000;

export interface EmbeddedOptions {
  /** Folder of the database, made when absent; nobody else writes there. */
  dataDir: string;
  log: StorageLog;
  /** Crash recovery included. */
  startTimeoutMs?: number;
}

export interface EmbeddedPostgres {
  /** Login of the server's superuser. The same after a restart. */
  readonly url: string;
  /** Process of the server now. */
  readonly pid: number;
  /** Resolves when another hub took the folder while the server was away: this one must end. */
  readonly lost: Promise<HubRunningError>;
  /** Ends the server in order and waits for it. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL in a folder, or adopts the server that a killed hub left behind, and holds the hub's lock. A server
 * that dies is started anew, so that pools mend themselves.
 * @throws HubRunningError  another hub works with the folder
 * @throws EmbeddedPostgresError  it does not start; says why
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { log, startTimeoutMs = START_TIMEOUT_MS } = options;
  const place = settlePlace(options.dataDir, log);
  const server = await launchServer(place, log, startTimeoutMs);
  const lock = await acquireHubLock(server.url);
  log.info({ pid: server.pid, home: place.home }, server.started ? 'PostgreSQL started' : 'PostgreSQL found running and adopted');
  return new Supervised(place, log, startTimeoutMs, server, lock);
}

/** Watches the lock's connection: it ends with the server, whether that is our child or adopted. */
class Supervised implements EmbeddedPostgres {
  readonly lost: Promise<HubRunningError>;
  private resolveLost!: (error: HubRunningError) => void;
  private stopping: Promise<void> | undefined;
  private mending: Promise<void> | undefined;

  constructor(
    private readonly place: Place,
    private readonly log: StorageLog,
    private readonly startTimeoutMs: number,
    private server: { url: string; pid: number },
    private lock: HubLock | undefined,
  ) {
    this.lost = new Promise((resolve) => (this.resolveLost = resolve));
    this.watch();
  }

  get url(): string {
    return this.server.url;
  }

  get pid(): number {
    return this.server.pid;
  }

  stop(): Promise<void> {
    this.stopping ??= this.end();
    return this.stopping;
  }

  private async end(): Promise<void> {
    // A restart under way must end first, or it would start what was just stopped.
    await this.mending;
    await this.lock?.release();
    await haltServer(this.place);
    this.log.info({ pid: this.pid }, 'PostgreSQL stopped');
  }

  private watch(): void {
    void this.lock?.lost.then(() => {
      if (!this.stopping) this.mending = this.mend();
    });
  }

  private async mend(): Promise<void> {
    this.lock = undefined;
    this.log.error({ pid: this.pid }, 'PostgreSQL went away: starting it again');
    for (let backoffMs = FIRST_BACKOFF_MS; !this.stopping; backoffMs = Math.min(backoffMs * 2, MAX_BACKOFF_MS)) {
      try {
        this.server = await launchServer(this.place, this.log, this.startTimeoutMs);
        this.lock = await acquireHubLock(this.url);
        this.log.info({ pid: this.pid }, 'PostgreSQL is back');
        return this.watch();
      } catch (error) {
        if (error instanceof HubRunningError) return this.resolveLost(error);
        this.log.error({ err: error, backoffMs }, 'PostgreSQL does not come back yet');
        await pause(backoffMs);
      }
    }
  }
}
