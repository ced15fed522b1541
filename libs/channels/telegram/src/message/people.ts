import type { ContactFacts } from '@tributary/channel';
import { cleanName } from '@tributary/contact';
import type { Chat, Message, User } from '../update/schema.js';

type Identity = ContactFacts['identities'][number];

/** Stand-ins of Telegram: an administrator who hides, a channel that writes in a group, Telegram itself. */
const GROUP_ANONYMOUS_BOT = 1_087_968_824;
const CHANNEL_BOT = 136_817_688;
const TELEGRAM = 777_000;

/** Who a message is from, as far as Telegram tells. */
export interface Sender {
  readonly id: number;
  readonly name: string;
  readonly username?: string;
  readonly languageCode?: string;
}

export function senderOf({ from, sender_chat, chat }: Pick<Message, 'from' | 'sender_chat' | 'chat'>): Sender | undefined {
  if (sender_chat && sender_chat.id !== chat.id) return ofChat(sender_chat);
  if (from && from.id !== GROUP_ANONYMOUS_BOT && from.id !== CHANNEL_BOT) return ofUser(from);
  return chat.type === 'private' ? ofChat(chat) : undefined;
}

export function isAnonymousAdmin({ from, sender_chat, chat }: Pick<Message, 'from' | 'sender_chat' | 'chat'>): boolean {
  return sender_chat?.id === chat.id || from?.id === GROUP_ANONYMOUS_BOT;
}

export function isTelegramItself(from: User | undefined): boolean {
  return from?.id === TELEGRAM;
}

/** Another program; stand-ins are none. */
export function isRobot(from: User | undefined): boolean {
  return from?.is_bot === true && from.id !== GROUP_ANONYMOUS_BOT && from.id !== CHANNEL_BOT;
}

export function ofUser({ id, first_name, last_name, username, language_code }: User): Sender {
  return { id, name: nameOf(first_name, last_name, username), ...(username && { username }), ...(language_code && { languageCode: language_code }) };
}

export function ofChat({ id, first_name, last_name, title, username }: Chat): Sender {
  return { id, name: nameOf(title ?? first_name, last_name, username), ...(username && { username }) };
}

export function nameOf(first = '', last = '', username = ''): string {
  return cleanName(`${first} ${last}`) || cleanName(username && `@${username}`);
}

/** Telegram vouches for the account that a message comes from. */
export function identityOf({ id, username }: Sender): Identity {
  return { type: 'telegram', value: String(id), raw: username ? cleanName(`@${username}`) : String(id), verified: true };
}
