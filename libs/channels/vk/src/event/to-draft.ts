import { createHash } from 'node:crypto';
import { checkedPayload, type ContactDraft, type FollowUpDraft } from '@tributary/channel';
import { commentDraft } from '../comment/comment-draft.js';
import { messageDraft } from '../message/message-draft.js';
import type { Wanted } from '../parts.js';
import type { Context } from './context.js';
import { type Envelope, readEnvelope } from './envelope.js';
import { eventDraft } from './event-draft.js';
import { COMMENT_KINDS, type CommentKind, MESSAGE_KINDS, type MessageKind, ORDER_KINDS } from './kinds.js';
import { leadFormDraft } from './lead-form-draft.js';
import { orderDraft } from './order-draft.js';
import { commentSchema, eventSchema, leadFormSchema, messageSchema, orderSchema } from './schema.js';

/** A contact before its raw part, and what is still to be done for it. */
export interface Understood {
  readonly contact: Omit<ContactDraft, 'raw'>;
  readonly wanted?: readonly { readonly key: string; readonly want: Wanted['want'] }[];
}

/**
 * One event to its contact. Everything that comes is one: what is no lead carries the reason.
 * @param bytes  JSON of an event, by Callback API or Bots Long Poll; kept as the contact's raw part, without the secret
 * @throws PayloadError  not understood: quarantine, never retry
 */
export function toDraft(bytes: Uint8Array, context: Context): ContactDraft {
  const envelope = readEnvelope(bytes);
  const { contact, wanted = [] } = understood(envelope, context);
  const kept = withoutSecret(bytes, envelope.secret);
  const receivedAt = context.receivedAt.toISOString();
  const name = namesIn(contact, context);
  const raw = { mediaType: 'application/json', bytes: kept, origin: { receivedAt, ...(name && { name }) } };
  const event = Buffer.from(kept).toString();
  const followUps: FollowUpDraft[] = wanted.map(({ key, want }) => ({ key, value: JSON.stringify({ receivedAt, event, ...(name && { name }), want }) }));
  return { ...contact, raw, ...(followUps.length > 0 && { followUps }) };
}

function understood(envelope: Envelope, context: Context): Understood {
  const { type, object } = envelope;
  if (isMessageKind(type)) return messageDraft(type, checkedPayload(messageSchema, messageOf(object), `no ${type}`), context);
  if (isCommentKind(type)) return commentDraft(type, checkedPayload(commentSchema, object, `no ${type}`), context);
  if (type === 'lead_forms_new') return leadFormDraft(checkedPayload(leadFormSchema, object, `no ${type}`), context);
  if (ORDER_KINDS.some((kind) => kind === type)) return orderDraft(checkedPayload(orderSchema, object, `no ${type}`), context);
  const event = typeof object === 'object' && object !== null && !Array.isArray(object) ? object : {};
  return eventDraft(type, checkedPayload(eventSchema, event, `no ${type}`), idOf(envelope), context);
}

/** VK's own id of the event; an event without one is known by what it says. */
function idOf({ type, event_id, object }: Envelope): string {
  return event_id ?? `${type}:${createHash('sha256').update(JSON.stringify(object) ?? '').digest('hex').slice(0, 32)}`;
}

/** From version 5.103 on a new message stands beside the client's abilities. */
function messageOf(object: unknown): unknown {
  const isWrapped = typeof object === 'object' && object !== null && 'message' in object && typeof object.message === 'object';
  return isWrapped ? object.message : object;
}

function isMessageKind(type: string): type is MessageKind {
  return MESSAGE_KINDS.some((kind) => kind === type);
}

function isCommentKind(type: string): type is CommentKind {
  return Object.hasOwn(COMMENT_KINDS, type);
}

/** A name that came from elsewhere is kept beside the event, so that a replay knows it. */
function namesIn({ facts }: Understood['contact'], { names }: Context): string | undefined {
  return [...names.values()].find((name) => name === facts.sender.name) || undefined;
}

/** The secret of the Callback API proves where an event is from; it is kept nowhere but in the settings. */
function withoutSecret(bytes: Uint8Array, secret: string | undefined): Uint8Array {
  if (!secret || !/^\w+$/.test(secret)) return bytes;
  return Buffer.from(Buffer.from(bytes).toString().replace(new RegExp(`"secret"\\s*:\\s*"${secret}"`), '"secret":""'));
}
