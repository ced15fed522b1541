import type { LogRecord, LogWriter, Transaction } from '@tributary/event-log';
import { v7 as uuidV7 } from 'uuid';
import { leadEventRecord } from '../lead-event.js';
import { contactRows } from './contact-rows.js';
import { decide, type ByHand, type Decided } from './decide.js';
import { decode, refused } from './decode.js';
import { happenings } from './happenings.js';
import type { InboundContact, PoisonRecord } from './inbound-contact.js';
import { chosen, type Matching } from './match.js';
import { place, type Placing } from './place.js';
import { quarantine, settleQuarantined } from './quarantine.js';
import { lockOpenLeads, lockPersons, readContacts, readLines, type KnownPerson, type StoredContacts } from './read-known.js';
import { settlePersons } from './settle-persons.js';
import { lockQueues, moveCursors, readStaff } from './staff.js';
import { Tally } from './tally.js';
import type { Tombstones } from './tombstones.js';
import { writeContacts, type Times } from './write-contacts.js';
import { insertLeads, joinLeads } from './write-leads.js';
import { insertSuggestions, personChanges, writePersons } from './write-persons.js';

export interface StoreDeps {
  readonly logWriter: LogWriter;
  readonly tombstones: Tombstones;
}

/** What became of a batch, for metrics. */
export interface Stored {
  readonly opened: number;
  readonly joined: number;
  readonly notLeads: number;
  readonly revised: number;
  readonly quarantined: number;
}

/**
 * The set-based transaction of design §7: contacts by id and revision, identities, persons, leads, manager, events.
 * Everything is keyed by contact id and revision, so a redelivered record does nothing. Locks are taken in one order:
 * identities by their key, persons by id, leads by id, queues by id.
 * @param tx  begun and not committed by the caller
 */
export async function storeRecords(tx: Transaction, records: readonly LogRecord[], deps: StoreDeps): Promise<Stored> {
  const { contacts, poison } = decode(records);
  // Every lookup here is by key. A plan that was made while the tables were small and stood cached would read them whole.
  await tx.query('set local enable_seqscan = off');
  return new BatchTransaction(tx, deps).run(contacts, poison);
}

/** Puts records aside that the database refused. */
export async function storePoison(tx: Transaction, records: readonly LogRecord[], reason: string, deps: StoreDeps): Promise<Stored> {
  const { contacts, poison } = decode(records);
  return new BatchTransaction(tx, deps).run([], [...poison, ...contacts.map((contact) => refused(contact, reason))]);
}

/**
 * A lead entered by hand is a contact that no log brought: the same rules, no accounting, and always a lead.
 * @returns id of the lead, opened or joined
 * @throws PersonGoneError  the chosen person doesn't exist
 */
export async function storeByHand(tx: Transaction, contact: InboundContact, byHand: ByHand, deps: StoreDeps): Promise<string> {
  return new BatchTransaction(tx, deps).enter(contact, byHand);
}

class BatchTransaction {
  readonly #tally = new Tally();

  constructor(
    readonly tx: Transaction,
    readonly deps: StoreDeps,
  ) {}

  async run(contacts: readonly InboundContact[], poison: readonly PoisonRecord[]): Promise<Stored> {
    const known = await readContacts(this.tx, idsOf(contacts, poison));
    const quarantined = poison.length > 0 ? await this.#putAside(poison, contacts, known) : 0;
    const living = known.anyTombstone ? await this.#sift(contacts, known) : contacts;
    const fresh = living.filter(({ id, revision }) => revision > (known.contacts.get(id)?.revision ?? 0));
    const placing = fresh.length > 0 ? await this.#place(fresh, known) : undefined;
    if (placing) await this.#settle(placing, known);
    await this.#tally.write(this.tx);
    return { ...counts(placing), quarantined };
  }

  async enter(contact: InboundContact, byHand: ByHand): Promise<string> {
    const known = await readContacts(this.tx, [contact.id]);
    const { placements } = await this.#place([contact], known, byHand);
    return placements[0]!.leadId!;
  }

