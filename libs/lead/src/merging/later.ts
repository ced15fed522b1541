import { fromBinary } from '@bufbuild/protobuf';
import type { Transaction } from '@tributary/event-log';
import { EnvelopeSchema } from '@tributary/proto';
import { IDENTITY_ITEM, type MergeRow } from './journal.js';
import type { LaterContact, LaterIdentity, Side } from './sides.js';

export interface LaterRow extends LaterContact {
  readonly leadId: string | null;
  readonly senderName: string;
  readonly senderCompany: string;
}

/** What the survivor got after the merge: everything that the journal doesn't name. */
export interface Later {
  readonly journaled: ReadonlyMap<string, Side>;
  readonly contacts: readonly LaterRow[];
  readonly identities: readonly LaterIdentity[];
  /** Leads that were opened in between. */
  readonly leadIds: readonly string[];
}

/** Only contacts that came in between are read: what the two had before is moved back without a look. */
export async function readLater(tx: Transaction, { id, survivorId, mergedId }: MergeRow): Promise<Later> {
  const { rows: journaled } = await tx.query<{ item: string; person_id: string }>(`select item, person_id from lead.merge_item where merge_id = $1 and kind = 'identity'`, [id]);
  const { rows: identities } = await tx.query<{ item: string; contact_id: string | null }>(
    `select ${IDENTITY_ITEM} as item, i.contact_id from lead.identity i where i.person_id = $2 and ${notIn('identity', IDENTITY_ITEM)}`,
    [id, survivorId],
  );
  const { rows: contacts } = await tx.query<{ id: string; lead_id: string | null; snapshot: Buffer }>(
    `select c.id, c.lead_id, c.snapshot from lead.contact c
      where c.person_id = $2 and ${notIn('contact', 'c.id::text')} order by c.matched_at, c.received_at, c.id`,
    [id, survivorId],
  );
  const { rows: leads } = await tx.query<{ id: string }>(`select l.id from lead.lead l where l.person_id = $2 and ${notIn('lead', 'l.id::text')} order by l.opened_at, l.id`, [id, survivorId]);
  return {
    journaled: new Map(journaled.map((row) => [row.item, row.person_id === mergedId ? 'merged' : 'survivor'])),
    contacts: contacts.map((row) => laterContact(row)),
    identities: identities.map((row) => ({ key: row.item, contactId: row.contact_id ?? undefined })),
    leadIds: leads.map((row) => row.id),
  };
}

function notIn(kind: string, item: string): string {
  return `not exists (select from lead.merge_item m where m.merge_id = $1 and m.kind = '${kind}' and m.item = ${item})`;
}

/** Keys in the form of the journal's items: what PostgreSQL makes of a pair as JSON text. */
function laterContact({ id, lead_id, snapshot }: { id: string; lead_id: string | null; snapshot: Buffer }): LaterRow {
  const { identities, sender } = fromBinary(EnvelopeSchema, snapshot);
  return {
    id,
    leadId: lead_id,
    senderName: sender?.name ?? '',
    senderCompany: sender?.company ?? '',
    keys: identities.filter(({ disputed }) => !disputed).map(({ type, value }) => `[${JSON.stringify(type)}, ${JSON.stringify(value)}]`),
  };
}
