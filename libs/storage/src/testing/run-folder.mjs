import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export const PREFIX = 'tributary-jest-';
const WAIT_MS = 10;
const TRIES = 1_000;

/** Ends the run's server at once (its data is thrown away) and removes the folder. Synchronous, for signal handlers. */
export function removeRun(folder) {
  const pidFile = join(folder, 'database', 'server', 'data', 'postmaster.pid');
  if (existsSync(pidFile)) {
    const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
    if (isServerOf(pid, folder)) process.kill(pid, 'SIGQUIT');
    for (let tries = TRIES; tries > 0 && isServerOf(pid, folder); tries -= 1) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_MS);
    }
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** The pid file of a run that was killed may name somebody else by now. */
function isServerOf(pid, folder) {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
  } catch {
    return false;
  }
}
