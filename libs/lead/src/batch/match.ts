import type { ContactIdentity, InboundContact } from './inbound-contact.js';

/** What the database knew before the batch. */
export interface Known {
  /** Contacts that were stored before, by id. */
  readonly contacts: ReadonlyMap<string, StoredContact>;
  /** Owners by identity key. */
  readonly identities: ReadonlyMap<string, KnownIdentity>;
  /** Persons whose strength had to be compared. @see Matching.unweighed */
  readonly strengths: ReadonlyMap<string, Strength>;
}

export interface StoredContact {
  readonly revision: number;
  readonly personId: string | undefined;
  readonly leadId: string | undefined;
  readonly line: string;
  /** Who has its lead. */
  readonly managerId: string | undefined;
}

export interface KnownIdentity {
  /** Empty for shared ones. */
  readonly personId: string | undefined;
  readonly verified: boolean;
  readonly shared: boolean;
}

export interface Strength {
  readonly verifiedIdentities: number;
  readonly createdAtMs: number;
}

/** How a contact came to its person. */
export type Basis =
  /** It carries identities of one known person. */
  | 'identity'
  /** It carries identities of several; the strongest took it. */
  | 'strongest'
  /** Its identities were unknown: a new person. */
  | 'unknown'
  /** It carries none: a person of its own. */
  | 'anonymous'
  /** It carries shared ones only: no person until told. */
  | 'shared'
  /** The provider denies that it is from whom it says: no person until told. */
  | 'disputed'
  /** Nobody was looked for. */
  | 'none';

export interface Match {
  readonly contact: InboundContact;
  /** `reconsidered`: stored as no lead by an earlier revision, and this one is no longer that. */
  readonly kind: 'new' | 'revised' | 'reconsidered';
  readonly basis: Basis;
  readonly personId: string | undefined;
  /** Identities by which the person was found. */
  readonly matchedBy: readonly ContactIdentity[];
  /** Who it could have been, the strongest first; only where there were several. */
  readonly candidates?: readonly Candidate[];
}

export interface Candidate extends Strength {
  readonly id: string;
}

export interface NewIdentity {
  readonly identity: ContactIdentity;
  readonly personId: string;
  readonly contactId: string;
  verified: boolean;
}

/** Two persons that one contact says are the same. */
export interface Suggestion {
  readonly personId: string;
  readonly otherPersonId: string;
  readonly contactId: string;
  readonly line: string;
  /** The contact's identities that are the other person's. */
  readonly identities: readonly ContactIdentity[];
  /** A provider vouches, in this very contact, for an identity of each. */
  readonly vouchedFor: boolean;
}

export interface Matching {
  /** In the order of the records; repeats and lower revisions are left out. */
  readonly matches: readonly Match[];
  readonly newPersons: ReadonlySet<string>;
  readonly newIdentities: ReadonlyMap<string, NewIdentity>;
  /** Known as stated by the sender, now vouched for by a provider. */
  readonly newlyVerified: ReadonlyMap<string, ContactIdentity>;
  readonly suggestions: readonly Suggestion[];
  /** Persons that had to be compared without knowing their strength: the result counts only when this is empty. */
  readonly unweighed: ReadonlySet<string>;
}

/**
 * Finds each contact's person exactly as if the contacts came one by one, so that the cut of batches decides nothing.
 * Pure.
 * @param newPersonId  id for the person that this contact brings; the same for the same contact
 */
export function match(
  contacts: readonly InboundContact[],
  known: Known,
  newPersonId: (contact: InboundContact) => string,
): Matching {
  return new Matcher(known, newPersonId).run(contacts);
}

/** For contacts whose person somebody chose: nobody is looked for. */
export function chosen(contacts: readonly InboundContact[], personId: string): Matching {
  const matchedBy = [{ key: '', type: 'person', value: personId, raw: personId, verified: true, disputed: false }];
  return {
    matches: contacts.map((contact) => ({ contact, kind: 'new', basis: 'identity', personId, matchedBy })),
    newPersons: new Set(),
    newIdentities: new Map(),
    newlyVerified: new Map(),
    suggestions: [],
    unweighed: new Set(),
  };
}

class Matcher {
  readonly #matches: Match[] = [];
  readonly #newPersons = new Set<string>();
  readonly #newIdentities = new Map<string, NewIdentity>();
  readonly #newlyVerified = new Map<string, ContactIdentity>();
  readonly #suggestions: Suggestion[] = [];
  readonly #unweighed = new Set<string>();
  /** Contacts of this batch as they stand now. */
  readonly #seen = new Map<string, { revision: number; personId: string | undefined; placed: boolean }>();
  readonly #verifiedAdded = new Map<string, number>();

  constructor(
    readonly known: Known,
    readonly newPersonId: (contact: InboundContact) => string,
  ) {}

  run(contacts: readonly InboundContact[]): Matching {
    for (const contact of contacts) this.#take(contact);
    return {
      matches: this.#matches,
      newPersons: this.#newPersons,
      newIdentities: this.#newIdentities,
      newlyVerified: this.#newlyVerified,
      suggestions: this.#suggestions,
      unweighed: this.#unweighed,
    };
  }

