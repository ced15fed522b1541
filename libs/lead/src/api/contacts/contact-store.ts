import { phoneIdentity } from '@tributary/contact';
import type pg from 'pg';
import { foldForSearch } from '../../batch/search-text.js';
import type { LeadDecision } from '../../decision.js';
import { Conditions, containing, readsLead, type Scope } from '../scope.js';

export interface ContactRow {
  readonly id: string;
  readonly revision: number;
  readonly account_id: string;
  readonly channel: string;
  readonly line: string;
  readonly conversation_id: string;
  readonly external_id: string;
  readonly occurred_at: Date;
  readonly received_at: Date;
  /** In which order those of one moment were taken. */
  readonly position: string;
  readonly published_at: Date;
  readonly matched_at: Date;
  readonly assigned_at: Date | null;
  readonly snapshot: Buffer;
  readonly not_lead_reason: string | null;
  readonly decision: LeadDecision;
  readonly person_id: string | null;
  readonly person_name: string | null;
  readonly lead_id: string | null;
  readonly lead_status: string | null;
  readonly manager_id: string | null;
}

export interface ContactFilter {
  readonly accountId?: string;
  readonly channel?: string;
  readonly externalId?: string;
  readonly personId?: string;
  readonly leadId?: string;
  readonly since?: Date;
  readonly q?: string;
}

const CONTACTS = `
  select c.id, c.revision, c.account_id, c.channel, c.line, c.conversation_id, c.external_id, c.occurred_at, c.received_at, c.position,
         c.published_at, c.matched_at, c.assigned_at, c.snapshot, c.not_lead_reason, c.decision, c.person_id,
         p.name as person_name, c.lead_id, l.status as lead_status, l.manager_id
    from lead.contact c
    left join lead.person p on p.id = c.person_id
    left join lead.lead l on l.id = c.lead_id`;

/** @param before  received_at, position and id of the last one seen */
export async function listContacts(
  pool: pg.Pool,
  scope: Scope,
  filter: ContactFilter,
  page: { limit: number; before?: readonly [string, number, string] | undefined },
): Promise<ContactRow[]> {
  const where = new Conditions();
  // A contact without a lead is nobody's: managers see those of leads only.
  if (!scope.all) where.add(`c.lead_id is not null and ${readsLead(scope, 'l', where)}`);
  where.addIf(filter.accountId, (value) => `c.account_id = ${value}`);
  where.addIf(filter.channel, (value) => `c.channel = ${value}`);
  where.addIf(filter.externalId, (value) => `c.external_id = ${value}`);
  where.addIf(filter.personId, (value) => `c.person_id = ${value}`);
  where.addIf(filter.leadId, (value) => `c.lead_id = ${value}`);
  where.addIf(filter.since, (value) => `c.received_at >= ${value}`);
  if (filter.q) where.add(`(${searched(filter.q).map((pattern) => `c.search like ${where.value(pattern)}`).join(' or ')})`);
  if (page.before) where.add(`(c.received_at, c.position, c.id) < (${where.value(page.before[0])}::timestamptz, ${where.value(page.before[1])}::bigint, ${where.value(page.before[2])}::uuid)`);
  const { rows } = await pool.query<ContactRow>(
    `${CONTACTS} ${where.toString()} order by c.received_at desc, c.position desc, c.id desc limit ${where.value(page.limit)}`,
    where.values,
  );
  return rows;
}

export async function findContact(pool: pg.Pool, id: string): Promise<ContactRow | undefined> {
  const { rows } = await pool.query<ContactRow>(`${CONTACTS} where c.id = $1`, [id]);
  return rows[0];
}

export async function findContacts(pool: pg.Pool, ids: readonly string[]): Promise<ContactRow[]> {
  return ids.length === 0 ? [] : (await pool.query<ContactRow>(`${CONTACTS} where c.id = any($1::uuid[])`, [ids])).rows;
}

/** The words as they are, and a phone number as it is kept, however it was typed. */
function searched(q: string): string[] {
  const phone = phoneIdentity(q);
  const digits = q.replace(/[\s().+-]/g, '');
  const patterns = [containing(foldForSearch(q))];
  if (phone) patterns.push(containing(phone.value));
  else if (/^\d{4,}$/.test(digits) && digits !== q) patterns.push(containing(digits));
  return patterns;
}
