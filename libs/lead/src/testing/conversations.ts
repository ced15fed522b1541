import { create, toBinary, fromBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { TOPICS, type Batch, type LogRecord } from '@tributary/event-log';
import { ReplyReceiptSchema, ReplySchema, type ReachSchema } from '@tributary/proto';
import { withClient } from '@tributary/storage';
import { conversationId } from '../conversations/by-contacts.js';
import type { LeadDatabase } from './database.js';
import { ACCOUNT, type Draft } from './envelopes.js';

/** A channel like Telegram. */
export const REACH: MessageInitShape<typeof ReachSchema> = { maxTextLength: 4_096, maxFiles: 10, maxFileBytes: 1_000n };

/** What a customer wrote in a chat. */
export function wrote(name: string, more: Partial<Draft> = {}): Draft {
  return { name, kind: 'message', channel: 'telegram', conversation: 'chat-1', phone: '+79160000001', sender: 'Ivan', text: `text of ${name}`, reach: REACH, ...more };
}

export function chat(sourceId = 'chat-1'): string {
  return conversationId(ACCOUNT, sourceId);
}

/** Everything that was appended to outbound.messages.v1, in order. */
export async function readOutbound(db: LeadDatabase) {
  const rows = await withClient(db.adminUrl, { applicationName: 'spec' }, async (client) =>
    (await client.query<{ key: string; value: Buffer }>(
      `select r.key, r.value from log.record r join log.topic t on t.id = r.topic where t.name = $1 order by r.epoch, r.xid, r.pos`, [TOPICS.outbound])).rows);
  return rows.map(({ key, value }) => ({ key, ...fromBinary(ReplySchema, value) }));
}

let offsets = 0;

export function receiptBatch(...receipts: (Omit<MessageInitShape<typeof ReplyReceiptSchema>, '$typeName' | 'at'> & { at?: Date } | Uint8Array | null)[]): Batch {
  const records = receipts.map((receipt): LogRecord => {
    const value = receipt === null || receipt instanceof Uint8Array ? receipt : toBinary(ReplyReceiptSchema, create(ReplyReceiptSchema, { ...receipt, at: timestampFromDate(receipt.at ?? new Date()) } as MessageInitShape<typeof ReplyReceiptSchema>));
    return { topic: TOPICS.receipts, key: 'k', value, headers: {}, offset: String(++offsets), appendedAt: new Date() };
  });
  return { topic: TOPICS.receipts, records, commit: async () => undefined };
}
