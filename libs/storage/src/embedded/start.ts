import type { StorageLog } from '../log.js';
import { acquireHubLock } from '../hub-lock.js';
import type { HubRunningError } from './errors.js';
import { launchServer } from './launch.js';
import { settlePlace } from './place.js';
import { SupervisedServer } from './supervised-server.js';

const START_TIMEOUT_MS = 120_000;

export interface EmbeddedOptions {
  /** Folder of the database, made when absent; nobody else writes there. */
  dataDir: string;
  log: StorageLog;
  /** Until it answers, crash recovery included. */
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
 * that dies is started anew on the same port, so that pools mend themselves.
 * @throws HubRunningError  another hub works with the folder
 * @throws EmbeddedPostgresError  it does not start; says why
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { log, startTimeoutMs: timeoutMs = START_TIMEOUT_MS } = options;
  const place = settlePlace(options.dataDir, log);
  const server = await launchServer(place, { timeoutMs });
  const lock = await acquireHubLock(server.url);
  log.info({ pid: server.pid, home: place.home }, server.started ? 'PostgreSQL started' : 'PostgreSQL found running and adopted');
  return new SupervisedServer({ place, log, timeoutMs }, server, lock);
}
