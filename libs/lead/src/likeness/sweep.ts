import { inTransaction } from '@tributary/storage';
import type pg from 'pg';
import { markSharedByUse } from '../people/shared-by-use.js';
import { suggestFor } from './suggest-for.js';

/** Persons in one transaction. */
const PERSONS_AT_ONCE = 100;
/** A batch says when it matched before it commits; it has ended by then. */
const LAG_MS = 5_000;
const STEP_MS = 60_000;
const LOCK = `hashtext('tributary likeness')`;

/** How it leaves room for others. */
export interface Pace {
  stopped(): boolean;
  rest(workedMs: number): Promise<void>;
}

const AT_ONCE: Pace = { stopped: () => false, rest: async () => undefined };

/**
 * Goes on with the search for people who are alike: who got a contact since the last time is compared with those who
 * share a key. One process at a time. Restarted anywhere it does a stretch again, which changes nothing.
 * @param now  for specs
 * @param pace  when it has to stop, and how long it rests after so much work
 * @returns how many suggestions it made; nothing when another process is at it
 */
export async function sweepLikeness(pool: pg.Pool, now = new Date(), pace: Pace = AT_ONCE): Promise<number | undefined> {
  const client = await pool.connect();
  try {
    const { rows: [lock] } = await client.query<{ taken: boolean }>(`select pg_try_advisory_lock(${LOCK}) as taken`);
    if (!lock?.taken) return undefined;
    try {
      return await sweep(pool, new Date(now.getTime() - LAG_MS), pace);
    } finally {
      await client.query(`select pg_advisory_unlock(${LOCK})`);
    }
  } finally {
    client.release();
  }
}

async function sweep(pool: pg.Pool, horizon: Date, { stopped, rest }: Pace): Promise<number> {
  let suggested = 0;
  for (let stepMs = STEP_MS; !stopped(); ) {
    const { rows: [progress] } = await pool.query<{ until: Date }>('select until from lead.likeness_progress');
    const from = progress?.until ?? horizon;
    if (from >= horizon) break;
    const to = new Date(Math.min(from.getTime() + stepMs, horizon.getTime()));
    const persons = await personsMatched(pool, from, to);
    for (let at = 0; at < persons.length && !stopped(); at += PERSONS_AT_ONCE) {
      const startedAt = performance.now();
      const some = persons.slice(at, at + PERSONS_AT_ONCE);
      // First what is nobody's own: it must not speak for a likeness.
      await inTransaction(pool, (tx) => markSharedByUse(tx, some));
      suggested += await inTransaction(pool, (tx) => suggestFor(tx, some));
      await rest(performance.now() - startedAt);
    }
    if (stopped()) break;
    await pool.query('update lead.likeness_progress set until = $1 where until < $1', [to]);
    // Quiet stretches are passed in longer steps.
    stepMs = persons.length < PERSONS_AT_ONCE ? stepMs * 2 : STEP_MS;
  }
  return suggested;
}

async function personsMatched(pool: pg.Pool, from: Date, to: Date): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    'select distinct person_id as id from lead.contact where matched_at > $1 and matched_at <= $2 and person_id is not null', [from, to]);
  return rows.map(({ id }) => id);
}
