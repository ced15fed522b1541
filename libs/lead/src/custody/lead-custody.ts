import type pg from 'pg';

/** What the lead service has of a stretch of time, for the audit of custody. */
export interface LeadCustody {
  readonly contacts: readonly { id: string; accountId: string; revision: number }[];
  /** Ids of contacts that could not be stored and lie in quarantine. */
  readonly quarantined: readonly string[];
}

/** By time of receipt at intake; of the ids behind `after` up to `until`. */
export interface CustodyWindow {
  readonly from: Date;
  readonly to: Date;
  readonly after?: string | undefined;
  readonly until?: string | undefined;
}

/** Without `until`; an audit asks so for those only that intake doesn't have. */
const MOST = 20_000;

export async function leadCustody(pool: pg.Pool, { from, to, after, until }: CustodyWindow): Promise<LeadCustody> {
  const { rows: contacts } = await pool.query<LeadCustody['contacts'][number]>(
    `select id, account_id as "accountId", revision from lead.contact
      where received_at >= $1 and received_at < $2 and ($3::uuid is null or id > $3) and ($4::uuid is null or id <= $4) order by id limit ${MOST}`,
    [from, to, after ?? null, until ?? null],
  );
  const { rows: quarantined } = await pool.query<{ id: string }>(
    `select distinct contact_id as id from lead.quarantine
      where minute >= date_trunc('minute', $1::timestamptz) and minute < $2 and contact_id is not null and resolved_at is null`,
    [from, to],
  );
  return { contacts, quarantined: quarantined.map(({ id }) => id) };
}
