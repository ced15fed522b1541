import type { NewRecord, Transaction } from '@tributary/event-log';
import type { ReceiptDraft } from '../reply.js';
import { BROKEN_OFF, failedAt, type Progress } from './reasons.js';
import { receiptRecord, REPLY_NOW, type ReplyNow } from './receipt-record.js';

type Account = { readonly id: string; readonly channel: { readonly name: string } };
type ByKey = Extract<ReceiptDraft['which'], { key: string }>;

/**
 * From which states each is reached, as the lead service has it (docs/conversations.md): none goes backwards, and a failure is an end unless
 * the reply turns out to have arrived. One that waits for a repeat is as one under way.
 */
const FROM: Readonly<Record<ReceiptDraft['state'], readonly string[]>> = {
  sent: ['sending', 'unknown'],
  delivered: ['sending', 'unknown', 'failed', 'sent'],
  read: ['sending', 'unknown', 'failed', 'sent', 'delivered'],
  failed: ['sending', 'unknown', 'sent'],
};

/**
 * Applies what a provider told of replies, in the transaction of the contact that tells it. Of a reply of several messages a receipt tells
 * of one of them: it is told of the reply when it is the last.
 * @returns records for those that changed
 */
export async function applyReceipts(transaction: Transaction, account: Account, receipts: readonly ReceiptDraft[]): Promise<NewRecord[]> {
  const records: NewRecord[] = [];
  for (const receipt of receipts) {
    const { which, state } = receipt;
    records.push(...(await ofReply(transaction, account, receipt)));
    if ('key' in which && state !== 'failed') records.push(...(await ofPart(transaction, account, which)));
  }
  return records;
}

async function ofReply(transaction: Transaction, account: Account, receipt: ReceiptDraft): Promise<NewRecord[]> {
  const { conversationId, state, which, reason } = receipt;
  const [condition, value] = chosen(receipt);
  const { rows } = await transaction.query<ReplyNow>(
    `update intake.reply set state = $3, revision = revision + 1, changed_at = now(), next_try_at = null, code = $4,
            provider_ids = case when $7 = any(provider_ids) then provider_ids else array_remove(array_append(provider_ids, $7::text), null) end
      where account_id = $1 and ${'key' in which ? '$2::text is not null' : 'conversation_id = $2'} and ${condition}
        and (state = any($6::text[]) or state = 'queued' and begun_at is not null) returning ${REPLY_NOW}`,
    [account.id, conversationId, state, reason?.code ?? '', value, FROM[state], 'key' in which ? (which.providerId ?? null) : null],
  );
  return rows.map((row) => receiptRecord(row, account.channel.name, reason));
}

/**
 * By what they are found, once their last message is the one of that key, or each has an id. That of the last one counts, unless one did not
 * arrive; ids that are no numbers are before none.
 */
function chosen({ state, which }: ReceiptDraft): [condition: string, value: string] {
  if ('key' in which) return ['key = $5 and part + 1 >= coalesce(parts, 1)', which.key];
  const isWhole = 'cardinality(provider_ids) >= case when parts > 1 then parts else 0 end';
  if ('providerId' in which) return [`$5 = ${state === 'failed' ? 'any(provider_ids)' : 'provider_ids[cardinality(provider_ids)]'} and ${isWhole}`, which.providerId];
  const last = `(select max(p.id::bigint) from unnest(provider_ids) as p (id) where p.id ~ '^[0-9]{1,18}$')`;
  return [`${last} <= $5::bigint and ${isWhole}`, /^\d{1,18}$/.test(which.upTo) ? which.upTo : '-1'];
}

/** One that more are to follow came through: they are sent, unless it is too late for that. */
async function ofPart(transaction: Transaction, account: Account, { key, providerId = key }: ByKey): Promise<NewRecord[]> {
  const { rows } = await transaction.query<ReplyNow & Progress>(
    `update intake.reply set part = part + 1, tries = 0, begun_at = null, next_try_at = null, rests = false, key = null, provider_ids = array_append(provider_ids, $3::text),
            state = case state when 'unknown' then 'failed' else 'queued' end, code = case state when 'unknown' then $4 else code end,
            revision = case state when 'unknown' then revision + 1 else revision end, changed_at = case state when 'unknown' then now() else changed_at end
      where account_id = $1 and key = $2 and part + 1 < parts and (state in ('sending', 'unknown') or state = 'queued' and begun_at is not null)
     returning ${REPLY_NOW}, part, parts`,
    [account.id, key, providerId, BROKEN_OFF.code],
  );
  return rows.flatMap((row) => (row.state === 'failed' ? [receiptRecord(row, account.channel.name, failedAt(row, BROKEN_OFF))] : []));
}