  #take(contact: InboundContact): void {
    const earlier = this.#stateOf(contact.id);
    if (earlier && contact.revision <= earlier.revision) return;
    const matched = earlier && (earlier.placed || contact.notLeadReason !== undefined)
      ? this.#revise(contact, earlier.personId)
      : this.#find(contact, earlier ? 'reconsidered' : 'new');
    this.#matches.push(matched);
    const placed = matched.kind === 'revised' ? earlier!.placed : contact.notLeadReason === undefined;
    this.#seen.set(contact.id, { revision: contact.revision, personId: matched.personId, placed });
  }

  #stateOf(id: string): { revision: number; personId: string | undefined; placed: boolean } | undefined {
    const seen = this.#seen.get(id);
    if (seen) return seen;
    const stored = this.known.contacts.get(id);
    return stored && { ...stored, placed: stored.personId !== undefined || stored.leadId !== undefined };
  }

  /** A revision keeps its person; what it newly says belongs to that person, unless somebody else has it. */
  #revise(contact: InboundContact, personId: string | undefined): Match {
    if (personId !== undefined && contact.notLeadReason === undefined) {
      const usable = contact.identities.filter((identity) => this.#isUsable(identity));
      this.#suggest(contact, personId, usable);
      this.#attach(contact, personId, usable);
    }
    return { contact, kind: 'revised', basis: 'none', personId, matchedBy: [] };
  }

  #find(contact: InboundContact, kind: 'new' | 'reconsidered'): Match {
    if (contact.notLeadReason !== undefined) return { contact, kind, basis: 'none', personId: undefined, matchedBy: [] };
    const usable = contact.identities.filter((identity) => this.#isUsable(identity));
    if (usable.length === 0 && contact.identities.length > 0) {
      const basis = contact.identities.some(({ disputed }) => disputed) ? 'disputed' : 'shared';
      return { contact, kind, basis, personId: undefined, matchedBy: [] };
    }
    const owners = new Set<string>();
    for (const { key } of usable) {
      const owner = this.#ownerOf(key);
      if (owner !== undefined) owners.add(owner);
    }
    const candidates = owners.size > 1 ? this.#rank(owners) : undefined;
    const personId = candidates?.[0]?.id ?? owners.values().next().value ?? this.#create(contact);
    const matchedBy = usable.filter(({ key }) => this.#ownerOf(key) === personId);
    if (owners.size > 1) this.#suggest(contact, personId, usable);
    this.#attach(contact, personId, usable);
    return { contact, kind, basis: basisOf(owners.size, usable.length), personId, matchedBy, ...(candidates && { candidates }) };
  }

  #create(contact: InboundContact): string {
    const personId = this.newPersonId(contact);
    this.#newPersons.add(personId);
    return personId;
  }

  #rank(owners: ReadonlySet<string>): Candidate[] {
    return [...owners].map((id) => ({ id, ...this.#strengthOf(id) })).sort(byStrength);
  }

  #strengthOf(personId: string): Strength {
    const added = this.#verifiedAdded.get(personId) ?? 0;
    if (this.#newPersons.has(personId)) return { verifiedIdentities: added, createdAtMs: Number.POSITIVE_INFINITY };
    const strength = this.known.strengths.get(personId);
    if (!strength) this.#unweighed.add(personId);
    return { verifiedIdentities: (strength?.verifiedIdentities ?? 0) + added, createdAtMs: strength?.createdAtMs ?? 0 };
  }

  #suggest(contact: InboundContact, personId: string, usable: readonly ContactIdentity[]): void {
    const others = new Map<string, ContactIdentity[]>();
    for (const identity of usable) {
      const owner = this.#ownerOf(identity.key);
      if (owner === undefined || owner === personId) continue;
      others.set(owner, [...(others.get(owner) ?? []), identity]);
    }
    const isVouchedFor = usable.some(({ key, verified }) => verified && this.#ownerOf(key) === personId);
    for (const [otherPersonId, identities] of others) {
      const vouchedFor = isVouchedFor && identities.some(({ verified }) => verified);
      this.#suggestions.push({ personId, otherPersonId, contactId: contact.id, line: contact.envelope.line, identities, vouchedFor });
    }
  }

  #attach(contact: InboundContact, personId: string, usable: readonly ContactIdentity[]): void {
    for (const identity of usable) {
      const owner = this.#ownerOf(identity.key);
      if (owner === undefined) {
        this.#newIdentities.set(identity.key, { identity, personId, contactId: contact.id, verified: identity.verified });
        if (identity.verified) this.#countVerified(personId);
      } else if (owner === personId && identity.verified) {
        this.#verify(identity, personId);
      }
    }
  }

  #verify(identity: ContactIdentity, personId: string): void {
    const added = this.#newIdentities.get(identity.key);
    if (added ? added.verified : this.known.identities.get(identity.key)!.verified || this.#newlyVerified.has(identity.key)) return;
    if (added) added.verified = true;
    else this.#newlyVerified.set(identity.key, identity);
    this.#countVerified(personId);
  }

  #countVerified(personId: string): void {
    this.#verifiedAdded.set(personId, (this.#verifiedAdded.get(personId) ?? 0) + 1);
  }

  #ownerOf(key: string): string | undefined {
    return this.#newIdentities.get(key)?.personId ?? this.known.identities.get(key)?.personId;
  }

  #isUsable({ key, disputed }: ContactIdentity): boolean {
    return !disputed && this.known.identities.get(key)?.shared !== true;
  }
}

function basisOf(owners: number, usable: number): Basis {
  if (owners > 1) return 'strongest';
  if (owners === 1) return 'identity';
  return usable > 0 ? 'unknown' : 'anonymous';
}

/** More verified identities, then the older, then the smaller id: the same every time. */
function byStrength(a: Strength & { id: string }, b: Strength & { id: string }): number {
  if (a.verifiedIdentities !== b.verifiedIdentities) return b.verifiedIdentities - a.verifiedIdentities;
  if (a.createdAtMs !== b.createdAtMs) return a.createdAtMs - b.createdAtMs;
  return a.id < b.id ? -1 : 1;
}
