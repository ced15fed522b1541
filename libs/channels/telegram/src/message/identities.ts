import { type ContactFacts, identitiesInOrder } from '@tributary/channel';
import { emailIdentity, phoneIdentities, phoneIdentity } from '@tributary/contact';
import type { Context } from '../update/context.js';
import type { Message, OrderInfo } from '../update/schema.js';
import { identityOf, type Sender } from './people.js';

type Identity = ContactFacts['identities'][number];

/** Of a text that is all numbers and addresses. */
const MAX_WRITTEN = 100;
const MAX_WRITTEN_CHARS = 250;

/**
 * Who a message is from: the account, which Telegram vouches for, and what the sender states. The number of a contact card is
 * proven when the card is the sender's own; of a card that is somebody else's it is shown, and joins nobody.
 */
export function identitiesOf(message: Message, sender: Sender | undefined, { defaultRegion }: Context): Identity[] {
  return identitiesInOrder('telegram', [
    ...(sender ? [identityOf(sender)] : []),
    ...cardIdentities(message, sender, defaultRegion),
    ...(message.chat.type === 'private' ? writtenIdentities(message, defaultRegion) : []),
    ...orderIdentities(message.successful_payment?.order_info, defaultRegion),
  ]);
}

export function orderIdentities(order: OrderInfo | undefined, defaultRegion: string): Identity[] {
  const email = order?.email && emailIdentity(order.email);
  return [...(order?.phone_number ? phoneIdentities(order.phone_number, defaultRegion) : []), ...(email ? [email] : [])];
}

/** Numbers of cards are international, with or without the plus. */
function cardIdentities({ contact }: Message, sender: Sender | undefined, defaultRegion: string): Identity[] {
  if (!contact) return [];
  const { phone_number: raw, user_id } = contact;
  const isOwn = user_id !== undefined && user_id === sender?.id;
  const phone = (/^\d{11,15}$/.test(raw) ? phoneIdentity(`+${raw}`, defaultRegion, isOwn) : undefined) ?? phoneIdentity(raw, defaultRegion, isOwn);
  if (!phone) return [];
  return [{ ...phone, raw, ...(user_id !== undefined && !isOwn && { disputed: true }) }];
}

/** What Telegram itself marks as a number or an address in the text. */
function writtenIdentities({ text, entities, caption, caption_entities, forward_origin }: Message, defaultRegion: string): Identity[] {
  // Somebody else's words.
  if (forward_origin) return [];
  const whole = text ?? caption ?? '';
  return (entities ?? caption_entities ?? []).slice(0, MAX_WRITTEN).flatMap(({ type, offset, length }) => {
    const word = whole.slice(offset, offset + Math.min(length, MAX_WRITTEN_CHARS));
    if (type === 'phone_number') return phoneIdentities(word, defaultRegion);
    const email = type === 'email' ? emailIdentity(word) : undefined;
    return email ? [email] : [];
  });
}
