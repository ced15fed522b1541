import type { Transaction } from '@tributary/event-log';
import { conversationId } from '../conversations/by-contacts.js';
import { decide, type ByHand, type Decided } from './decide.js';
import type { Ground } from './ground.js';
import type { InboundContact } from './inbound-contact.js';
import { chosen, type Matching } from './match.js';
import { place, type Placing } from './place.js';
import { readCompanies, type KnownCompany } from './read-companies.js';
import { lockOpenLeads, lockPersons, type KnownPerson, type OpenLead } from './read-known.js';
import { openOffice } from '../office/open-office.js';
import { Counter } from './counter.js';
import { settlePersons } from './settle-persons.js';
import { together } from '../sql/together.js';
import { uuidV7 } from '../sql/uuid-v7.js';

const NO_COMPANIES: ReadonlyMap<string, KnownCompany> = new Map();

/** Everything that is decided of a batch, nothing of it written yet but the identities, which are claimed. */
export interface Placed {
  readonly matching: Matching;
  readonly placing: Placing;
  readonly decided: Decided;
  readonly persons: ReadonlyMap<string, KnownPerson>;
  /** By contact id. */
  readonly companies: ReadonlyMap<string, KnownCompany>;
  /** Locked. */
  readonly openLeads: ReadonlyMap<string, OpenLead>;
  readonly matchedAt: Date;
  readonly assignedAt: Date;
  readonly byHand: ByHand | undefined;
}

/**
 * Persons, leads, managers, in this order and with their locks in this order: identities by key, persons by id, leads by
 * id, queues by id. The queues come last, because other workers wait for them until the commit.
 */
export async function placeBatch(tx: Transaction, contacts: readonly InboundContact[], ground: Ground, byHand?: ByHand): Promise<Placed> {
  const matching = byHand?.personId === undefined
    ? await settlePersons(tx, contacts, ground.contacts, ground.identities)
    : chosen(contacts, byHand.personId);
  const personIds = knownPersonIds(matching);
  const [companies, persons, openLeads] = await together([
    ground.anyCompany ? readCompanies(tx, contacts) : NO_COMPANIES,
    lockPersons(tx, personIds),
    lockOpenLeads(tx, personIds, answeredIn(contacts)),
  ]);
  const matchedAt = new Date();
  const { office: config, contacts: stored } = ground;
  const placing = place(matching, { lines: config.lines, persons, openLeads, stored, repeatAlways: byHand !== undefined }, uuidV7);
  const counter = new Counter(config, persons, companies);
  const office = await openOffice(tx, config, counter.queuesOf(placing.placements), ground.at);
  const decided = decide(placing.placements, { office, counter, persons }, byHand);
  return { matching, placing, decided, persons, companies, openLeads, matchedAt, assignedAt: ground.at, byHand };
}

/** Conversations with a message of our own that the provider tells us of. */
function answeredIn(contacts: readonly InboundContact[]): string[] {
  const own = contacts.filter(({ envelope: { reach, automatic } }) => reach && automatic?.kind === 'own');
  return [...new Set(own.map(({ envelope: { accountId, conversationId: sourceId } }) => conversationId(accountId, sourceId)))];
}

function knownPersonIds({ matches, newPersons, newIdentities }: Matching): string[] {
  const ids = new Set<string>();
  for (const { personId } of matches) if (personId !== undefined && !newPersons.has(personId)) ids.add(personId);
  for (const { personId } of newIdentities.values()) if (!newPersons.has(personId)) ids.add(personId);
  return [...ids];
}
