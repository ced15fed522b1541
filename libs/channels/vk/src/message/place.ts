import type { ContactFacts } from '@tributary/channel';
import { cleanName } from '@tributary/contact';
import type { Message } from '../event/schema.js';

/** Peers from here on are chats of several people. */
const FIRST_CHAT = 2_000_000_000;

export function isChat(peerId: number): boolean {
  return peerId > FIRST_CHAT;
}

/** What sort of conversation it is. VK tells the name of a chat when it is given one, and never else. */
export function placeOf({ peer_id, action }: Pick<Message, 'peer_id' | 'action'>): NonNullable<ContactFacts['conversation']> {
  if (!isChat(peer_id)) return { kind: 'private' };
  const title = action && NAMING.has(action.type) ? cleanName(action.text ?? '') : '';
  return { kind: 'group', ...(title && { title }) };
}

const NAMING: ReadonlySet<string> = new Set(['chat_create', 'chat_title_update']);
