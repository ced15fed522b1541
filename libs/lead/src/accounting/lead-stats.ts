import type pg from 'pg';

/** How contacts ended. */
export interface Counts {
  readonly leadsOpened: number;
  readonly joined: number;
  readonly notLeads: number;
  readonly quarantined: number;
}

/** The lead service's side of the reckoning, by the minute in which intake received the contacts. */
export interface LeadStats {
  readonly totals: Counts;
  readonly older: readonly (Counts & { accountId: string })[];
  readonly minutes: readonly (Counts & { minute: string; accountId: string })[];
}

/** @param since  beginning of the first minute that is listed for itself; what is older stands together, by account */
export async function leadStats(pool: pg.Pool, since: Date): Promise<LeadStats> {
  const { rows } = await pool.query<Counts & { minute: Date | null; accountId: string }>(
    `select case when minute >= $1 then minute end as minute, account_id as "accountId", sum(leads_opened)::float8 as "leadsOpened",
            sum(joined)::float8 as joined, sum(not_leads)::float8 as "notLeads", sum(quarantined)::float8 as quarantined
       from lead.tally group by 1, 2 order by 1, 2`,
    [since],
  );
  return {
    totals: rows.reduce<Counts>(add, { leadsOpened: 0, joined: 0, notLeads: 0, quarantined: 0 }),
    older: rows.filter(({ minute }) => minute === null).map(({ minute: _, ...counts }) => counts),
    minutes: rows.flatMap(({ minute, ...counts }) => (minute ? [{ minute: minute.toISOString(), ...counts }] : [])),
  };
}

/** Adds up minutes of days ago, so that the reckoning stays quick however long the hub runs. */
export async function sumUpOldMinutes(pool: pg.Pool): Promise<void> {
  await pool.query(
    `with gone as (
       delete from lead.tally where minute < now() - interval '3 days' and minute > 'epoch'::timestamptz
       returning account_id, leads_opened, joined, not_leads, quarantined)
     insert into lead.tally as t (minute, account_id, leads_opened, joined, not_leads, quarantined)
     select 'epoch'::timestamptz, account_id, sum(leads_opened), sum(joined), sum(not_leads), sum(quarantined) from gone group by account_id
     on conflict (minute, account_id) do update
        set leads_opened = t.leads_opened + excluded.leads_opened, joined = t.joined + excluded.joined,
            not_leads = t.not_leads + excluded.not_leads, quarantined = t.quarantined + excluded.quarantined`,
  );
}

function add(a: Counts, b: Counts): Counts {
  return {
    leadsOpened: a.leadsOpened + b.leadsOpened,
    joined: a.joined + b.joined,
    notLeads: a.notLeads + b.notLeads,
    quarantined: a.quarantined + b.quarantined,
  };
}
