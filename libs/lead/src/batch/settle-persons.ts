import type { Transaction } from '@tributary/event-log';
import type { ContactIdentity, InboundContact } from './inbound-contact.js';
import { match, type KnownIdentity, type Matching, type NewIdentity, type StoredContact, type Strength } from './match.js';
import { readIdentities, readStrengths } from './read-known.js';
import { insertIdentities, reassignIdentities, verifyIdentities } from './write-identities.js';
import { uuidV7 } from '../sql/uuid-v7.js';

/** An identity was there, then erased, while the batch looked at it: the batch is tried again from its beginning. */
export class IdentityRaceError extends Error {
  override readonly name = 'IdentityRaceError';
}

/**
 * Finds every contact's person and claims the new identities. The unique index decides races: what another transaction
 * claimed first is read again and everything is matched anew, so that nobody is ever made twice.
 * @param known  owners of these contacts' identities, by key; completed here
 * @throws IdentityRaceError
 */
export async function settlePersons(
  tx: Transaction,
  contacts: readonly InboundContact[],
  stored: ReadonlyMap<string, StoredContact>,
  known: Map<string, KnownIdentity>,
): Promise<Matching> {
  const people = new People(tx, contacts, stored, known);
  let matching = await people.match();
  const claimed = inOrder(matching.newIdentities);
  if (claimed.length > 0 && (await insertIdentities(tx, claimed)) < claimed.length) {
    await people.learnLost(claimed);
    matching = await people.match();
    await reassignIdentities(tx, inOrder(matching.newIdentities));
  }
  if (matching.newlyVerified.size > 0) await verifyIdentities(tx, inOrder(matching.newlyVerified));
  return matching;
}

class People {
  readonly #strengths = new Map<string, Strength>();
  readonly #newPersonIds = new Map<string, string>();

  constructor(
    readonly tx: Transaction,
    readonly contacts: readonly InboundContact[],
    readonly stored: ReadonlyMap<string, StoredContact>,
    readonly identities: Map<string, KnownIdentity>,
  ) {}

  /** Most batches compare nobody; where persons compete, their strengths are read and the match is run again. */
  async match(): Promise<Matching> {
    const known = { contacts: this.stored, identities: this.identities, strengths: this.#strengths };
    for (;;) {
      const matching = match(this.contacts, known, (contact) => this.#newPersonId(contact));
      if (matching.unweighed.size === 0) return matching;
      const strengths = await readStrengths(this.tx, matching.unweighed);
      for (const id of matching.unweighed) this.#strengths.set(id, strengths.get(id) ?? { verifiedIdentities: 0, createdAtMs: 0 });
    }
  }

  async learnLost(claimed: readonly NewIdentity[]): Promise<void> {
    const now = await readIdentities(this.tx, claimed.map(({ identity }) => identity));
    for (const { identity, personId } of claimed) {
      const owner = now.get(identity.key);
      if (!owner) throw new IdentityRaceError('an identity was erased meanwhile');
      if (owner.personId !== personId) this.identities.set(identity.key, owner);
    }
  }

  #newPersonId(contact: InboundContact): string {
    let id = this.#newPersonIds.get(contact.id);
    if (!id) this.#newPersonIds.set(contact.id, (id = uuidV7()));
    return id;
  }
}

export function distinctIdentities(contacts: readonly InboundContact[]): ContactIdentity[] {
  const byKey = new Map<string, ContactIdentity>();
  for (const { identities } of contacts) for (const identity of identities) byKey.set(identity.key, identity);
  return [...byKey.values()];
}

/** One order for everybody, so that two transactions never wait for each other. */
function inOrder<T>(byKey: ReadonlyMap<string, T>): T[] {
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
