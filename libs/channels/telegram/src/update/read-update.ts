import { checkedPayload, readPayload } from '@tributary/channel';
import { FORBIDDEN_KEYS } from '@tributary/contact';
import { eventSchema, type Message, messageSchema, type TelegramEvent, updateSchema } from './schema.js';

/** Kinds of update whose content is a Message. */
export const MESSAGE_KINDS = [
  'message', 'edited_message', 'channel_post', 'edited_channel_post', 'business_message', 'edited_business_message', 'guest_message',
] as const;

export type MessageKind = (typeof MESSAGE_KINDS)[number];

export type Update =
  | { readonly id: number; readonly kind: MessageKind; readonly message: Message }
  /** `kind` is the name of the member; "" when there is none. */
  | { readonly id: number; readonly kind: string; readonly event: TelegramEvent };

/**
 * Reads the JSON of one Update of the Bot API.
 * @throws PayloadError  no update, or a member of a known one has another shape than the reference gives
 */
export function readUpdate(bytes: Uint8Array): Update {
  const update = checkedPayload(updateSchema, readPayload(bytes), 'no update');
  const kind = Object.keys(update).find((name) => name !== 'update_id' && !FORBIDDEN_KEYS.has(name)) ?? '';
  const value = update[kind];
  if (isMessageKind(kind)) return { id: update.update_id, kind, message: checkedPayload(messageSchema, value, `no ${kind}`) };
  return { id: update.update_id, kind, event: checkedPayload(eventSchema, typeof value === 'object' && value !== null ? value : {}, `no ${kind}`) };
}

function isMessageKind(kind: string): kind is MessageKind {
  return MESSAGE_KINDS.some((known) => known === kind);
}