  async #place(contacts: readonly InboundContact[], known: StoredContacts, byHand?: ByHand): Promise<Placing> {
    const matching = byHand?.personId === undefined ? await settlePersons(this.tx, contacts, known.contacts) : chosen(contacts, byHand.personId);
    const personIds = knownPersonIds(matching);
    const persons = await lockPersons(this.tx, personIds);
    const openLeads = await lockOpenLeads(this.tx, personIds);
    const matchedAt = new Date();
    const lines = await readLines(this.tx);
    const placing = place(matching, { lines, persons, openLeads, stored: known.contacts, repeatAlways: byHand !== undefined }, uuidV7);
    const decided = await this.#decide(placing, persons, byHand);
    await this.#write({ matching, placing, decided, persons, known, times: { matchedAt, assignedAt: new Date() } });
    return placing;
  }

  async #decide(placing: Placing, persons: ReadonlyMap<string, KnownPerson>, byHand: ByHand | undefined): Promise<Decided> {
    const queueIds = [...new Set(placing.opened.map(({ queueId }) => queueId))];
    const managerIds = [...persons.values(), ...placing.joined, ...(byHand ? [byHand] : [])].map(({ managerId }) => managerId);
    const staff = await readStaff(this.tx, [...new Set(managerIds.filter((id) => id != null))], queueIds);
    const queues = await lockQueues(this.tx, queueIds, staff);
    const decided = decide(placing.placements, { staff, persons, queues }, byHand);
    if (decided.moved.length > 0) await moveCursors(this.tx, decided.moved);
    return decided;
  }

  async #write({ matching, placing, decided, persons, known, times }: Outcome): Promise<void> {
    const changes = personChanges(matching, persons, decided.newOwners);
    await writePersons(this.tx, changes);
    if (matching.suggestions.length > 0) await insertSuggestions(this.tx, matching.suggestions);
    if (placing.joined.length > 0) await joinLeads(this.tx, placing.joined);
    if (placing.opened.length > 0) {
      const leads = placing.opened.map((lead) => ({ ...lead, managerId: decided.managerByLead.get(lead.id) }));
      await insertLeads(this.tx, leads, times.assignedAt);
    }
    await writeContacts(this.tx, contactRows(placing.placements), decided, times);
    const names = new Map([...changes.created, ...changes.completed].map(({ id, name }) => [id, name]));
    const happened = happenings(placing.placements, decided, known.contacts, (id) => names.get(id) ?? persons.get(id)?.name);
    await this.deps.logWriter.append(this.tx, happened.map(leadEventRecord));
  }

  /** @returns how many were not put aside before */
  async #putAside(poison: readonly PoisonRecord[], contacts: readonly InboundContact[], known: StoredContacts): Promise<number> {
    const counted = new Set([...known.contacts.keys(), ...known.quarantined, ...contacts.map(({ id }) => id)]);
    const firsts = new Set(poison.filter(({ contactId }) => contactId === undefined || (!counted.has(contactId) && counted.add(contactId))));
    const added = await quarantine(this.tx, poison, (each) => firsts.has(each));
    for (const each of added) if (firsts.has(each)) this.#tally.add('quarantined', each.accountId, each.receivedAt);
    return added.length;
  }

  /** What was erased stays away; who was never seen is counted once, by a tombstone of their own. */
  async #sift(contacts: readonly InboundContact[], known: StoredContacts): Promise<readonly InboundContact[]> {
    const { living, buried } = await this.deps.tombstones.sift(this.tx, contacts);
    if (buried.length === 0) return living;
    await this.deps.tombstones.bury(this.tx, buried, new Date());
    const first = new Map(buried.map((contact) => [contact.id, contact]));
    for (const { id, envelope, receivedAt } of first.values()) {
      if (!known.contacts.has(id)) this.#tally.add('notLeads', envelope.accountId, receivedAt);
    }
    return living;
  }

  /** Counts each contact once; what ends otherwise now than before moves. */
  async #settle({ placements }: Placing, known: StoredContacts): Promise<void> {
    const ends = new Map<string, Ending>();
    for (const { match, outcome } of placements) {
      const { contact, kind } = match;
      if (outcome === 'revised') continue;
      if (kind === 'reconsidered' && !ends.delete(contact.id)) this.#count('not-lead', contact, -1);
      ends.set(contact.id, { outcome, contact });
    }
    for (const { outcome, contact } of ends.values()) this.#count(outcome, contact, 1);
    const settled = placements.map(({ match }) => match.contact).filter(({ id }) => known.quarantined.has(id));
    if (settled.length === 0) return;
    for (const { accountId, minute } of await settleQuarantined(this.tx, settled)) this.#tally.add('quarantined', accountId, minute, -1);
  }

  #count(outcome: Ending['outcome'], { envelope, receivedAt }: InboundContact, by: 1 | -1): void {
    const field = outcome === 'opened' ? 'leadsOpened' : outcome === 'joined' ? 'joined' : 'notLeads';
    this.#tally.add(field, envelope.accountId, receivedAt, by);
  }
}

interface Outcome {
  readonly matching: Matching;
  readonly placing: Placing;
  readonly decided: Decided;
  readonly persons: ReadonlyMap<string, KnownPerson>;
  readonly known: StoredContacts;
  readonly times: Times;
}

interface Ending {
  readonly outcome: 'opened' | 'joined' | 'not-lead';
  readonly contact: InboundContact;
}

function idsOf(contacts: readonly InboundContact[], poison: readonly PoisonRecord[]): string[] {
  const ids = contacts.map(({ id }) => id);
  for (const { contactId } of poison) if (contactId !== undefined) ids.push(contactId);
  return ids;
}

function knownPersonIds({ matches, newPersons, newIdentities }: Matching): string[] {
  const ids = new Set<string>();
  for (const { personId } of matches) if (personId !== undefined && !newPersons.has(personId)) ids.add(personId);
  for (const { personId } of newIdentities.values()) if (!newPersons.has(personId)) ids.add(personId);
  return [...ids];
}

function counts(placing: Placing | undefined): Omit<Stored, 'quarantined'> {
  const found = { opened: 0, joined: 0, notLeads: 0, revised: 0 };
  for (const { outcome } of placing?.placements ?? []) found[outcome === 'not-lead' ? 'notLeads' : outcome] += 1;
  return found;
}
