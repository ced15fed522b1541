import { closeSync, existsSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { launchServer } from '../embedded/launch.js';
import { settlePlace } from '../embedded/place.js';
import { silentLog } from '../log.js';

const START_TIMEOUT_MS = 60_000;
const POLL_MS = 50;
let started: Promise<string> | undefined;

/**
 * URL of the run's server, which the first worker that asks starts. It outlives the worker and is ended by jest's
 * global teardown.
 */
export function testServer(): Promise<string> {
  started ??= start();
  return started;
}

async function start(): Promise<string> {
  const folder = process.env.TRIBUTARY_TEST_RUN;
  if (!folder) throw new Error('no test run is reserved: jest.config.mjs must name the globalSetup of libs/storage');
  const tried = join(folder, 'tried');
  if (!isFirst(folder)) await untilExists(tried);
  try {
    const place = settlePlace(join(folder, 'database'), silentLog);
    return (await launchServer(place, { timeoutMs: START_TIMEOUT_MS })).url;
  } finally {
    writeFileSync(tried, '');
  }
}

/** One worker starts it alone: the others would only make clusters to throw away. */
function isFirst(folder: string): boolean {
  try {
    closeSync(openSync(join(folder, 'starting'), 'wx'));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** A worker that was killed while it was first must not hold the others for ever: then they start it themselves. */
async function untilExists(path: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!existsSync(path) && Date.now() < deadline) await pause(POLL_MS);
}
