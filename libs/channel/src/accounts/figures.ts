import type pg from 'pg';

/** What an account brought in. */
export interface Counts {
  readonly accepted: number;
  readonly repeats: number;
  readonly revisions: number;
  readonly quarantined: number;
}

/** Counted of one account: today, in quarantine, and the latest of it. */
export interface Figures extends Counts {
  readonly account_id: string;
  readonly last_contact_at: Date | null;
  readonly open: number;
  readonly failed_at: Date | null;
  readonly failure_class: string;
  readonly code: string;
  readonly detail: string;
}

export const NO_COUNTS: Counts = { accepted: 0, repeats: 0, revisions: 0, quarantined: 0 };

/** One pass over the tally for all accounts together. */
export async function figuresOf(pool: pg.Pool): Promise<Map<string, Figures>> {
  const { rows } = await pool.query<Figures>(
    `with today as (
       select account_id, sum(accepted)::int as accepted, sum(repeats)::int as repeats, sum(revisions)::int as revisions,
              sum(quarantined)::int as quarantined, max(last_contact_at) as last_contact_at
         from intake.tally where minute >= date_trunc('day', now()) group by 1),
     waiting as (select account_id, count(*)::int as open from intake.quarantine where status = 'open' group by 1)
     select a.id as account_id, coalesce(t.accepted, 0) as accepted, coalesce(t.repeats, 0) as repeats, coalesce(t.revisions, 0) as revisions,
            coalesce(t.quarantined, 0) as quarantined, greatest(t.last_contact_at, h.last_contact_at, s.last_contact_at) as last_contact_at,
            coalesce(w.open, 0) as open, f.*
       from intake.account a
       left join today t on t.account_id = a.id
       left join waiting w on w.account_id = a.id
       left join lateral (
         select last_contact_at from intake.half_hour where account_id = a.id and last_contact_at is not null order by start desc limit 1) h on true
       left join intake.tally s on s.minute = 'epoch' and s.account_id = a.id and s.shard = 0
       left join lateral (
         select received_at as failed_at, failure_class, code, detail from intake.quarantine
          where w.open > 0 and account_id = a.id and status = 'open' order by received_at desc limit 1) f on true
      where a.deleted_at is null`,
  );
  return new Map(rows.map((row) => [row.account_id, row]));
}
