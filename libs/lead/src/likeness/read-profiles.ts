import { fromBinary } from '@bufbuild/protobuf';
import type { Transaction } from '@tributary/event-log';
import { EnvelopeSchema, type Envelope } from '@tributary/proto';
import { dateOf, fieldKind } from './form-facts.js';
import type { Profile } from './profile.js';

/** So many contacts of a person are looked at: more of the same tell nothing new. */
const CONTACTS = 20;
const MOST_VALUES = 10;

/** What likeness needs of living persons, from their identities and contacts. Shared identities tell nothing. */
export async function readProfiles(tx: Transaction, personIds: readonly string[]): Promise<Map<string, Profile>> {
  const { rows: persons } = await tx.query<{ id: string; name: string; company: string }>(
    'select id, name, company from lead.person where id = any($1::uuid[]) and merged_into is null and erased_at is null', [personIds]);
  const { rows: identities } = await tx.query<{ person_id: string; type: string; value: string }>(
    'select person_id, type, value from lead.identity where person_id = any($1::uuid[]) and not shared', [personIds]);
  const { rows: contacts } = await tx.query<{ person_id: string; snapshot: Buffer }>(
    `select c.person_id, c.snapshot from unnest($1::uuid[]) as asked (id)
       cross join lateral (select person_id, snapshot from lead.contact where person_id = asked.id limit ${CONTACTS}) c`, [personIds]);
  const drafts = new Map(persons.map(({ id, name, company }) => [id, new Draft(id, name, company)]));
  for (const { person_id, type, value } of identities) drafts.get(person_id)?.addIdentity(type, value);
  for (const { person_id, snapshot } of contacts) drafts.get(person_id)?.addContact(fromBinary(EnvelopeSchema, snapshot));
  return new Map([...drafts].map(([id, draft]) => [id, draft.profile]));
}

class Draft {
  readonly #names = new Set<string>();
  readonly #companies = new Set<string>();
  readonly #phones = new Set<string>();
  readonly #emails = new Set<string>();
  readonly #devices = new Set<string>();
  readonly #numbers = new Set<string>();
  readonly #fields = { address: new Set<string>(), place: new Set<string>(), birthDate: new Set<string>() };

  constructor(readonly id: string, name: string, company: string) {
    if (name) this.#names.add(name);
    if (company) this.#companies.add(company);
  }

  addIdentity(type: string, value: string): void {
    if (type === 'phone') this.#phones.add(value);
    if (type === 'email') this.#emails.add(value);
  }

  addContact({ sender, attribution, content }: Envelope): void {
    if (sender?.name) this.#names.add(sender.name);
    if (sender?.company) this.#companies.add(sender.company);
    for (const ids of [attribution?.clickIds, attribution?.clientIds]) for (const [kind, id] of Object.entries(ids ?? {})) if (id) this.#devices.add(`${kind} ${id}`);
    if (content.case === 'client' && content.value.inn) this.#numbers.add(content.value.inn);
    if (content.case !== 'form') return;
    for (const { name, label, value } of content.value.fields) {
      const kind = fieldKind(name, label);
      const kept = kind === 'birthDate' ? dateOf(value) : value.slice(0, 200).trim();
      if (kind && kept) this.#fields[kind].add(kept);
    }
  }

  get profile(): Profile {
    const some = (values: ReadonlySet<string>): string[] => [...values].slice(0, MOST_VALUES);
    return {
      id: this.id,
      names: some(this.#names),
      companies: some(this.#companies),
      phones: some(this.#phones),
      emails: some(this.#emails),
      devices: some(this.#devices),
      numbers: some(this.#numbers),
      addresses: some(this.#fields.address),
      places: some(this.#fields.place),
      birthDates: some(this.#fields.birthDate),
    };
  }
}
