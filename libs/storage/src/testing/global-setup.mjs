import { chmodSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PREFIX, removeRun } from './run-folder.mjs';

/**
 * Reserves a folder for this run's PostgreSQL, which the first spec that asks for a database starts there. Sweeps what
 * runs that were killed left behind.
 */
export default function reserve() {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length).split('-')[0]) : undefined;
    if (pid && !isAlive(pid)) removeRun(join(tmpdir(), name));
  }
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  // As root the server runs as another user, who has to walk through.
  chmodSync(folder, 0o711);
  process.env.TRIBUTARY_TEST_RUN = folder;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => {
      removeRun(folder);
      process.kill(process.pid, signal);
    });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
