import type { Transaction } from '@tributary/event-log';
import { boolArray, textArray, uuidArray } from '@tributary/storage';
import type { Match, Matching, Suggestion } from './match.js';
import { DEFAULT_LINE } from './place.js';
import type { KnownPerson } from './read-known.js';
import type { OfficeLine } from '../office/office-config.js';
import { together } from '../sql/together.js';

/** What the batch makes of a person: for new ones everything, for known ones what was empty before. */
export interface PersonFacts {
  readonly id: string;
  name: string;
  company: string;
  managerId: string | undefined;
}

export interface PersonChanges {
  readonly created: readonly PersonFacts[];
  readonly completed: readonly PersonFacts[];
}

/** First come, first kept: a name, a company and an own manager are filled in where there are none. Pure. */
export function personChanges(
  matching: Matching,
  known: ReadonlyMap<string, KnownPerson>,
  newOwners: ReadonlyMap<string, string>,
): PersonChanges {
  const created = new Map<string, PersonFacts>();
  for (const id of matching.newPersons) created.set(id, { id, name: '', company: '', managerId: newOwners.get(id) });
  const completed = new Map<string, PersonFacts>();
  const facts = (id: string): PersonFacts => {
    const isNew = created.get(id) ?? completed.get(id);
    if (isNew) return isNew;
    const { name, company, managerId } = known.get(id)!;
    const copy = { id, name, company, managerId };
    completed.set(id, copy);
    return copy;
  };
  for (const { personId, contact } of matching.matches as readonly Match[]) {
    if (personId === undefined || contact.notLeadReason !== undefined || !contact.envelope.sender) continue;
    const person = facts(personId);
    person.name ||= contact.envelope.sender.name;
    person.company ||= contact.envelope.sender.company;
  }
  // Of persons whom nobody has, or who are with somebody who left.
  for (const [id, managerId] of newOwners) facts(id).managerId = managerId;
  return { created: [...created.values()], completed: [...completed.values()].filter((person) => differs(person, known.get(person.id)!)) };
}

function differs(person: PersonFacts, before: KnownPerson): boolean {
  return person.name !== before.name || person.company !== before.company || person.managerId !== before.managerId;
}

export async function writePersons(tx: Transaction, { created, completed }: PersonChanges): Promise<void> {
  await together([created.length > 0 && insertPersons(tx, created), completed.length > 0 && completePersons(tx, completed)]);
}

async function insertPersons(tx: Transaction, created: readonly PersonFacts[]): Promise<void> {
  await tx.query({
    name: 'lead.insert-persons',
    text: `
      insert into lead.person (id, name, company, manager_id)
      select * from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[])`,
    values: columns(created),
  });
}

async function completePersons(tx: Transaction, completed: readonly PersonFacts[]): Promise<void> {
  await tx.query({
    name: 'lead.complete-persons',
    text: `
      update lead.person p set name = n.name, company = n.company, manager_id = n.manager_id
        from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[]) as n (id, name, company, manager_id)
       where p.id = n.id`,
    values: columns(completed),
  });
}

/** A pair that was suggested before, open, accepted or rejected for good, is not suggested again. */
export async function insertSuggestions(tx: Transaction, suggestions: readonly Suggestion[], lines: ReadonlyMap<string, OfficeLine>): Promise<void> {
  const reasons = suggestions.map(({ identities }) =>
    JSON.stringify(identities.map(({ type, value }) => ({ code: 'exact-identity', type, value }))),
  );
  const isAutomatic = ({ line, vouchedFor }: Suggestion): boolean => vouchedFor && (lines.get(line) ?? lines.get(DEFAULT_LINE))?.autoMerge === true;
  await tx.query({
    name: 'lead.insert-suggestions',
    text: `
      insert into lead.suggestion (person_id, other_person_id, contact_id, reasons, automatic)
      select person_id, other_person_id, contact_id, reasons::jsonb, automatic
        from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::boolean[]) as n (person_id, other_person_id, contact_id, reasons, automatic)
      on conflict do nothing`,
    values: [
      uuidArray(suggestions.map(({ personId }) => personId)),
      uuidArray(suggestions.map(({ otherPersonId }) => otherPersonId)),
      uuidArray(suggestions.map(({ contactId }) => contactId)),
      textArray(reasons),
      boolArray(suggestions.map(isAutomatic)),
    ],
  });
}

function columns(persons: readonly PersonFacts[]): Buffer[] {
  return [
    uuidArray(persons.map(({ id }) => id)),
    textArray(persons.map(({ name }) => name)),
    textArray(persons.map(({ company }) => company)),
    uuidArray(persons.map(({ managerId }) => managerId)),
  ];
}
