import type { ContactFacts } from '@tributary/channel';
import { cleanName } from '@tributary/contact';
import type { Chat } from '../update/schema.js';
import { ofChat } from './people.js';

/** What sort of chat it is, and what Telegram calls it: a group by its title, a private one by whom it is with. @param renamed  its new title */
export function placeOf(chat: Chat, renamed = ''): NonNullable<ContactFacts['conversation']> {
  const title = cleanName(renamed) || ofChat(chat).name;
  return { kind: chat.type === 'supergroup' ? 'group' : chat.type, ...(title && { title }) };
}
