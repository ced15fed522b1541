import type { Transaction } from '@tributary/event-log';
import { requireReadable } from '../api/conversations/visible-conversation.js';
import { userOf, type Doer } from '../api/leads/lead-actions.js';
import { lockLead, lockUnassigned, type LockedLead } from '../api/leads/lead-store.js';
import { ContactRaceError } from '../batch/write-contacts.js';
import { findConversation, lockConversations, type ConversationRow, type LockedConversation } from './conversation-store.js';

/** A conversation that stays as it is until the transaction ends. */
export interface Held {
  readonly conversation: LockedConversation;
  /** As whoever looks sees it. */
  readonly row: ConversationRow;
  /** That the customer has now. */
  readonly lead: LockedLead | undefined;
}

/**
 * Locks a conversation after its lead, for whoever may read it at this very moment: since their request was let in the customer may have become
 * somebody else's, and from here on they can't.
 * @param contactId  that is answered; its lead counts while the conversation is not there
 * @returns undefined when there is no such conversation
 * @throws Problem 403; ContactRaceError when the customer got another lead between the two locks: to be tried again
 */
export async function lockReadable(tx: Transaction, conversationId: string, doer: Doer, contactId: string | null = null): Promise<Held | undefined> {
  const lead = await lockLeadOf(tx, conversationId, contactId);
  // Who answers a lead of the pool gets it.
  if (contactId !== null && lead?.managerId === null) await lockUnassigned(tx, [lead.id]);
  const held = await lockUnderLead(tx, conversationId, userOf(doer.actor), lead);
  if (held) await requireReadable(tx, doer.scope, held.row);
  return held;
}

/** The same of a lead that the caller has locked, whoever asks. @throws ContactRaceError  it is not the customer's */
export async function lockUnderLead(tx: Transaction, conversationId: string, userId: string, lead: LockedLead | undefined): Promise<Held | undefined> {
  const [conversation] = await lockConversations(tx, [conversationId]);
  const row = conversation && (await findConversation(tx, conversationId, userId));
  if (!row) return undefined;
  if (row.lead_id !== null && row.lead_id !== lead?.id) throw new ContactRaceError('the customer has another lead since it was locked');
  return { conversation, row, lead };
}

/** The lead that the customer has now, in the order of locks before the conversation. */
async function lockLeadOf(tx: Transaction, conversationId: string, contactId: string | null): Promise<LockedLead | undefined> {
  const { rows: [found] } = await tx.query<{ lead_id: string }>(
    `with v as (select reply_to from lead.conversation where id = $1)
     select c.lead_id from lead.contact c where c.id in ((select reply_to from v), $2::uuid) and c.lead_id is not null
      order by c.id = (select reply_to from v) desc limit 1`,
    [conversationId, contactId],
  );
  return found && lockLead(tx, found.lead_id);
}
