import { fromBinary } from '@bufbuild/protobuf';
import type { Transaction } from '@tributary/event-log';
import { EnvelopeSchema } from '@tributary/proto';
import { inTransaction } from '@tributary/storage';
import type pg from 'pg';
import { identityKey } from '../batch/inbound-contact.js';
import type { Tombstones } from '../batch/tombstones.js';
import { ContactRaceError } from '../batch/write-contacts.js';
import { eraseConversations, lockContacts } from '../conversations/erase-conversations.js';
import { lockPeople } from '../merging/lock-people.js';
import { trying } from '../merging/trying.js';
import { uuidV7 } from '../sql/uuid-v7.js';
import { writeErasure, type Erasure } from './erasure.js';

export interface EraseDeps {
  readonly pool: pg.Pool;
  readonly tombstones: Tombstones;
}

/** Erased already, merged into another or never made. */
export class NobodyToEraseError extends Error {
  override readonly name = 'NobodyToEraseError';
}

/**
 * Erases a person from this service in one transaction: with whom was merged into them, their identities, contacts,
 * leads, activities, suggestions and journal. What stays is the bare id, and keyed hashes that stop what occurred before.
 * Intake and the notifier do their part by what is queued here.
 * @throws NobodyToEraseError
 */
export async function erasePerson(deps: EraseDeps, personId: string, actor: string): Promise<Erasure> {
  return trying(() => inTransaction(deps.pool, (tx) => erase(tx, deps.tombstones, personId, actor)));
}

async function erase(tx: Transaction, tombstones: Tombstones, personId: string, actor: string): Promise<Erasure> {
  const personIds = await withMerged(tx, personId);
  const before = await contactsOf(tx, personIds, await identitiesOf(tx, personIds));
  const { persons, leads } = await lockPeople(tx, personIds, before.leadIds);
  const person = persons.get(personId);
  if (!person || person.gone) throw new NobodyToEraseError(`there is no person ${personId}`);
  const identities = await identitiesOf(tx, personIds);
  const theirs = await contactsOf(tx, personIds, identities);
  if (theirs.leadIds.some((id) => !before.leadIds.includes(id))) throw new ContactRaceError('a lead of nobody came to what is being erased');
  const contactIds = await lockContacts(tx, personIds, theirs.ids);
  const erasure: Erasure = {
    id: uuidV7(),
    personIds,
    contactIds,
    leadIds: leads.map(({ id }) => id),
    identityHashes: identities.map(({ type, value }) => tombstones.hash('identity', identityKey(type, value))),
    actor,
    erasedAt: new Date(),
  };
  await writeErasure(tx, erasure, tombstones);
  await deleteRows(tx, erasure);
  return erasure;
}

/** The person and everybody who became it, by whatever way. */
async function withMerged(tx: Transaction, personId: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `with recursive they as (
       select id from lead.person where id = $1
       union select p.id from they join lead.merge m on m.survivor_id = they.id and m.undone_at is null join lead.person p on p.id = m.merged_id and p.merged_into = they.id)
     select id from they`,
    [personId],
  );
  return rows.map(({ id }) => id);
}

interface Named {
  readonly type: string;
  readonly value: string;
}

/** Their own; an office's number is not. */
async function identitiesOf(tx: Transaction, personIds: readonly string[]): Promise<Named[]> {
  const { rows } = await tx.query<Named>('select type, value from lead.identity where person_id = any($1::uuid[]) and not shared', [personIds]);
  return rows;
}

/** Contacts of theirs, and those of nobody (no leads, disputed mail) that carry an identity of theirs, with the leads of the latter, which are nobody's either. */
async function contactsOf(tx: Transaction, personIds: readonly string[], identities: readonly Named[]): Promise<{ ids: string[]; leadIds: string[] }> {
  const { rows } = await tx.query<{ id: string }>('select id from lead.contact where person_id = any($1::uuid[])', [personIds]);
  const own = rows.map(({ id }) => id);
  if (identities.length === 0) return { ids: own, leadIds: [] };
  const { rows: strays } = await tx.query<{ id: string; lead_id: string | null; snapshot: Buffer }>(
    `select id, lead_id, snapshot from lead.contact where person_id is null and exists (
       select from unnest($1::text[]) as named (value) where position(lower(named.value) in search) > 0)`,
    [identities.map(({ value }) => value)],
  );
  const keys = new Set(identities.map(({ type, value }) => identityKey(type, value)));
  const theirs = strays.filter(({ snapshot }) => fromBinary(EnvelopeSchema, snapshot).identities.some(({ type, value }) => keys.has(identityKey(type, value))));
  return { ids: [...own, ...theirs.map(({ id }) => id)], leadIds: theirs.flatMap(({ lead_id }) => lead_id ?? []) };
}

/** Everything that tells of them. @param erasure  persons and contacts that may partly be gone already */
export async function deleteRows(tx: Transaction, { personIds, contactIds }: Pick<Erasure, 'personIds' | 'contactIds'>): Promise<void> {
  await tx.query(
    `delete from lead.merge_item i using lead.merge m where i.merge_id = m.id and (m.survivor_id = any($1::uuid[]) or m.merged_id = any($1::uuid[]))`,
    [personIds],
  );
  await tx.query('delete from lead.merge where survivor_id = any($1::uuid[]) or merged_id = any($1::uuid[])', [personIds]);
  await tx.query('delete from lead.suggestion where person_id = any($1::uuid[]) or other_person_id = any($1::uuid[]) or contact_id = any($2::uuid[])', [personIds, contactIds]);
  await tx.query('delete from lead.likeness_key where person_id = any($1::uuid[])', [personIds]);
  await tx.query('delete from lead.person_company where person_id = any($1::uuid[])', [personIds]);
  await tx.query('delete from lead.activity where person_id = any($1::uuid[])', [personIds]);
  await tx.query('delete from lead.task where person_id = any($1::uuid[])', [personIds]);
  await tx.query('delete from lead.assignment a using lead.lead l where a.lead_id = l.id and l.person_id = any($1::uuid[])', [personIds]);
  await tx.query('delete from lead.shared_identity s using lead.identity i where i.person_id = any($1::uuid[]) and not i.shared and s.type = i.type and s.value = i.value', [personIds]);
  await tx.query('delete from lead.identity where person_id = any($1::uuid[]) and not shared', [personIds]);
  await tx.query('update lead.identity set person_id = null, contact_id = null, raw = value where person_id = any($1::uuid[])', [personIds]);
  await tx.query('delete from lead.lead where person_id = any($1::uuid[]) or id in (select lead_id from lead.contact where id = any($2::uuid[]) and person_id is null)', [personIds, contactIds]);
  await eraseConversations(tx, personIds, contactIds);
  await tx.query('delete from lead.contact where id = any($2::uuid[]) or person_id = any($1::uuid[])', [personIds, contactIds]);
  await tx.query('delete from lead.quarantine where contact_id = any($1::uuid[]::text[])', [contactIds]);
  await tx.query(`update lead.person set name = '', company = '', manager_id = null, vip = false, merged_into = null, erased_at = coalesce(erased_at, now()) where id = any($1::uuid[])`, [personIds]);
}
