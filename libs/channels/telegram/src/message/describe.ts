import { mapOf } from '@tributary/channel';
import { nameOf, ofChat } from './people.js';
import { unknownKindOf } from './content-kinds.js';
import { type Language, moneyOf, say } from './words.js';
import type { Message, OrderInfo } from '../update/schema.js';

const MAX_KIND_CHARS = 64;

/** What of a message is neither text nor file, in words; each a line or several. */
export function describe(message: Message, language: Language): string[] {
  const { contact, dice, poll, game, story, checklist, web_app_data: app, invoice, successful_payment: paid, users_shared: users, chat_shared: shared } = message;
  const unknown = unknownKindOf(message);
  return [
    ...hiddenLinks(message, language),
    contact && say(language, 'contact', { name: nameOf(contact.first_name, contact.last_name), phone: contact.phone_number }),
    placeOf(message, language),
    dice && say(language, 'dice', { emoji: dice.emoji, value: String(dice.value) }),
    poll && listed(say(language, 'poll', { question: poll.question }), poll.options),
    game && say(language, 'game', { title: game.title }),
    story && say(language, 'story', { title: ofChat(story.chat).name }),
    checklist && listed(say(language, 'checklist', { title: checklist.title }), checklist.tasks),
    app && say(language, 'webApp', { button: app.button_text, data: app.data }),
    invoice && say(language, 'invoice', { title: invoice.title, sum: moneyOf(invoice.total_amount, invoice.currency) }),
    paid && [say(language, 'payment', { sum: moneyOf(paid.total_amount, paid.currency) }), ...orderLines(paid.order_info)].join('\n'),
    users && say(language, 'usersShared', { names: users.users.map((user) => nameOf(user.first_name, user.last_name, user.username) || String(user.user_id)).join(', ') }),
    shared && say(language, 'chatShared', { title: shared.title ?? String(shared.chat_id) }),
    unknown !== undefined && say(language, 'unknown', { kind: unknown.slice(0, MAX_KIND_CHARS) }),
  ].filter((line): line is string => typeof line === 'string');
}

/** Where words of the text lead to that don't say so themselves. */
function hiddenLinks({ text, entities, caption, caption_entities }: Message, language: Language): string[] {
  const whole = text ?? caption ?? '';
  return (entities ?? caption_entities ?? []).flatMap(({ type, offset, length, url }) =>
    type === 'text_link' && url && !whole.includes(url) ? [`[${say(language, 'link', { text: whole.slice(offset, offset + length), url })}]`] : [],
  );
}

/** Who is to get what, as the payer stated. */
export function orderLines(order: OrderInfo | undefined): string[] {
  const address = order?.shipping_address;
  const street = address && [address.post_code, address.country_code, address.state, address.city, address.street_line1, address.street_line2].filter(Boolean).join(', ');
  return [order?.name, order?.phone_number, order?.email, street].filter((line): line is string => Boolean(line));
}

function placeOf({ location, venue }: Message, language: Language): string | undefined {
  if (venue) return `${say(language, 'venue', { title: venue.title, address: venue.address })}\n${mapOf(venue.location, language)}`;
  return location && say(language, location.live_period ? 'liveLocation' : 'location', { at: mapOf(location, language) });
}

function listed(title: string, items: readonly { readonly text: string }[]): string {
  return [title, ...items.map(({ text }) => `- ${text}`)].join('\n');
}
