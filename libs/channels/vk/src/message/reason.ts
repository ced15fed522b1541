import type { Context } from '../event/context.js';
import type { MessageKind } from '../event/kinds.js';
import type { Message } from '../event/schema.js';
import { isChat } from './place.js';

/** Why a message is certainly no lead; undefined when it may be one. */
export function reasonOf(kind: MessageKind, message: Message, hasContent: boolean, { groupId }: Context): string | undefined {
  const { from_id, out, action, peer_id } = message;
  if (kind === 'message_reply' || from_id === -groupId || out === 1) return 'own';
  if (action) return 'service-message';
  if (!hasContent) return 'empty-message';
  if (from_id <= 0) return 'another-bot';
  return isChat(peer_id) && !isAddressed(message, groupId) ? 'group-chatter' : undefined;
}

/** In a chat: the community is mentioned, answered, or its button was pressed. */
function isAddressed({ text, reply_message, payload }: Message, groupId: number): boolean {
  return reply_message?.from_id === -groupId || Boolean(payload) || new RegExp(`\\[(club|public|event)${groupId}\\|`).test(text);
}
