import type { Locale } from '@tributary/platform';
import type { ReplyRow } from '../../conversations/reply-store.js';

/** A reply as the API shows it. */
export function showReply(row: ReplyRow, locale: Locale) {
  return {
    id: row.id,
    contactId: row.contact_id,
    conversationId: row.conversation_id,
    text: row.text,
    attachments: row.attachments.map(({ name, mediaType, sizeBytes, sha256 }) => ({ name, mediaType, sizeBytes, sha256, url: `/api/v1/replies/${row.id}/attachments/${sha256}` })),
    ...(row.automatic !== '' && { automatic: row.automatic }),
    author: {
      ...(row.author_user !== null && { userId: row.author_user }),
      ...(row.author_manager_id !== null && { managerId: row.author_manager_id }),
      name: row.author_name,
    },
    askedAt: row.asked_at.toISOString(),
    state: row.state,
    stateAt: row.state_at.toISOString(),
    ...(row.code !== '' && { reason: { code: row.code, detail: row.detail?.[locale] ?? '' } }),
    ...(row.next_try_at && { nextTryAt: row.next_try_at.toISOString() }),
  };
}

export type ReplyView = ReturnType<typeof showReply>;
