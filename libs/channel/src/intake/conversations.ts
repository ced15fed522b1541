import type { Transaction } from '@tributary/event-log';
import type { BlobStore } from '@tributary/storage';
import { type PreparedContact, prepareContact, type PreparedSubmission } from './prepare.js';

/**
 * Contacts with the conversations that they belong to: one that goes on under another id stays one, so that its order and its
 * history do. Only contacts that say they may be concerned are looked up.
 */
export async function settleConversations(transaction: Transaction, { submission, contacts }: PreparedSubmission, blobs: BlobStore): Promise<readonly PreparedContact[]> {
  const accountId = submission.account.id;
  for (const { draft } of contacts) if (draft.conversationAlias !== undefined) await remember(transaction, accountId, draft.conversationAlias, draft.conversationId);
  const asked = contacts.flatMap(({ draft }) => (draft.mayBeAlias && draft.conversationId !== undefined ? [draft.conversationId] : []));
  if (asked.length === 0) return contacts;
  const { rows } = await transaction.query<{ alias: string; conversation_id: string }>({
    name: 'intake.conversations',
    text: 'select alias, conversation_id from intake.conversation_alias where account_id = $1 and alias = any($2::text[])',
    values: [accountId, asked],
  });
  const known = new Map(rows.map(({ alias, conversation_id }) => [alias, conversation_id]));
  const settled: PreparedContact[] = [];
  for (const contact of contacts) {
    const conversationId = contact.draft.mayBeAlias ? known.get(contact.draft.conversationId ?? '') : undefined;
    settled.push(conversationId === undefined ? contact : await prepareContact(submission, { ...contact.draft, conversationId }, contact.draft.externalId, blobs));
  }
  return settled;
}

/** The first word stands: nobody takes a conversation away by saying it again. */
async function remember(transaction: Transaction, accountId: string, alias: string, conversationId: string | undefined): Promise<void> {
  if (conversationId === undefined || conversationId === alias) return;
  await transaction.query({
    name: 'intake.remember-alias',
    text: 'insert into intake.conversation_alias (account_id, alias, conversation_id) values ($1, $2, $3) on conflict do nothing',
    values: [accountId, alias, conversationId],
  });
}
