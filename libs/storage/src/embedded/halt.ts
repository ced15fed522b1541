import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedPostgresError } from './errors.js';
import type { Place } from './place.js';
import { livingPostmaster } from './postmaster.js';
import { tailOfServerLog } from './server-log.js';

const POLL_MS = 20;
const FAST_MS = 60_000;
const IMMEDIATE_MS = 10_000;

/**
 * Stops the cluster's server, whoever started it: first fast (open transactions roll back, a checkpoint is written),
 * then, when that takes too long, at once (the next start recovers; nothing confirmed is lost).
 */
export async function haltServer(place: Place): Promise<void> {
  if (await signalled(place, 'SIGINT', FAST_MS)) return;
  if (await signalled(place, 'SIGQUIT', IMMEDIATE_MS)) return;
  throw new EmbeddedPostgresError(`PostgreSQL did not stop. Its log ends:\n${tailOfServerLog(place)}`);
}

async function signalled(place: Place, signal: NodeJS.Signals, timeoutMs: number): Promise<boolean> {
  const living = livingPostmaster(place);
  if (!living) return true;
  try {
    process.kill(living.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (livingPostmaster(place)?.pid !== living.pid) return true;
    await pause(POLL_MS);
  }
  return false;
}
