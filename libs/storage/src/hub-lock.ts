import { setTimeout as pause } from 'node:timers/promises';
import { connect } from './database/connection.js';
import { onlyRow } from './database/only-row.js';
import { HubRunningError } from './embedded/errors.js';

const LOCK = [0x54524942, 2];
/** A hub that was killed holds the lock until the server notices that its connection is gone. */
const GRACE_MS = 2_000;
const RETRY_MS = 50;

/** Held while its one connection lives. */
export interface HubLock {
  /** Resolves when the lock was lost: the server or the connection went away. Never after `release`. */
  readonly lost: Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes the lock that only one hub can hold on a database.
 * @throws HubRunningError  another one holds it
 */
export async function acquireHubLock(url: string): Promise<HubLock> {
  const client = await connect(url, {
    applicationName: 'tributary hub lock',
    settings: { statement_timeout: '0', idle_session_timeout: '0' },
  });
  let released = false;
  const lost = new Promise<void>((resolve) => {
    client.once('end', () => {
      if (!released) resolve();
    });
  });
  const release = async (): Promise<void> => {
    released = true;
    await client.end().catch(() => undefined);
  };
  const deadline = Date.now() + GRACE_MS;
  for (;;) {
    const { held } = onlyRow(await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS held', LOCK));
    if (held) return { lost, release };
    if (Date.now() > deadline) break;
    await pause(RETRY_MS);
  }
  await release();
  throw new HubRunningError('another hub works with this database: stop it; or for several processes serve it by `npm run db:start` and give each DATABASE_URL; or give this one its own TRIBUTARY_DATA');
}
