import type { Transaction } from '@tributary/event-log';
import { textArray, uuidArray } from '@tributary/storage';
import { identityKey, type ContactIdentity } from './inbound-contact.js';
import type { KnownIdentity, StoredContact, Strength } from './match.js';

export interface StoredContacts {
  readonly contacts: ReadonlyMap<string, StoredContact>;
  /** Contacts of which a record stands in quarantine. */
  readonly quarantined: ReadonlySet<string>;
  /** False: nobody was ever erased, and nothing needs to be hashed. */
  readonly anyTombstone: boolean;
  /** False: no company is known by anything, and none is looked for. */
  readonly anyCompany: boolean;
}

/** One trip for all that hangs on contact ids. */
export async function readContacts(tx: Transaction, ids: readonly string[]): Promise<StoredContacts> {
  const { rows } = await tx.query<[string, string, number, string | null, string | null, string, string | null]>({
    name: 'lead.read-contacts',
    rowMode: 'array',
    text: `
      select 'stored', c.id::text, c.revision, c.person_id::text, c.lead_id::text, c.line, l.manager_id::text
        from lead.contact c left join lead.lead l on l.id = c.lead_id where c.id = any($1::uuid[])
      union all
      select 'quarantined', contact_id, 0, null, null, '', null
        from lead.quarantine where contact_id = any($1::uuid[]::text[]) and resolved_at is null
      union all
      select 'tombstone', '', 0, null, null, '', null where exists (select from lead.tombstone)
      union all
      select 'company', '', 0, null, null, '', null where exists (select from lead.company_identity)`,
    values: [uuidArray(ids)],
  });
  const contacts = new Map<string, StoredContact>();
  const quarantined = new Set<string>();
  let anyTombstone = false;
  let anyCompany = false;
  for (const [what, id, revision, personId, leadId, line, managerId] of rows) {
    if (what === 'stored') contacts.set(id, { revision, personId: personId ?? undefined, leadId: leadId ?? undefined, line, managerId: managerId ?? undefined });
    else if (what === 'quarantined') quarantined.add(id);
    else if (what === 'company') anyCompany = true;
    else anyTombstone = true;
  }
  return { contacts, quarantined, anyTombstone, anyCompany };
}

export async function readIdentities(
  tx: Transaction,
  identities: readonly ContactIdentity[],
): Promise<Map<string, KnownIdentity>> {
  const known = new Map<string, KnownIdentity>();
  if (identities.length === 0) return known;
  const { rows } = await tx.query<[string, string, string | null, boolean, boolean]>({
    name: 'lead.read-identities',
    rowMode: 'array',
    text: `
      select i.type, i.value, i.person_id::text, i.verified, i.shared
        from unnest($1::text[], $2::text[]) as asked (type, value)
        join lead.identity i on i.type = asked.type and i.value = asked.value`,
    values: [textArray(identities.map(({ type }) => type)), textArray(identities.map(({ value }) => value))],
  });
  for (const [type, value, personId, verified, shared] of rows) {
    known.set(identityKey(type, value), { personId: shared ? undefined : personId!, verified, shared });
  }
  return known;
}

export async function readStrengths(tx: Transaction, personIds: Iterable<string>): Promise<Map<string, Strength>> {
  const { rows } = await tx.query<[string, Date, number]>({
    name: 'lead.read-strengths',
    rowMode: 'array',
    text: `
      select p.id::text, p.created_at,
             (select count(*)::int from lead.identity i where i.person_id = p.id and i.verified and not i.shared)
        from lead.person p where p.id = any($1::uuid[])`,
    values: [uuidArray([...personIds])],
  });
  return new Map(rows.map(([id, createdAt, verifiedIdentities]) => [id, { verifiedIdentities, createdAtMs: createdAt.getTime() }]));
}

export interface KnownPerson {
  readonly id: string;
  readonly name: string;
  readonly company: string;
  readonly managerId: string | undefined;
  readonly isVip: boolean;
  /** Lines on which they ever had a lead: a further one there is a repeat. */
  readonly linesBefore: readonly string[];
}

/** A person that was merged or erased between two statements: the batch is tried again from its beginning. */
export class PersonGoneError extends Error {
  override readonly name = 'PersonGoneError';
}

/**
 * Locks the batch's persons in order of id: nobody else opens, closes or merges anything of theirs until the end.
 * @throws PersonGoneError
 */
export async function lockPersons(tx: Transaction, personIds: readonly string[]): Promise<Map<string, KnownPerson>> {
  if (personIds.length === 0) return new Map();
  const { rows } = await tx.query<[string, string, string, string | null, boolean, boolean, string[]]>({
    name: 'lead.lock-persons',
    rowMode: 'array',
    text: `
      select p.id::text, p.name, p.company, p.manager_id::text, p.vip,
             p.merged_into is not null or p.erased_at is not null,
             array(select distinct l.line from lead.lead l where l.person_id = p.id)
        from lead.person p where p.id = any($1::uuid[]) order by p.id for no key update`,
    values: [uuidArray([...personIds].sort())],
  });
  const persons = new Map<string, KnownPerson>();
  for (const [id, name, company, managerId, isVip, gone, linesBefore] of rows) {
    if (!gone) persons.set(id, { id, name, company, managerId: managerId ?? undefined, isVip, linesBefore });
  }
  if (persons.size < personIds.length) throw new PersonGoneError('a person of the batch was merged or erased meanwhile');
  return persons;
}

export interface OpenLead {
  readonly id: string;
  readonly managerId: string | undefined;
}

export function openLeadKey(personId: string, line: string): string {
  return `${personId} ${line}`;
}

/**
 * Open leads of locked persons, by `openLeadKey`. Locked themselves: a transfer or take under way ends first.
 * @param conversationIds  that we answered in at the provider: their open leads are locked in the same order, and found among the others
 */
export async function lockOpenLeads(tx: Transaction, personIds: readonly string[], conversationIds: readonly string[] = []): Promise<Map<string, OpenLead>> {
  if (personIds.length === 0 && conversationIds.length === 0) return new Map();
  const { rows } = await tx.query<[string, string | null, string, string | null]>({
    name: 'lead.lock-open-leads',
    rowMode: 'array',
    text: `
      select id::text, person_id::text, line, manager_id::text
        from lead.lead
       where id in (select id from lead.lead where person_id = any($1::uuid[])
                    union select c.lead_id from lead.conversation v join lead.contact c on c.id = v.reply_to where v.id = any($2::uuid[]))
         and status = 'open' order by id for no key update`,
    values: [uuidArray(personIds), uuidArray(conversationIds)],
  });
  return new Map(rows.map(([id, personId, line, managerId]) => [openLeadKey(personId ?? id, line), { id, managerId: managerId ?? undefined }]));
}
