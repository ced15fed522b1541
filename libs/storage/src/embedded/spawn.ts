import { spawn } from 'node:child_process';
import { closeSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { postgresOf } from './binaries.js';
import { type Place, clusterOf } from './place.js';
import { choosePort } from './port.js';
import { livingPostmaster, pidFileOf, readPidFile } from './postmaster.js';
import { openServerLog } from './server-log.js';
import { SERVER_SETTINGS } from './settings.js';

const POLL_MS = 20;

/** Environment of PostgreSQL's programs: nothing of ours (PGPORT, PGDATA, a locale) may change what they do. */
export const SERVER_ENVIRONMENT = { LC_ALL: 'C', TZ: 'UTC', PATH: process.env.PATH ?? '' };

/**
 * Starts the server in a process group of its own, so that neither our end nor a Ctrl-C ends it; returns when it is
 * ready or has ended. Which of the two is for the caller to look: another hub's server may have been quicker.
 */
export async function spawnServer(place: Place, port: number | undefined, deadline: number): Promise<void> {
  dropForeignPidFile(place);
  const settings = { ...SERVER_SETTINGS, port: String(port ?? (await choosePort(place))) };
  const output = openServerLog(place);
  const child = spawn(
    postgresOf(place.binaries),
    ['-D', clusterOf(place), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...place.account, detached: true, stdio: ['ignore', output, output], cwd: '/', env: SERVER_ENVIRONMENT },
  );
  closeSync(output);
  child.unref();
  let failed: Error | undefined;
  child.once('error', (error) => (failed = error));
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    if (failed) throw failed;
    const found = readPidFile(place);
    if (found?.pid === child.pid && found?.status === 'ready') return;
    await pause(POLL_MS);
  }
}

/** PostgreSQL heeds a pid file whose pid lives, whoever that is now. Its shared memory still guards the cluster. */
function dropForeignPidFile(place: Place): void {
  if (readPidFile(place) && !livingPostmaster(place)) rmSync(pidFileOf(place), { force: true });
}
