import type { Transaction } from '@tributary/event-log';
import type { InboundContact, PoisonRecord } from './inbound-contact.js';
import type { KnownIdentity } from './match.js';
import { readContacts, readIdentities, type StoredContacts } from './read-known.js';
import { distinctIdentities } from './settle-persons.js';
import { readOffice, readOfficeNow, type OfficeConfig } from '../office/office-config.js';
import { together } from '../sql/together.js';

/** What the database knows before the batch: everything that hangs on its records alone, in one flight. */
export interface Ground extends StoredContacts {
  readonly identities: Map<string, KnownIdentity>;
  readonly office: OfficeConfig;
  /** By the database's clock. */
  readonly at: Date;
}

export async function readGround(tx: Transaction, contacts: readonly InboundContact[], poison: readonly PoisonRecord[] = []): Promise<Ground> {
  const ids = contacts.map(({ id }) => id);
  for (const { contactId } of poison) if (contactId !== undefined) ids.push(contactId);
  const [stored, identities, { version, at }] = await together([
    readContacts(tx, ids),
    readIdentities(tx, distinctIdentities(contacts)),
    readOfficeNow(tx),
  ]);
  return { ...stored, identities, office: await readOffice(tx, version), at };
}
