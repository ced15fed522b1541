import { TOPICS } from '@tributary/event-log';
import type { Transaction } from '@tributary/event-log';
import type { PersonMatch } from '@tributary/routing';
import { decode } from '../batch/decode.js';
import type { InboundContact } from '../batch/inbound-contact.js';
import { readCompanies, type KnownCompany } from '../batch/read-companies.js';
import { personThen, type LeadDecision } from '../decision.js';

/** A contact that opened a lead, with what was known of its person. */
export interface PastLead {
  readonly leadId: string;
  readonly contact: InboundContact;
  readonly line: string;
  readonly openedAt: Date;
  /** Undefined: still open. */
  readonly closedAt: Date | undefined;
  readonly person: PersonMatch;
  readonly isVip: boolean;
  readonly company: KnownCompany | undefined;
}

interface Row {
  lead_id: string;
  line: string;
  opened_at: Date;
  closed_at: Date | null;
  /** Null: its contacts were moved elsewhere. */
  snapshot: Buffer | null;
  decision: LeadDecision;
  published_at: Date;
  manager_id: string | null;
  name: string | null;
  vip: boolean | null;
}

const CHUNK = 250;
// Cut before anything is joined: a chunk costs the same whatever is behind it.
const SELECT = `
  select l.id as lead_id, l.line, l.opened_at, l.closed_at, c.snapshot, c.decision, c.published_at, p.manager_id, p.name, p.vip
    from (select * from lead.lead where (opened_at, id) > ($1, $2::uuid) and opened_at <= $3 order by opened_at, id limit $4) l
    left join lead.person p on p.id = l.person_id
    left join lateral (select snapshot, decision, published_at from lead.contact where lead_id = l.id order by received_at, id limit 1) c on true
   order by l.opened_at, l.id`;

/** Leads that were opened since then, by age, in chunks. */
export async function* pastLeads(tx: Transaction, since: Date, until: Date): AsyncGenerator<PastLead[]> {
  let after: { at: Date; id: string } = { at: since, id: '00000000-0000-0000-0000-000000000000' };
  for (;;) {
    const { rows } = await tx.query<Row>(SELECT, [after.at, after.id, until, CHUNK]);
    if (rows.length > 0) yield withCompanies(tx, rows);
    const last = rows.at(-1);
    if (!last || rows.length < CHUNK) return;
    after = { at: last.opened_at, id: last.lead_id };
  }
}

/** The lead that a contact opened or joined. */
export async function pastLeadOf(tx: Transaction, contactId: string): Promise<PastLead | undefined> {
  const { rows } = await tx.query<Row>(
    `select l.id as lead_id, coalesce(l.line, c.line) as line, coalesce(l.opened_at, c.received_at) as opened_at, l.closed_at, c.snapshot, c.decision, c.published_at,
            p.manager_id, p.name, p.vip
       from lead.contact c left join lead.lead l on l.id = c.lead_id left join lead.person p on p.id = c.person_id where c.id = $1`,
    [contactId],
  );
  return (await withCompanies(tx, rows))[0];
}

async function withCompanies(tx: Transaction, rows: readonly Row[]): Promise<PastLead[]> {
  const read = rows.flatMap((row) => {
    if (!row.snapshot) return [];
    const { contacts: [contact] } = decode([{ topic: TOPICS.contacts, key: '', value: row.snapshot, headers: {}, offset: '', appendedAt: row.published_at }]);
    return contact ? [{ row, contact }] : [];
  });
  const companies = await readCompanies(tx, read.map(({ contact }) => contact));
  return read.map(({ row, contact }) => ({
    leadId: row.lead_id, contact, line: row.line, openedAt: row.opened_at, closedAt: row.closed_at ?? undefined,
    person: personThen(row), isVip: row.vip === true, company: companies.get(contact.id),
  }));
}
