import type { ContactDraft } from '@tributary/channel';
import type { Context } from '../update/context.js';
import type { Chat, Message } from '../update/schema.js';

type Place = Pick<Message, 'chat' | 'business_connection_id' | 'is_topic_message' | 'message_thread_id' | 'migrate_to_chat_id' | 'migrate_from_chat_id'>;

/**
 * Where a message belongs, and an answer goes: the chat, its topic, or the chat of a connected business account, as `<chat>`,
 * `<chat>/<topic>`, `business:<connection>:<chat>`. A group that becomes a supergroup gets another id and stays the conversation.
 */
export function conversationOf({ chat, business_connection_id, is_topic_message, message_thread_id, migrate_to_chat_id, migrate_from_chat_id }: Place): Pick<ContactDraft, 'conversationId' | 'conversationAlias' | 'mayBeAlias'> {
  const id = String(chat.id);
  if (business_connection_id) return { conversationId: `business:${business_connection_id}:${id}` };
  if (migrate_to_chat_id !== undefined) return { conversationId: id, conversationAlias: String(migrate_to_chat_id) };
  if (migrate_from_chat_id !== undefined) return { conversationId: String(migrate_from_chat_id), conversationAlias: id };
  if (is_topic_message && message_thread_id !== undefined) return { conversationId: `${id}/${message_thread_id}` };
  return { conversationId: id, ...(chat.type === 'supergroup' && { mayBeAlias: true }) };
}

/** Of what happened in a chat without a message. */
export function conversationOfChat(chat: Pick<Chat, 'id' | 'type'>, connection?: string): ReturnType<typeof conversationOf> {
  return conversationOf({ chat, business_connection_id: connection });
}

/** Messages are numbered by bot and chat; those of an album are one contact. */
export function externalIdOf({ chat, message_id, media_group_id, business_connection_id }: Message, { botId }: Context): string {
  const place = [botId, ...(business_connection_id ? [business_connection_id] : []), chat.id].join(':');
  return media_group_id ? `${place}:album:${media_group_id}` : `${place}:${message_id}`;
}

/** The chat of a message's external id. @returns undefined  it is of something else */
export function chatOf(externalId: string): number | undefined {
  const chat = /^\d+:(?:[^:]+:)?(-?\d+):(?:album:.+|\d+)$/.exec(externalId);
  return chat ? Number(chat[1]) : undefined;
}

/** Higher for later states of a message; two edits within one second are told apart by their updates. */
export function versionOf({ date, edit_date }: Message, updateId: number): bigint {
  return (BigInt(Math.max(date, edit_date ?? 0)) << 32n) | BigInt.asUintN(32, BigInt(updateId));
}
