import { isAddressed } from './addressed.js';
import { hasContent, serviceKindOf } from './content-kinds.js';
import { isAnonymousAdmin, isRobot, isTelegramItself } from './people.js';
import type { Context } from '../update/context.js';
import type { MessageKind } from '../update/read-update.js';
import type { Message } from '../update/schema.js';

/** Why a message is certainly no lead; undefined when it may be one. */
export function reasonOf(kind: MessageKind, message: Message, context: Context): string | undefined {
  const { chat, from } = message;
  if (chat.type === 'channel' || message.is_automatic_forward) return 'channel-post';
  if (message.migrate_to_chat_id !== undefined || message.migrate_from_chat_id !== undefined) return 'chat-migrated';
  if (isOwn(kind, message, context)) return 'own';
  if (isTelegramItself(from) || serviceKindOf(message)) return 'service-message';
  if (!hasContent(message)) return 'empty-message';
  if (isAnonymousAdmin(message)) return 'anonymous-admin';
  if (isRobot(from)) return 'another-bot';
  if (chat.type !== 'private' && kind !== 'guest_message' && !isAddressed(message, context)) return 'group-chatter';
  return undefined;
}

/** The bot's own, or, of a connected business account, what its owner typed: a private chat has its partner's id. */
function isOwn(kind: MessageKind, { chat, from, sender_business_bot, is_from_offline }: Message, { botId }: Context): boolean {
  if (from && String(from.id) === botId) return true;
  if (kind !== 'business_message' && kind !== 'edited_business_message') return false;
  return sender_business_bot !== undefined || is_from_offline === true || (from !== undefined && chat.type === 'private' && from.id !== chat.id);
}
