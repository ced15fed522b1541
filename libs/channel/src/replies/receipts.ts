import type { NewRecord, Transaction } from '@tributary/event-log';
import type { ReceiptDraft } from '../reply.js';
import { receiptRecord, REPLY_NOW, type ReplyNow } from './receipt-record.js';

/**
 * From which states each is reached, as the lead service has it (docs/conversations.md): none goes backwards, and a failure is an end unless
 * the reply turns out to have arrived. One that waits for a repeat is as one under way. Of a reply of several messages a receipt tells of
 * one of them: before all were sent it says nothing of the rest, which is sent, or unknown, all the same.
 */
const FROM: Readonly<Record<ReceiptDraft['state'], readonly string[]>> = {
  sent: ['sending', 'unknown'],
  delivered: ['sending', 'unknown', 'failed', 'sent'],
  read: ['sending', 'unknown', 'failed', 'sent', 'delivered'],
  failed: ['sending', 'unknown', 'sent'],
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
      `update intake.reply set state = $3, revision = revision + 1, changed_at = now(), next_try_at = null, code = $4,
              provider_ids = case when $7 = any(provider_ids) then provider_ids else array_remove(array_append(provider_ids, $7::text), null) end
        where account_id = $1 and ${'key' in which ? '$2::text is not null' : 'conversation_id = $2'} and ${condition}
          and cardinality(provider_ids) >= case when coalesce(parts, 1) > 1 then parts else 0 end
          and (state = any($6::text[]) or state = 'queued' and begun_at is not null) returning ${REPLY_NOW}`,
      [account.id, conversationId, state, reason?.code ?? '', value, FROM[state], 'key' in which ? (which.providerId ?? null) : null],
    );
    records.push(...rows.map((row) => receiptRecord(row, account.channel.name, reason)));
  }
  return records;
}

/** Ids of a provider that are no numbers are before none; of several the last one counts. */
function chosen(which: ReceiptDraft['which']): [condition: string, value: string] {
  if ('key' in which) return ['key = $5', which.key];
  if ('providerId' in which) return ['$5 = any(provider_ids)', which.providerId];
  return [`(select max(p.id::bigint) from unnest(provider_ids) as p (id) where p.id ~ '^[0-9]{1,18}$') <= $5::bigint`, /^\d{1,18}$/.test(which.upTo) ? which.upTo : '-1'];
}
