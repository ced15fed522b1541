import { create, toBinary } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { deriveId, partitionKey } from '@tributary/contact';
import { type NewRecord, TOPICS } from '@tributary/event-log';
import { ReplyReceiptSchema } from '@tributary/proto';
import type { Localized } from '../channel.js';

export type ReplyState = 'queued' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed' | 'unknown';

/** A reply as it is now: the columns that a receipt tells. */
export interface ReplyNow {
  readonly id: string;
  readonly account_id: string;
  readonly conversation_id: string;
  readonly revision: number;
  readonly state: ReplyState;
  readonly changed_at: Date;
  readonly next_try_at: Date | null;
  readonly provider_ids: readonly string[];
}

export const REPLY_NOW = 'id, account_id, conversation_id, revision, state, changed_at, next_try_at, provider_ids';

/** Why it is so, for people. */
export interface ReplyReason {
  readonly code: string;
  readonly detail: Localized;
  /** Nothing more can be sent in its conversation. */
  readonly closed?: string | undefined;
}

/** The record for `outbound.receipts.v1`; a conversation's receipts keep their order. */
export function receiptRecord(now: ReplyNow, channel: string, reason?: ReplyReason): NewRecord {
  const id = deriveId('reply-receipt', now.id, String(now.revision));
  const receipt = create(ReplyReceiptSchema, {
    id,
    replyId: now.id,
    accountId: now.account_id,
    channel,
    conversationId: now.conversation_id,
    revision: now.revision,
    state: now.state,
    at: timestampFromDate(now.changed_at),
    ...(now.next_try_at && { nextTryAt: timestampFromDate(now.next_try_at) }),
    providerIds: [...now.provider_ids],
    ...(reason && { code: reason.code, detailEn: reason.detail.en, detailRu: reason.detail.ru, closed: reason.closed ?? '' }),
  });
  return {
    topic: TOPICS.receipts,
    key: partitionKey(now.account_id, now.conversation_id),
    value: toBinary(ReplyReceiptSchema, receipt),
    headers: { id, type: `tributary.outbound.v1.${now.state}`, source: `/accounts/${now.account_id}`, subject: now.id, time: now.changed_at.toISOString() },
  };
}
