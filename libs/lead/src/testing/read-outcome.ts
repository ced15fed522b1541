import { fromBinary } from '@bufbuild/protobuf';
import { LeadEventKind, LeadEventSchema } from '@tributary/proto';
import { withClient } from '@tributary/storage';
import type { LeadDatabase } from './database.js';
import type { Outcome } from './serial-model.js';
import { trying } from '../merging/trying.js';

/** What stands in the database, with persons and leads numbered in order of appearance: ids are UUIDv7. */
export async function readOutcome(db: LeadDatabase, nameOf: (contactId: string) => string): Promise<Outcome> {
  const numbered = async (sql: string) => new Map((await db.rows<{ id: string }>(sql)).map(({ id }, index) => [id, index]));
  const persons = await numbered('select id from lead.person order by id');
  const leads = await numbered('select id from lead.lead order by id');
  const number = (numbers: Map<string, number>, id: string | null) => (id === null ? null : numbers.get(id)!);
  const contacts = await db.rows<{ id: string; revision: number; person_id: string | null; lead_id: string | null; not_lead_reason: string | null }>('select * from lead.contact');
  const leadRows = await db.rows<{ person_id: string; line: string; name: string | null; contacts_count: number }>(
    'select l.person_id, l.line, m.name, l.contacts_count from lead.lead l left join lead.manager m on m.id = l.manager_id order by l.id');
  const identities = await db.rows<{ type: string; value: string; person_id: string; verified: boolean }>('select * from lead.identity');
  const suggestions = await db.rows<{ contact_id: string; person_id: string; other_person_id: string }>('select * from lead.suggestion');
  const [tally] = await db.rows<Outcome['tally']>(
    'select coalesce(sum(leads_opened), 0)::int as opened, coalesce(sum(joined), 0)::int as joined, coalesce(sum(not_leads), 0)::int as "notLeads" from lead.tally');
  return {
    contacts: Object.fromEntries(contacts.map((row) => [row.id, { revision: row.revision, person: number(persons, row.person_id), lead: number(leads, row.lead_id), reason: row.not_lead_reason }])),
    leads: leadRows.map((row) => ({ person: persons.get(row.person_id)!, line: row.line, manager: row.name, contacts: row.contacts_count })),
    identities: Object.fromEntries(identities.map((row) => [`${row.type}:${row.value}`, { person: persons.get(row.person_id)!, verified: row.verified }])),
    suggestions: suggestions.map((row) => `${nameOf(row.contact_id)}: ${persons.get(row.person_id)} ${persons.get(row.other_person_id)}`).sort(),
    tally: tally!,
    events: (await readEvents(db)).map(({ kind, leadId, contactId, contactRevision }) => `${LeadEventKind[kind].toLowerCase()} ${leads.get(leadId)} ${nameOf(contactId)}/${contactRevision}`),
  };
}

/** Everything that was appended to leads.events.v1, in order. */
export async function readEvents(db: LeadDatabase) {
  const rows = await withClient(db.adminUrl, { applicationName: 'spec' }, async (client) =>
    (await client.query<{ value: Buffer }>(
      `select r.value from log.record r join log.topic t on t.id = r.topic where t.name = 'leads.events.v1' order by r.epoch, r.xid, r.pos`)).rows);
  return rows.map(({ value }) => fromBinary(LeadEventSchema, value));
}

/** Every row of the tables that contacts write, as text, to see that nothing changed. */
export async function dump(db: LeadDatabase): Promise<string[]> {
  const tables = ['contact', 'person', 'identity', 'lead', 'suggestion', 'merge', 'merge_item', 'activity', 'shared_identity', 'tally', 'tombstone', 'quarantine', 'queue'];
  const parts = await Promise.all(tables.map((table) => db.rows<{ row: string }>(`select '${table} ' || t::text as row from lead.${table} t order by 1`)));
  return parts.flat().map(({ row }) => row);
}

/** A service that runs meanwhile may hold what it needs: then it is tried again. */
export async function empty(db: LeadDatabase): Promise<void> {
  await trying(() => withClient(db.adminUrl, { applicationName: 'spec' }, async (client) => {
    await client.query('truncate lead.contact, lead.person, lead.identity, lead.lead, lead.suggestion, lead.merge, lead.merge_item, lead.activity, lead.shared_identity, lead.tally, lead.tombstone, lead.erasure, lead.likeness_key, lead.person_company, lead.company_identity, lead.company, lead.quarantine, lead.load, lead.assignment, lead.task, lead.conversation, lead.conversation_item, lead.reply, lead.participant, lead.conversation_view, lead.canned_answer, lead.automatic_answer, lead.on_it, log.record');
    await client.query('update lead.queue set cursor = null');
  }));
}
