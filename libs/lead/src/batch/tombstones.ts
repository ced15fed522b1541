import { createHmac } from 'node:crypto';
import type { Transaction } from '@tributary/event-log';
import { byteaArray, textArray, timestamptzArray } from '@tributary/storage';
import type { InboundContact } from './inbound-contact.js';

/** What their key is derived for. */
export const TOMBSTONES_PURPOSE = 'tombstones';

export type TombstoneKind = 'contact' | 'identity';

/** Recognizes what was erased without keeping it. */
export class Tombstones {
  /** @param key  derived from the installation's secret key: without it the hashes tell nothing */
  constructor(readonly key: Uint8Array) {}

  hash(kind: TombstoneKind, value: string): Buffer {
    return createHmac('sha256', this.key).update(`${kind}\0${value}`).digest();
  }

  /**
   * Parts the contacts of a batch from what was erased: a contact that was erased itself, and one that names an erased
   * identity and occurred before the erasure or is a client record (mirrors know nothing of erasures).
   * A later contact of the same person passes, and makes a new person.
   */
  async sift(tx: Transaction, contacts: readonly InboundContact[]): Promise<Sifted> {
    const erasedAt = await this.#read(tx, contacts);
    const sifted: { living: InboundContact[]; buried: InboundContact[]; forgotten: InboundContact[] } = { living: [], buried: [], forgotten: [] };
    for (const contact of contacts) {
      if (erasedAt.has(this.#name('contact', contact.id))) sifted.forgotten.push(contact);
      else if (contact.identities.some(({ key }) => stops(contact, erasedAt.get(this.#name('identity', key))))) sifted.buried.push(contact);
      else sifted.living.push(contact);
    }
    return sifted;
  }

  /** So that redelivery of a buried contact is not counted again. */
  async bury(tx: Transaction, contacts: readonly InboundContact[], at: Date): Promise<void> {
    await tx.query({
      name: 'lead.bury-contacts',
      text: `
        insert into lead.tombstone (kind, hash, erased_at)
        select 'contact', hash, at from unnest($1::bytea[], $2::timestamptz[]) as t (hash, at)
        on conflict do nothing`,
      values: [byteaArray(contacts.map(({ id }) => this.hash('contact', id))), timestamptzArray(contacts.map(() => at))],
    });
  }

  /** Which of these contacts were erased, or stopped by an erased identity. */
  async erasedOf(tx: Transaction, contactIds: readonly string[]): Promise<Set<string>> {
    const byHash = new Map(contactIds.map((id) => [this.hash('contact', id).toString('hex'), id]));
    const { rows } = await tx.query<{ hash: string }>(
      `select encode(hash, 'hex') as hash from lead.tombstone where kind = 'contact' and hash = any($1::bytea[])`,
      [[...byHash.keys()].map((hash) => Buffer.from(hash, 'hex'))],
    );
    return new Set(rows.map(({ hash }) => byHash.get(hash)!));
  }

  async #read(tx: Transaction, contacts: readonly InboundContact[]): Promise<Map<string, Date>> {
    const asked = new Map<string, { kind: TombstoneKind; hash: Buffer }>();
    for (const { id, identities } of contacts) {
      asked.set(`contact ${id}`, { kind: 'contact', hash: this.hash('contact', id) });
      for (const { key } of identities) asked.set(`identity ${key}`, { kind: 'identity', hash: this.hash('identity', key) });
    }
    const all = [...asked.values()];
    const { rows } = await tx.query<[TombstoneKind, Buffer, Date]>({
      name: 'lead.read-tombstones',
      rowMode: 'array',
      text: `
        select t.kind, t.hash, t.erased_at from unnest($1::text[], $2::bytea[]) as asked (kind, hash)
          join lead.tombstone t on t.kind = asked.kind and t.hash = asked.hash`,
      values: [textArray(all.map(({ kind }) => kind)), byteaArray(all.map(({ hash }) => hash))],
    });
    return new Map(rows.map(([kind, hash, erasedAt]) => [`${kind} ${hash.toString('hex')}`, erasedAt]));
  }

  #name(kind: TombstoneKind, value: string): string {
    return `${kind} ${this.hash(kind, value).toString('hex')}`;
  }
}

export interface Sifted {
  readonly living: readonly InboundContact[];
  /** Never seen here, stopped by an erased identity: counted once, as no lead. */
  readonly buried: readonly InboundContact[];
  /** Erased or buried before: nothing at all happens. */
  readonly forgotten: readonly InboundContact[];
}

function stops(contact: InboundContact, erasedAt: Date | undefined): boolean {
  if (!erasedAt) return false;
  return contact.occurredAt <= erasedAt || contact.envelope.content.case === 'client';
}
