import type pg from 'pg';
import { onlyRow } from './only-row.js';

/** Records live so long (design §5), and longer only while a group has not passed them. */
export const KEEP_MS = 14 * 24 * 60 * 60 * 1000;

const CHUNK = 5_000;

/**
 * Deletes records older than so much that every group has passed, in short transactions.
 * @returns how many
 */
export async function purgeLog(pool: pg.Pool, olderThanMs: number = KEEP_MS): Promise<number> {
  for (let total = 0; ; ) {
    const { rows } = await pool.query<{ deleted: number }>(
      `SELECT log.purge($1 * interval '1 ms', $2) AS deleted`,
      [olderThanMs, CHUNK],
    );
    const { deleted } = onlyRow(rows);
    if (deleted === 0) return total;
    total += deleted;
  }
}

/** Purges now and then every so often, until told to stop. Several instances may. */
export function keepPurging(
  pool: pg.Pool,
  { olderThanMs = KEEP_MS, everyMs = 60 * 60 * 1000, onError }: { olderThanMs?: number; everyMs?: number; onError: (error: unknown) => void },
): { stop(): Promise<void> } {
  let running = Promise.resolve();
  const purge = (): void => {
    running = running.then(() => purgeLog(pool, olderThanMs)).then(() => undefined, onError);
  };
  purge();
  const timer = setInterval(purge, everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
