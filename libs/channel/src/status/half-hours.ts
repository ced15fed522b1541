import type pg from 'pg';

export const BEATS = 48;
const HALF_HOUR_MS = 30 * 60_000;
/** More than the tally keeps; whoever was away for so long learns the rest anew. */
const KEEP = "interval '70 days'";

/** One half-hour of the strip. `quiet`: nothing came; `trouble`: something came that was not understood. */
export interface Beat {
  readonly accepted: number;
  readonly state: 'alive' | 'quiet' | 'trouble';
}

/** Beats that an account with nothing has. */
export const NO_BEATS: readonly Beat[] = Array.from({ length: BEATS }, () => ({ accepted: 0, state: 'quiet' }));

/**
 * Adds up the tally's minutes. The last half-hours are added up anew each time: minutes still grow.
 * Minutes before the newest half-hour that is known were complete when it was written.
 */
export async function sumUpHalfHours(db: Pick<pg.Pool, 'query'>): Promise<void> {
  await db.query(
    `insert into intake.half_hour as h (account_id, start, accepted, quarantined, last_contact_at)
     select account_id, date_bin('30 minutes', minute, 'epoch'), sum(accepted), sum(quarantined), max(last_contact_at)
       from intake.tally
      where minute >= coalesce((select max(start) - interval '30 minutes' from intake.half_hour), now() - interval '3 days')
      group by 1, 2 order by 1, 2
     on conflict (account_id, start) do update
        set accepted = excluded.accepted, quarantined = excluded.quarantined, last_contact_at = excluded.last_contact_at
      where (h.accepted, h.quarantined, h.last_contact_at) is distinct from (excluded.accepted, excluded.quarantined, excluded.last_contact_at)`,
  );
}

export async function forgetOldHalfHours(pool: pg.Pool): Promise<void> {
  await pool.query(`delete from intake.half_hour where start < now() - ${KEEP}`);
}

/** The last 24 hours of all accounts, oldest first, in one question; those with nothing are not among them. */
export async function beatsOf(pool: pg.Pool, now = new Date()): Promise<Map<string, Beat[]>> {
  const first = Math.floor(now.getTime() / HALF_HOUR_MS) * HALF_HOUR_MS - (BEATS - 1) * HALF_HOUR_MS;
  const { rows } = await pool.query<{ account_id: string; beats: [index: number, accepted: number, quarantined: number][] }>(
    `with summed as (select coalesce(max(start), now() - interval '3 days') as upto from intake.half_hour),
          recent as (
            select account_id, start, accepted, quarantined from intake.half_hour, summed where start >= $1 and start < upto
            union all
            select account_id, date_bin('30 minutes', minute, 'epoch'), sum(accepted), sum(quarantined)
              from intake.tally, summed where minute >= greatest(upto, $1) group by 1, 2)
     select account_id, json_agg(json_build_array(floor(extract(epoch from start - $1) / 1800), accepted, quarantined)) as beats
       from recent group by account_id`,
    [new Date(first)],
  );
  return new Map(rows.map(({ account_id, beats }) => [account_id, toBeats(beats)]));
}

function toBeats(found: readonly [number, number, number][]): Beat[] {
  const beats: Beat[] = [...NO_BEATS];
  for (const [index, accepted, quarantined] of found) {
    if (index >= 0 && index < BEATS) beats[index] = { accepted, state: quarantined > 0 ? 'trouble' : accepted > 0 ? 'alive' : 'quiet' };
  }
  return beats;
}
