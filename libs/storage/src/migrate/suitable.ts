import type pg from 'pg';
import { onlyRow } from '../database/only-row.js';
import { UnsuitableDatabaseError } from './errors.js';

const OLDEST = 160000;

/**
 * A success answer is a promise that a power cut doesn't break, so a server that skips its flushes is refused.
 * @param allowUnsafe  accept `fsync` or `synchronous_commit` off: never in production
 * @throws UnsuitableDatabaseError
 */
export async function assertSuitable(client: pg.Client, allowUnsafe: boolean): Promise<void> {
  const { version, fsync, commit } = onlyRow(
    await client.query<{ version: number; fsync: string; commit: string }>(
      `SELECT current_setting('server_version_num')::int AS version, current_setting('fsync') AS fsync,
              current_setting('synchronous_commit') AS commit`,
    ),
  );
  if (version < OLDEST) throw new UnsuitableDatabaseError(`PostgreSQL 16 or newer is needed, this is ${Math.floor(version / 10000)}`);
  if (allowUnsafe) return;
  if (fsync === 'off') throw new UnsuitableDatabaseError('the server runs with fsync = off: what it confirms can be lost. Turn it on');
  if (commit === 'off') {
    throw new UnsuitableDatabaseError('synchronous_commit = off for this login: what is confirmed can be lost. Turn it on');
  }
}
