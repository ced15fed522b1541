import { TOPICS, type Transaction } from '@tributary/event-log';
import { inTransaction } from '@tributary/storage';
import { trying } from '../merging/trying.js';
import { together } from '../sql/together.js';
import { Accounting } from './accounting.js';
import { decode } from './decode.js';
import { readGround } from './ground.js';
import type { BatchDeps } from './handle-batch.js';
import type { InboundContact } from './inbound-contact.js';
import { placeBatch } from './place-batch.js';
import { planByKeys } from './store-batch.js';
import { writeBatch } from './write-batch.js';

/** A client record asks for nothing: there is no lead in it. */
export class NotAnEnquiryError extends Error {
  override readonly name = 'NotAnEnquiryError';
}

/**
 * A contact that was no lead is one, because a user says so: it goes through matching and routing as if its present
 * revision came with no reason against it, and is counted anew.
 * @returns false when it has a lead already
 * @throws NotAnEnquiryError
 */
export async function reconsider(deps: BatchDeps, contactId: string, user: string): Promise<boolean> {
  return trying(() => inTransaction(deps.pool, async (tx) => {
    const contact = await readNotLead(tx, contactId);
    if (!contact) return false;
    if (contact.envelope.content.case === 'client') throw new NotAnEnquiryError('a client record is no enquiry');
    const [, ground] = await together([planByKeys(tx), readGround(tx, [contact])]);
    const placed = await placeBatch(tx, [contact], ground, { user });
    const accounting = new Accounting(tx, ground);
    await accounting.count(placed.placing);
    await together([accounting.write(), writeBatch(tx, placed, ground, deps.logWriter)]);
    return true;
  }));
}

/** It stands one revision lower from here on, so that its present one is news; a person that it had is found again. */
async function readNotLead(tx: Transaction, id: string): Promise<InboundContact | undefined> {
  const { rows } = await tx.query<{ snapshot: Buffer; published_at: Date }>(
    'update lead.contact set person_id = null, revision = revision - 1 where id = $1 and lead_id is null and not_lead_reason is not null returning snapshot, published_at',
    [id],
  );
  if (!rows[0]) return undefined;
  const { snapshot, published_at: appendedAt } = rows[0];
  const { contacts } = decode([{ topic: TOPICS.contacts, key: '', value: snapshot, headers: {}, offset: '', appendedAt }]);
  return contacts[0] && { ...contacts[0], notLeadReason: undefined };
}
