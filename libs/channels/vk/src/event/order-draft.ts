import { identitiesInOrder } from '@tributary/channel';
import { cleanName, cleanText, phoneIdentities } from '@tributary/contact';
import { say } from '../message/words.js';
import { identitiesOf, nameWanted, senderOf } from '../people.js';
import type { Context } from './context.js';
import type { Order } from './schema.js';
import type { Understood } from './to-draft.js';

/** VK's states of an order, in the order in which it goes through them. */
export const ORDER_STATES: readonly string[] = ['new', 'agreed', 'assembling', 'delivering', 'completed', 'cancelled', 'returned'];

/** An order of the community's shop, new or changed. */
export function orderDraft(order: Order, context: Context): Understood {
  const number = order.display_order_id ?? String(order.id);
  const total = totalOf(order);
  const name = cleanName(order.recipient?.name ?? '');
  return {
    contact: {
      externalId: `${context.groupId}:order:${order.user_id}_${order.id}`,
      conversationId: String(order.user_id),
      facts: {
        occurredAt: order.date ? new Date(order.date * 1_000) : context.receivedAt,
        identities: identitiesInOrder('vk', [...identitiesOf(order.user_id), ...phoneIdentities(order.recipient?.phone ?? '', context.defaultRegion)]),
        sender: name ? { name } : senderOf(order.user_id, context),
        conversation: { kind: 'private' },
        text: cleanText(linesOf(order, number, context).join('\n')).text,
        attachments: [],
        content: { kind: 'order', number: cleanName(number), status: ORDER_STATES[order.status] ?? String(order.status), ...(total && { total }) },
      },
    },
    wanted: name ? [] : nameWanted(order.user_id, context),
  };
}

function linesOf(order: Order, number: string, { language }: Context): string[] {
  const total = totalOf(order);
  const { comment, delivery, address, recipient, preview_order_items: items } = order;
  return [
    say(language, 'order', { number, sum: total ? `${total.amount} ${total.currency}` : '' }),
    ...items.map(({ title, quantity }) => `- ${say(language, 'orderLine', { title, count: String(quantity) })}`),
    recipient?.name, recipient?.phone, delivery?.address ?? address, comment,
  ].filter((line): line is string => Boolean(line));
}

/** VK counts in hundredths. */
function totalOf({ total_price: price }: Order): { amount: string; currency: string } | undefined {
  if (!price || !/^\d{1,15}$/.test(price.amount)) return undefined;
  const digits = price.amount.padStart(3, '0');
  return { amount: `${digits.slice(0, -2)}.${digits.slice(-2)}`, currency: price.currency?.name.toUpperCase().slice(0, 3) ?? 'RUB' };
}
