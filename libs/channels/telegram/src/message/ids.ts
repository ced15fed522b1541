import type { Context } from '../update/context.js';
import type { Chat, Message } from '../update/schema.js';

/**
 * The chat, its topic, or the chat of a connected business account: where an answer goes.
 * `<chat>`, `<chat>/<topic>`, `business:<connection>:<chat>`.
 */
export function conversationOf({ chat, business_connection_id, is_topic_message, message_thread_id }: Pick<Message, 'chat' | 'business_connection_id' | 'is_topic_message' | 'message_thread_id'>): string {
  if (business_connection_id) return `business:${business_connection_id}:${chat.id}`;
  return is_topic_message && message_thread_id !== undefined ? `${chat.id}/${message_thread_id}` : String(chat.id);
}

export function conversationOfChat(chat: Pick<Chat, 'id'>): string {
  return String(chat.id);
}

/** Messages are numbered by bot and chat; those of an album are one contact. */
export function externalIdOf({ chat, message_id, media_group_id, business_connection_id }: Message, { botId }: Context): string {
  const place = [botId, ...(business_connection_id ? [business_connection_id] : []), chat.id].join(':');
  return media_group_id ? `${place}:album:${media_group_id}` : `${place}:${message_id}`;
}

/** Higher for later states of a message; two edits within one second are told apart by their updates. */
export function versionOf({ date, edit_date }: Message, updateId: number): bigint {
  return (BigInt(Math.max(date, edit_date ?? 0)) << 32n) | BigInt.asUintN(32, BigInt(updateId));
}
