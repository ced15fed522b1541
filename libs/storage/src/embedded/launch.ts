import { spawn } from 'node:child_process';
import { closeSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { withClient } from '../database/connection.js';
import type { StorageLog } from '../log.js';
import { postgresOf } from './binaries.js';
import { EmbeddedPostgresError } from './errors.js';
import { ensureCluster } from './initialize.js';
import { type Place, clusterOf, passwordFileOf } from './place.js';
import { choosePort } from './port.js';
import { livingPostmaster, pidFileOf, readPidFile } from './postmaster.js';
import { openServerLog, tailOfServerLog } from './server-log.js';
import { DATABASE, SERVER_SETTINGS, SUPERUSER } from './settings.js';

const POLL_MS = 20;
const RESPAWN_MS = 250;

export interface Server {
  url: string;
  pid: number;
  /** False when it was found running. */
  started: boolean;
}

/**
 * Makes sure that the cluster's server runs and answers: takes a living one as it is, waits for one that starts or
 * stops, else starts it, detached, so that it outlives this process.
 * @throws EmbeddedPostgresError  not in time, with the tail of the server's log
 */
export async function launchServer(place: Place, log: StorageLog, timeoutMs: number): Promise<Server> {
  await ensureCluster(place);
  const deadline = Date.now() + timeoutMs;
  let started = false;
  while (Date.now() < deadline) {
    const living = livingPostmaster(place);
    if (living?.status === 'ready') {
      const url = serverUrl(place, living.port, 'postgres');
      if (await answers(url, clusterOf(place))) {
        await ensureDatabase(url);
        return { url: serverUrl(place, living.port, DATABASE), pid: living.pid, started };
      }
    }
    if (living) await pause(POLL_MS);
    else {
      if (started) await pause(RESPAWN_MS);
      started = true;
      await startServer(place, log, deadline);
    }
  }
  throw new EmbeddedPostgresError(`PostgreSQL did not get ready in ${timeoutMs / 1000} s. Its log ends:\n${tailOfServerLog(place)}`);
}

/** Starts the server; returns when its pid file says that it is ready, or when it has ended instead. */
async function startServer(place: Place, log: StorageLog, deadline: number): Promise<void> {
  dropForeignPidFile(place);
  const port = await choosePort(place);
  const settings = Object.entries({ ...SERVER_SETTINGS, port: String(port) }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const output = openServerLog(place);
  const child = spawn(postgresOf(place.binaries), ['-D', clusterOf(place), ...settings], {
    ...place.account,
    detached: true,
    stdio: ['ignore', output, output],
    cwd: '/',
    env: { LC_ALL: 'C', PATH: process.env.PATH ?? '', TZ: 'UTC' },
  });
  closeSync(output);
  child.unref();
  let ended: string | undefined;
  child.once('exit', (code, signal) => (ended = signal ?? `code ${code}`));
  child.once('error', (error) => (ended = error.message));
  while (ended === undefined && Date.now() < deadline) {
    const found = readPidFile(place);
    if (found && found.pid === child.pid && found.status === 'ready') return;
    await pause(POLL_MS);
  }
  if (ended !== undefined) log.warn({ ended, log: tailOfServerLog(place, 600) }, 'PostgreSQL ended while starting');
}

/** PostgreSQL heeds a pid file whose pid lives, whoever that is now. Its shared memory still guards the cluster. */
function dropForeignPidFile(place: Place): void {
  if (readPidFile(place) && !livingPostmaster(place)) rmSync(pidFileOf(place), { force: true });
}

export function serverUrl(place: Place, port: number, database: string): string {
  const password = readFileSync(passwordFileOf(place), 'utf8').trim();
  return `postgres://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/** Whether it lets us in and is the server of this very cluster. */
async function answers(url: string, cluster: string): Promise<boolean> {
  try {
    return await withClient(url, { applicationName: 'tributary start', connectTimeoutMs: 5_000 }, async (client) => {
      const { rows } = await client.query<{ data: string }>(`SELECT current_setting('data_directory') AS data`);
      return rows[0]!.data === cluster;
    });
  } catch (error) {
    // 57P03: starting up or shutting down. A refused connection: between two states. Anything else will not mend.
    const code = (error as { code?: string }).code;
    if (code === '57P03' || code === 'ECONNREFUSED' || code === 'ECONNRESET') return false;
    throw new EmbeddedPostgresError('PostgreSQL runs but does not let us in', { cause: error });
  }
}

async function ensureDatabase(url: string): Promise<void> {
  await withClient(url, { applicationName: 'tributary start' }, async (client) => {
    const { rows } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rows.length > 0) return;
    await client.query(`CREATE DATABASE ${DATABASE}`).catch((error: unknown) => {
      const code = (error as { code?: string }).code;
      if (code !== '42P04' && code !== '23505') throw error;
    });
  });
}
