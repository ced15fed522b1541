import { PayloadError } from '@tributary/channel';
import { decodeText, FORBIDDEN_KEYS, readJson } from '@tributary/contact';
import { type z } from 'zod';
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
  const update = checked(updateSchema, parsed(bytes), 'no update');
  const kind = Object.keys(update).find((name) => name !== 'update_id' && !FORBIDDEN_KEYS.has(name)) ?? '';
  const value = update[kind];
  if (isMessageKind(kind)) return { id: update.update_id, kind, message: checked(messageSchema, value, `no ${kind}`) };
  return { id: update.update_id, kind, event: checked(eventSchema, typeof value === 'object' && value !== null ? value : {}, `no ${kind}`) };
}

function isMessageKind(kind: string): kind is MessageKind {
  return MESSAGE_KINDS.some((known) => known === kind);
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return readJson(decodeText(bytes));
  } catch (cause) {
    throw new PayloadError('no JSON', { cause });
  }
}

/** Names the members that are wrong, never what a customer wrote. */
function checked<T>(schema: z.ZodType<T>, value: unknown, complaint: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const paths = result.error.issues.slice(0, 5).map(({ path }) => path.map(String).join('.') || 'itself');
  throw new PayloadError(`${complaint}: ${paths.join(', ')}`, { cause: result.error });
}
