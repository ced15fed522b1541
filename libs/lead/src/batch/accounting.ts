import type { Transaction } from '@tributary/event-log';
import type { Ground } from './ground.js';
import type { InboundContact, PoisonRecord } from './inbound-contact.js';
import type { Placing, Placement } from './place.js';
import { quarantine, settleQuarantined } from './quarantine.js';
import { Tally, type TallyField } from './tally.js';
import { uuidV7 } from '../sql/uuid-v7.js';
import type { Tombstones } from './tombstones.js';

const FIELDS: Readonly<Record<Exclude<Placement['outcome'], 'revised'>, TallyField>> = {
  opened: 'leadsOpened',
  joined: 'joined',
  'not-lead': 'notLeads',
};

/** Sees to it that each contact of a batch is counted once, wherever it ends. */
export class Accounting {
  readonly #tally = new Tally();
  #stopped = 0;

  constructor(
    readonly tx: Transaction,
    readonly ground: Ground,
  ) {}

  /** How many contacts a tombstone stopped. */
  get stopped(): number {
    return this.#stopped;
  }

  /** Counted is what nobody knew before, neither stored nor put aside. @returns how many were put aside now */
  async putAside(poison: readonly PoisonRecord[], contacts: readonly InboundContact[]): Promise<number> {
    const { ground } = this;
    const known = new Set([...ground.contacts.keys(), ...ground.quarantined, ...contacts.map(({ id }) => id)]);
    const firsts = new Set(poison.filter(({ contactId }) => contactId === undefined || (!known.has(contactId) && known.add(contactId))));
    const added = await quarantine(this.tx, poison, (each) => firsts.has(each));
    for (const each of added) if (firsts.has(each)) this.#tally.add('quarantined', each.accountId, each.receivedAt);
    return added.length;
  }

  /** What was erased stays away; who was never seen is counted once, by a tombstone of their own. */
  async sift(contacts: readonly InboundContact[], tombstones: Tombstones): Promise<readonly InboundContact[]> {
    const { living, buried, forgotten } = await tombstones.sift(this.tx, contacts);
    const stopped = [...buried, ...forgotten].map(({ id }) => id).filter((id) => !this.ground.contacts.has(id));
    this.#stopped = stopped.length;
    if (stopped.length > 0) await this.#eraseElsewhere([...new Set(stopped)]);
    if (buried.length === 0) return living;
    await tombstones.bury(this.tx, buried, new Date());
    for (const { id, envelope, receivedAt } of new Map(buried.map((contact) => [contact.id, contact])).values()) {
      if (!this.ground.contacts.has(id)) this.#tally.add('notLeads', envelope.accountId, receivedAt);
    }
    return living;
  }

  /** Intake stored them: it has to erase them as well. */
  async #eraseElsewhere(contactIds: readonly string[]): Promise<void> {
    await this.tx.query(
      `insert into lead.erasure (id, person_ids, contact_ids, lead_ids, identity_hashes, actor, filed_at) values ($1, '{}', $2, '{}', '{}', 'tombstone', now())`,
      [uuidV7(), contactIds],
    );
  }

  /** What ends otherwise now than before moves from one column to the other. */
  async count({ placements }: Placing): Promise<void> {
    const ends = new Map<string, { contact: InboundContact; field: TallyField }>();
    for (const { match, outcome } of placements) {
      const { contact, kind } = match;
      if (outcome === 'revised') continue;
      if (kind === 'reconsidered' && !ends.has(contact.id)) this.#add('notLeads', contact, -1);
      ends.set(contact.id, { contact, field: FIELDS[outcome] });
    }
    for (const { contact, field } of ends.values()) this.#add(field, contact, 1);
    const settled = placements.map(({ match }) => match.contact).filter(({ id }) => this.ground.quarantined.has(id));
    if (settled.length === 0) return;
    for (const { accountId, minute } of await settleQuarantined(this.tx, settled)) this.#tally.add('quarantined', accountId, minute, -1);
  }

  async write(): Promise<void> {
    await this.#tally.write(this.tx);
  }

  #add(field: TallyField, { envelope, receivedAt }: InboundContact, by: 1 | -1): void {
    this.#tally.add(field, envelope.accountId, receivedAt, by);
  }
}
