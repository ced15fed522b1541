import type { NewRecord, Transaction } from '@tributary/event-log';
import type { ReceiptDraft } from '../reply.js';
import { receiptRecord, REPLY_NOW, type ReplyNow } from './receipt-record.js';

/** What each state may become: a state never goes backwards, and a failure may turn out to be none. */
const FROM: Readonly<Record<ReceiptDraft['state'], readonly string[]>> = {
  sent: ['sending', 'unknown', 'failed'],
  delivered: ['sending', 'unknown', 'failed', 'sent'],
  read: ['sending', 'unknown', 'failed', 'sent', 'delivered'],
  failed: ['sending', 'unknown', 'sent', 'delivered'],
};

/**
 * Applies what a provider told of replies, in the transaction of the contact that tells it.
 * @returns records for those that changed
 */
export async function applyReceipts(transaction: Transaction, account: { readonly id: string; readonly channel: { readonly name: string } }, receipts: readonly ReceiptDraft[]): Promise<NewRecord[]> {
  const records: NewRecord[] = [];
  for (const { conversationId, state, which, reason } of receipts) {
    const [condition, value] = chosen(which);
    const { rows } = await transaction.query<ReplyNow>(
      `update intake.reply set state = $3, revision = revision + 1, changed_at = now(), next_try_at = null, code = $4
        where account_id = $1 and ${'key' in which ? '$2::text is not null' : 'conversation_id = $2'} and ${condition} and state = any($6::text[]) returning ${REPLY_NOW}`,
      [account.id, conversationId, state, reason?.code ?? '', value, FROM[state]],
    );
    records.push(...rows.map((row) => receiptRecord(row, account.channel.name, reason)));
  }
  return records;
}

/** Ids of a provider that are no numbers are before none. */
function chosen(which: ReceiptDraft['which']): [condition: string, value: string] {
  if ('key' in which) return ['key = $5', which.key];
  if ('providerId' in which) return ['$5 = any(provider_ids)', which.providerId];
  return [`exists (select from unnest(provider_ids) as p (id) where p.id ~ '^[0-9]{1,18}$' and p.id::bigint <= $5::bigint)`, /^\d{1,18}$/.test(which.upTo) ? which.upTo : '-1'];
}
