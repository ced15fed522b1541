import { type ContactFacts, PROBE_REASON } from '@tributary/channel';
import { cleanText } from '@tributary/contact';
import { orderLines } from '../message/describe.js';
import { orderIdentities } from '../message/identities.js';
import { conversationOfChat } from '../message/ids.js';
import { identityOf, ofChat, ofUser, type Sender } from '../message/people.js';
import { placeOf } from '../message/place.js';
import { moneyOf, say } from '../message/words.js';
import type { Context } from './context.js';
import type { TelegramEvent } from './schema.js';
import type { Understood } from './to-draft.js';

/** A member that Telegram never sends: our own probe. */
export const PROBE_KIND = 'tributary_probe';

/** What an update that is no message says, and why it is no lead, if it is none. */
interface Meaning {
  readonly text: string;
  readonly reason?: string;
}

type Reading = (event: TelegramEvent, context: Context) => Meaning;

const noted = (reason: string, text: (event: TelegramEvent) => string = () => ''): Reading => (event) => ({ reason, text: text(event) });

const KINDS: Readonly<Record<string, Reading>> = {
  callback_query: (event, { language }) => ({ text: say(language, 'button', { label: labelOf(event) }) }),
  shipping_query: ({ shipping_address }, { language }) => ({ text: [say(language, 'shipping'), ...orderLines({ shipping_address })].join('\n') }),
  pre_checkout_query: ({ total_amount = 0, currency = '', order_info }, { language }) => ({
    text: [say(language, 'order', { sum: moneyOf(total_amount, currency) }), ...orderLines(order_info)].join('\n'),
  }),
  purchased_paid_media: (_, { language }) => ({ text: say(language, 'paidMedia') }),
  my_chat_member: membership,
  chat_member: noted('member-change'),
  chat_join_request: noted('join-request', ({ bio = '' }) => bio),
  message_reaction: noted('reaction', ({ new_reaction = [] }) => new_reaction.map(({ type, emoji }) => emoji ?? `[${type}]`).join(' ')),
  message_reaction_count: noted('reaction'),
  poll: noted('poll'),
  poll_answer: noted('poll'),
  inline_query: noted('inline-query', ({ query = '' }) => query),
  chosen_inline_result: noted('inline-query', ({ query = '' }) => query),
  chat_boost: noted('boost'),
  removed_chat_boost: noted('boost'),
  business_connection: noted('business-connection'),
  deleted_business_messages: noted('messages-deleted'),
  [PROBE_KIND]: noted(PROBE_REASON, () => 'Probe'),
};

/** Any update but a message, to a contact. One that this version doesn't know is kept as well, and says so. */
export function eventDraft(updateId: number, kind: string, event: TelegramEvent, context: Context): Understood {
  const { text, reason } = (Object.hasOwn(KINDS, kind) && KINDS[kind]?.(event, context)) || unknown(kind, context);
  const sender = actorOf(event);
  const chat = event.chat ?? event.message?.chat;
  const facts: ContactFacts = {
    occurredAt: event.date ? new Date(event.date * 1_000) : context.receivedAt,
    identities: [...(sender ? [identityOf(sender)] : []), ...orderIdentities(event.order_info, context.defaultRegion)],
    sender: { name: sender?.name ?? '' },
    ...((chat ?? sender) && { conversation: placeOf(chat ?? { id: 0, type: 'private', first_name: sender?.name }) }),
    text: cleanText(text).text,
    ...(sender?.languageCode && { locale: sender.languageCode.slice(0, 35) }),
    attachments: [],
    ...(reason && { notLeadReason: reason }),
    content: { kind: 'message' },
  };
  const conversation = conversationOfChat(chat ?? { id: sender?.id ?? 0, type: 'private' }, event.business_connection_id);
  return { contact: { externalId: idOf(updateId, kind, event, context), ...conversation, facts } };
}

/** Queries have ids of their own. Updates are numbered anew after a week without any: the time tells them apart. */
function idOf(updateId: number, kind: string, { id, date, chat, message }: TelegramEvent, { botId }: Context): string {
  const own = (kind.endsWith('_query') || kind === PROBE_KIND) && id !== undefined ? [id] : [updateId, date ?? chat?.id ?? message?.message_id ?? ''];
  return [botId, kind || 'update', ...own].join(':').slice(0, 255);
}

function actorOf({ from, user, boost, source, chat }: TelegramEvent): Sender | undefined {
  const person = from ?? user ?? boost?.source?.user ?? source?.user;
  if (person) return ofUser(person);
  return chat?.type === 'private' ? ofChat(chat) : undefined;
}

/** What stands on the button, if the message that has it came along. */
function labelOf({ message, data = '' }: TelegramEvent): string {
  const buttons = message?.reply_markup?.inline_keyboard?.flat() ?? [];
  return buttons.find(({ callback_data }) => callback_data === data)?.text ?? data;
}

function membership({ chat, new_chat_member: now }: TelegramEvent, { language }: Context): Meaning {
  const status = now?.status ?? '';
  const isOut = status === 'kicked' || status === 'left' || (status === 'restricted' && now?.is_member === false);
  const isMuted = status === 'restricted' && now?.can_send_messages === false;
  if (chat?.type !== 'private') return { reason: isOut ? 'bot-removed' : isMuted ? 'bot-muted' : 'bot-membership', text: say(language, 'membership', { title: chat?.title ?? '', status }) };
  return isOut ? { reason: 'bot-blocked', text: say(language, 'blocked') } : { reason: 'bot-unblocked', text: say(language, 'unblocked') };
}

function unknown(kind: string, { language }: Context): Meaning {
  return { reason: 'unknown-update', text: say(language, 'event', { kind: kind.slice(0, 64) }) };
}
