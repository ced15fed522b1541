import type { Transaction } from '@tributary/event-log';
import { boolArray, textArray, uuidArray } from '@tributary/storage';
import type { ContactIdentity } from './inbound-contact.js';
import type { NewIdentity } from './match.js';

/** @returns how many were new; fewer than given when somebody else was quicker with some */
export async function insertIdentities(tx: Transaction, identities: readonly NewIdentity[]): Promise<number> {
  const { rowCount } = await tx.query({
    name: 'lead.insert-identities',
    text: `
      insert into lead.identity (type, value, raw, verified, person_id, contact_id)
      select * from unnest($1::text[], $2::text[], $3::text[], $4::boolean[], $5::uuid[], $6::uuid[])
      on conflict do nothing`,
    values: columns(identities),
  });
  return rowCount ?? 0;
}

/** Rows of this very transaction, whose person turned out to be another after a lost race. */
export async function reassignIdentities(tx: Transaction, identities: readonly NewIdentity[]): Promise<void> {
  await tx.query({
    name: 'lead.reassign-identities',
    text: `
      update lead.identity i set person_id = n.person_id, contact_id = n.contact_id, verified = n.verified, raw = n.raw
        from unnest($1::text[], $2::text[], $3::text[], $4::boolean[], $5::uuid[], $6::uuid[])
          as n (type, value, raw, verified, person_id, contact_id)
       where i.type = n.type and i.value = n.value`,
    values: columns(identities),
  });
}

export async function verifyIdentities(tx: Transaction, identities: readonly ContactIdentity[]): Promise<void> {
  await tx.query({
    name: 'lead.verify-identities',
    text: `
      update lead.identity i set verified = true
        from unnest($1::text[], $2::text[]) as n (type, value)
       where i.type = n.type and i.value = n.value`,
    values: [textArray(identities.map(({ type }) => type)), textArray(identities.map(({ value }) => value))],
  });
}

function columns(identities: readonly NewIdentity[]): Buffer[] {
  return [
    textArray(identities.map(({ identity }) => identity.type)),
    textArray(identities.map(({ identity }) => identity.value)),
    textArray(identities.map(({ identity }) => identity.raw)),
    boolArray(identities.map(({ verified }) => verified)),
    uuidArray(identities.map(({ personId }) => personId)),
    uuidArray(identities.map(({ contactId }) => contactId)),
  ];
}
