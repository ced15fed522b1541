import type pg from 'pg';

/** What the lead service has of a stretch of time, for the audit of custody. */
export interface LeadCustody {
  readonly contacts: readonly { id: string; accountId: string; revision: number }[];
  /** Ids of contacts that could not be stored and lie in quarantine. */
  readonly quarantined: readonly string[];
}

/** @param window  by time of receipt at intake */
export async function leadCustody(pool: pg.Pool, { from, to }: { from: Date; to: Date }): Promise<LeadCustody> {
  const { rows: contacts } = await pool.query<LeadCustody['contacts'][number]>(
    `select id, account_id as "accountId", revision from lead.contact where received_at >= $1 and received_at < $2`,
    [from, to],
  );
  const { rows: quarantined } = await pool.query<{ id: string }>(
    `select distinct contact_id as id from lead.quarantine
      where minute >= date_trunc('minute', $1::timestamptz) and minute < $2 and contact_id is not null and resolved_at is null`,
    [from, to],
  );
  return { contacts, quarantined: quarantined.map(({ id }) => id) };
}
