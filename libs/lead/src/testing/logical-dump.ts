import type { LeadDatabase } from './database.js';

/**
 * What stands in the database, ordered, without times and decisions (these tell what was known at the time). Persons and
 * leads are named by the first contact of theirs, so that dumps of two databases compare.
 * @param nameOf  of a contact by its id
 */
export async function logicalDump(db: LeadDatabase, nameOf: (contactId: string) => string): Promise<Record<string, unknown[]>> {
  const contacts = await db.rows<{ id: string; revision: number; line: string; person_id: string | null; lead_id: string | null; not_lead_reason: string | null }>('select * from lead.contact');
  const named = contacts.map((row) => ({ ...row, name: nameOf(row.id) })).sort((a, b) => (a.name < b.name ? -1 : 1));
  const names = new Map<string, string>();
  for (const { name, person_id, lead_id } of named) {
    for (const [kind, id] of [['person', person_id], ['lead', lead_id]] as const) if (id !== null && !names.has(id)) names.set(id, `${kind} of ${name}`);
  }
  const of = (id: string | null): string | null => (id === null ? null : (names.get(id) ?? 'unknown'));
  const leads = await db.rows<Record<string, string>>('select id, person_id, line, status, outcome, merged_into, contacts_count from lead.lead');
  const persons = await db.rows<Record<string, string>>('select p.id, p.name, p.company, m.name as manager, p.merged_into from lead.person p left join lead.manager m on m.id = p.manager_id');
  const identities = await db.rows<Record<string, string>>('select type, value, person_id, verified, shared from lead.identity');
  const suggestions = await db.rows<Record<string, string>>('select person_id, other_person_id, status from lead.suggestion');
  return {
    contacts: named.map(({ name, revision, line, person_id, lead_id, not_lead_reason }) => [name, revision, line, of(person_id), of(lead_id), not_lead_reason]),
    leads: sorted(leads.map((row) => [of(row['id']!), of(row['person_id']!), row['line'], row['status'], row['outcome'], of(row['merged_into']!), row['contacts_count']])),
    persons: sorted(persons.map((row) => [of(row['id']!), row['name'], row['company'], row['manager'], of(row['merged_into']!)])),
    identities: sorted(identities.map((row) => [row['type'], row['value'], of(row['person_id']!), row['verified'], row['shared']])),
    suggestions: sorted(suggestions.map((row) => [[of(row['person_id']!), of(row['other_person_id']!)].sort(), row['status']])),
  };
}

function sorted(rows: unknown[][]): unknown[][] {
  return rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
