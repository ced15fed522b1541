import type pg from 'pg';

export interface Counts {
  readonly accepted: number;
  readonly repeats: number;
  readonly revisions: number;
  readonly quarantined: number;
}

/** One account's contacts of one minute. */
export interface MinuteCounts extends Counts {
  readonly minute: string;
  readonly accountId: string;
}

/** One account's contacts of all minutes before those listed. */
export interface OlderCounts extends Counts {
  readonly accountId: string;
}

/** Intake's side of the reckoning. */
export interface IntakeStats {
  readonly totals: Counts;
  readonly older: readonly OlderCounts[];
  readonly minutes: readonly MinuteCounts[];
}

const KEPT_APART = "interval '3 days'";
/** The row that minutes are added to when nobody asks for them any more. */
const SUMMED_UP = "'epoch'::timestamptz";

/** @param since  beginning of the first minute that is listed for itself */
export async function intakeStats(pool: pg.Pool, since: Date): Promise<IntakeStats> {
  // One statement, one snapshot: nothing is counted on both sides of `since`.
  const { rows } = await pool.query<OlderCounts & { minute: Date | null }>(
    `select case when minute >= $1 then minute end as minute, account_id as "accountId", sum(accepted)::float8 as accepted,
            sum(repeats)::float8 as repeats, sum(revisions)::float8 as revisions, sum(quarantined)::float8 as quarantined
       from intake.tally group by 1, 2 order by 1, 2`,
    [since],
  );
  const nothing: Counts = { accepted: 0, repeats: 0, revisions: 0, quarantined: 0 };
  return {
    totals: rows.reduce<Counts>(add, nothing),
    older: rows.filter(({ minute }) => minute === null).map(({ minute: _, ...counts }) => counts),
    minutes: rows.flatMap(({ minute, ...counts }) => (minute ? [{ minute: minute.toISOString(), ...counts }] : [])),
  };
}

/** Adds up minutes of days ago, so that the reckoning stays quick however long the hub runs. */
export async function sumUpOldMinutes(pool: pg.Pool): Promise<void> {
  await pool.query(
    `with gone as (
       delete from intake.tally where minute < now() - ${KEPT_APART} and minute > ${SUMMED_UP}
       returning account_id, accepted, repeats, revisions, quarantined, last_contact_at)
     insert into intake.tally as t (minute, account_id, shard, accepted, repeats, revisions, quarantined, last_contact_at)
     select ${SUMMED_UP}, account_id, 0, sum(accepted), sum(repeats), sum(revisions), sum(quarantined), max(last_contact_at)
       from gone group by account_id
     on conflict (minute, account_id, shard) do update
        set accepted = t.accepted + excluded.accepted, repeats = t.repeats + excluded.repeats,
            revisions = t.revisions + excluded.revisions, quarantined = t.quarantined + excluded.quarantined,
            last_contact_at = greatest(t.last_contact_at, excluded.last_contact_at)`,
  );
}

function add(a: Counts, b: Counts): Counts {
  return {
    accepted: a.accepted + b.accepted,
    repeats: a.repeats + b.repeats,
    revisions: a.revisions + b.revisions,
    quarantined: a.quarantined + b.quarantined,
  };
}
