import { setTimeout as pause } from 'node:timers/promises';
import { withClient } from '../database/connection.js';
import { onlyRow } from '../database/only-row.js';
import { EmbeddedPostgresError } from './errors.js';
import { ensureCluster } from './initialize.js';
import { type Place, clusterOf } from './place.js';
import { livingPostmaster } from './postmaster.js';
import { tailOfServerLog } from './server-log.js';
import { serverUrl } from './server-url.js';
import { DATABASE } from './settings.js';
import { spawnServer } from './spawn.js';

const POLL_MS = 20;
/** A port taken at the last moment and the shared memory of a server just killed mend themselves; nothing else does. */
const MAX_STARTS = 5;
const FIRST_RESTART_MS = 100;

export interface LaunchOptions {
  /** Until it answers, crash recovery included. */
  timeoutMs: number;
  /** The port that pools know already; else last time's, else a free one. */
  port?: number;
  signal?: AbortSignal;
}

export interface Server {
  url: string;
  pid: number;
  port: number;
  /** False when it was found running. */
  started: boolean;
}

/**
 * Makes sure that the cluster's server runs and answers: takes a living one as it is, waits for one that starts or
 * stops, else starts it, detached, so that it outlives this process.
 * @throws EmbeddedPostgresError  it ends while starting, or not in time; with the tail of the server's log
 */
export async function launchServer(place: Place, options: LaunchOptions): Promise<Server> {
  await ensureCluster(place);
  const deadline = Date.now() + options.timeoutMs;
  let starts = 0;
  while (Date.now() < deadline) {
    options.signal?.throwIfAborted();
    const living = livingPostmaster(place);
    if (living?.status === 'ready' && (await answers(place, living.port))) {
      return { url: serverUrl(place, living.port, DATABASE), pid: living.pid, port: living.port, started: starts > 0 };
    }
    if (living) {
      await pause(POLL_MS);
      continue;
    }
    if (starts === MAX_STARTS) throw failure(place, 'ends while starting');
    if (starts > 0) await pause(FIRST_RESTART_MS * 2 ** starts);
    starts += 1;
    await spawnServer(place, options.port, deadline);
  }
  throw failure(place, `did not get ready in ${options.timeoutMs / 1000} s`);
}

function failure(place: Place, what: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(`PostgreSQL ${what}. Its log ends:\n${tailOfServerLog(place)}`);
}

/** Whether it lets us in, is the server of this very cluster and has our database. */
async function answers(place: Place, port: number): Promise<boolean> {
  const session = { applicationName: 'tributary start', connectTimeoutMs: 5_000 };
  try {
    return await withClient(serverUrl(place, port, 'postgres'), session, async (client) => {
      const { cluster, made } = onlyRow(
        await client.query<{ cluster: string; made: boolean }>(
          `SELECT current_setting('data_directory') AS cluster, EXISTS (SELECT FROM pg_database WHERE datname = $1) AS made`,
          [DATABASE],
        ),
      );
      if (cluster !== clusterOf(place)) return false;
      if (!made) await client.query(`CREATE DATABASE ${DATABASE}`).catch(ignoreOther);
      return true;
    });
  } catch (error) {
    if (isPassing(error)) return false;
    const reason = error instanceof Error ? error.message : String(error);
    throw new EmbeddedPostgresError(`PostgreSQL runs on port ${port} but does not let us in: ${reason}`, { cause: error });
  }
}

/** Starting up or shutting down (57P01, 57P03), or between two states. */
function isPassing(error: unknown): boolean {
  return ['57P01', '57P03', 'ECONNREFUSED', 'ECONNRESET'].includes((error as { code?: string }).code ?? '');
}

/** Another process that starts at the same moment has just made the database. */
function ignoreOther(error: { code?: string }): void {
  if (error.code !== '42P04' && error.code !== '23505') throw error;
}
