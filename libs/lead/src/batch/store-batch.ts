import type { LogRecord, LogWriter, Transaction } from '@tributary/event-log';
import { Accounting } from './accounting.js';
import type { ByHand } from './decide.js';
import { decode, refused, type Decoded } from './decode.js';
import { readGround } from './ground.js';
import type { InboundContact } from './inbound-contact.js';
import { placeBatch, type Placed } from './place-batch.js';
import type { Placing } from './place.js';
import type { Tombstones } from './tombstones.js';
import { writeBatch } from './write-batch.js';
import { together } from '../sql/together.js';

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
  /** Pairs of persons that contacts said are one. */
  readonly bridged: number;
  /** Contacts that a tombstone stopped. */
  readonly stopped: number;
  /** Leads that wait in a queue. */
  readonly waiting: number;
}

/**
 * The set-based transaction of design §7: contacts by id and revision, identities, persons, leads, manager, events.
 * Everything is keyed by contact id and revision, so a redelivered record does nothing.
 * @param tx  a pipelined connection, begun and not committed by the caller
 */
export async function storeRecords(tx: Transaction, records: readonly LogRecord[], deps: StoreDeps): Promise<Stored> {
  return store(tx, decode(records), deps);
}

/** Puts records aside that the database refused. */
export async function storePoison(tx: Transaction, records: readonly LogRecord[], reason: string, deps: StoreDeps): Promise<Stored> {
  const { contacts, poison } = decode(records);
  return store(tx, { contacts: [], poison: [...poison, ...contacts.map((contact) => refused(contact, reason))] }, deps);
}

/**
 * A lead entered by hand is a contact that no log brought: the same rules, no accounting, and always a lead.
 * @returns the lead, and whether it was open before
 * @throws PersonGoneError  the chosen person doesn't exist
 */
export async function storeByHand(tx: Transaction, contact: InboundContact, byHand: ByHand, deps: StoreDeps): Promise<{ leadId: string; joined: boolean }> {
  const [, ground] = await together([planByKeys(tx), readGround(tx, [contact])]);
  const placed = await placeBatch(tx, [contact], ground, byHand);
  await writeBatch(tx, placed, ground, deps.logWriter);
  const { leadId, outcome } = placed.placing.placements[0]!;
  return { leadId: leadId!, joined: outcome === 'joined' };
}

async function store(tx: Transaction, { contacts, poison }: Decoded, deps: StoreDeps): Promise<Stored> {
  const [, ground] = await together([planByKeys(tx), readGround(tx, contacts, poison)]);
  const accounting = new Accounting(tx, ground);
  const quarantined = poison.length > 0 ? await accounting.putAside(poison, contacts) : 0;
  const living = ground.anyTombstone ? await accounting.sift(contacts, deps.tombstones) : contacts;
  const fresh = living.filter(({ id, revision }) => revision > (ground.contacts.get(id)?.revision ?? 0));
  const placed = fresh.length > 0 ? await placeBatch(tx, fresh, ground) : undefined;
  if (placed) await accounting.count(placed.placing);
  await together([accounting.write(), placed && writeBatch(tx, placed, ground, deps.logWriter)]);
  return { ...counts(placed?.placing.placements ?? []), quarantined, bridged: placed?.matching.suggestions.length ?? 0, stopped: accounting.stopped, waiting: waitingIn(placed) };
}

/** Every lookup is by key. A plan that was made while the tables were small, and is kept, would read them whole. */
export async function planByKeys(tx: Transaction): Promise<void> {
  await tx.query('set local enable_seqscan = off');
}

function waitingIn(placed: Placed | undefined): number {
  return placed ? [...placed.decided.choices.values()].filter(({ waiting }) => waiting === 'queue').length : 0;
}

function counts(placements: Placing['placements']): Omit<Stored, 'quarantined' | 'bridged' | 'stopped' | 'waiting'> {
  const found = { opened: 0, joined: 0, notLeads: 0, revised: 0 };
  for (const { outcome } of placements) found[outcome === 'not-lead' ? 'notLeads' : outcome] += 1;
  return found;
}
