import { join } from 'node:path';
import { launchServer } from '../embedded/launch.js';
import { settlePlace } from '../embedded/place.js';
import { silentLog } from '../log.js';

const START_TIMEOUT_MS = 60_000;
let started: Promise<string> | undefined;

/**
 * URL of the run's server. Whoever asks first starts it; workers that ask at the same moment meet at the cluster's own
 * pid file. It outlives the worker and is ended by jest's global teardown.
 */
export function testServer(): Promise<string> {
  started ??= start();
  return started;
}

async function start(): Promise<string> {
  const folder = process.env.TRIBUTARY_TEST_RUN;
  if (!folder) throw new Error('no test run is reserved: jest.config.mjs must name the globalSetup of libs/storage');
  const place = settlePlace(join(folder, 'database'), silentLog);
  return (await launchServer(place, { timeoutMs: START_TIMEOUT_MS })).url;
}
