import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { acquireHubLock } from '../hub-lock.js';
import { EmbeddedPostgresError, HubRunningError } from './errors.js';
import { haltServer } from './halt.js';
import { launchServer } from './launch.js';
import { clusterOf, settlePlace } from './place.js';
import type { EmbeddedOptions } from './start.js';

const START_TIMEOUT_MS = 120_000;

/**
 * A short piece of work on the embedded server, beside a hub that runs or without one. A server that had to be started for
 * it ends afterwards, unless a hub came and took it meanwhile.
 * @throws EmbeddedPostgresError  there is no database in the folder: it is never made here
 */
export async function visitEmbeddedPostgres<T>({ dataDir, log, startTimeoutMs: timeoutMs = START_TIMEOUT_MS }: EmbeddedOptions, work: (url: string) => Promise<T>): Promise<T> {
  if (!existsSync(dataDir)) throw noDatabase(dataDir);
  const place = settlePlace(dataDir, log);
  if (!existsSync(join(clusterOf(place), 'PG_VERSION'))) throw noDatabase(dataDir);
  const server = await launchServer(place, { timeoutMs });
  try {
    return await work(server.url);
  } finally {
    if (server.started) await haltUnlessTaken();
  }

  async function haltUnlessTaken(): Promise<void> {
    try {
      const lock = await acquireHubLock(server.url);
      await haltServer(place);
      await lock.release();
    } catch (error) {
      if (!(error instanceof HubRunningError)) throw error;
    }
  }
}

function noDatabase(dataDir: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(`there is no database in ${dataDir}: name the installation's folder by TRIBUTARY_DATA, or its server by DATABASE_URL`);
}
