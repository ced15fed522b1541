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

/** Intake's side of the reckoning. `older` are all minutes before those listed. */
export interface IntakeStats {
  readonly totals: Counts;
  readonly older: Counts;
  readonly minutes: readonly MinuteCounts[];
}

const LISTED = "interval '15 minutes'";
const KEPT_APART = "interval '3 days'";
/** The row that minutes are added to when nobody asks for them any more. */
const SUMMED_UP = "'epoch'::timestamptz";

export async function intakeStats(pool: pg.Pool): Promise<IntakeStats> {
  const minutes = await pool.query<Omit<MinuteCounts, 'minute'> & { minute: Date }>(
    `select minute, account_id as "accountId", sum(accepted)::int as accepted, sum(repeats)::int as repeats,
            sum(revisions)::int as revisions, sum(quarantined)::int as quarantined
       from intake.tally where minute >= now() - ${LISTED} group by 1, 2 order by 1, 2`,
  );
  const { rows } = await pool.query<Counts>(
    `select coalesce(sum(accepted), 0)::float8 as accepted, coalesce(sum(repeats), 0)::float8 as repeats,
            coalesce(sum(revisions), 0)::float8 as revisions, coalesce(sum(quarantined), 0)::float8 as quarantined
       from intake.tally where minute < now() - ${LISTED}`,
  );
  const [older = { accepted: 0, repeats: 0, revisions: 0, quarantined: 0 }] = rows;
  const listed = minutes.rows.map((row) => ({ ...row, minute: row.minute.toISOString() }));
  return { totals: listed.reduce(add, older), older, minutes: listed };
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
