import { type ContactFacts, PROBE_REASON, type ReceiptDraft } from '@tributary/channel';
import { cleanText, truncate } from '@tributary/contact';
import { identitiesOf, nameWanted, senderOf } from '../people.js';
import { placeOf } from '../message/place.js';
import { say } from '../message/words.js';
import type { Context } from './context.js';
import { PROBE_KIND, REASONS } from './kinds.js';
import type { VkEvent } from './schema.js';
import type { Understood } from './to-draft.js';

const MAX_LABEL_CHARS = 1_000;

/** Any event that says only that something happened. One that this version doesn't know is kept as well, and says so. */
export function eventDraft(type: string, event: VkEvent, id: string, context: Context): Understood {
  const userId = actorOf(event);
  const peerId = event.peer_id ?? userId;
  const reason = reasonOf(type);
  const facts: ContactFacts = {
    occurredAt: event.date ? new Date(event.date * 1_000) : context.receivedAt,
    identities: identitiesOf(userId),
    sender: senderOf(userId, context),
    ...(peerId !== undefined && { conversation: placeOf({ peer_id: peerId, action: undefined }) }),
    text: cleanText(textOf(type, event, context)).text,
    attachments: [],
    ...(reason && { notLeadReason: reason }),
    content: { kind: 'message' },
  };
  const receipts = receiptsOf(type, event, context);
  const isButton = type === 'message_event' && event.event_id !== undefined && userId !== undefined;
  return {
    contact: {
      externalId: `${context.groupId}:event:${id}`.slice(0, 255),
      conversationId: peerId === undefined ? `event:${type}` : String(peerId),
      facts,
      ...(receipts && { receipts }),
    },
    wanted: [
      ...(isButton ? [{ key: 'button', want: { kind: 'button' as const, eventId: event.event_id ?? '', userId, peerId: peerId ?? userId } }] : []),
      ...(userId !== undefined && type !== PROBE_KIND ? nameWanted(userId, context) : []),
    ],
  };
}

function reasonOf(type: string): string | undefined {
  if (type === PROBE_KIND) return PROBE_REASON;
  if (type === 'message_event') return undefined;
  return Object.hasOwn(REASONS, type) ? REASONS[type] : 'unknown-update';
}

function actorOf({ user_id, from_id, liker_id, deleter_id }: VkEvent): number | undefined {
  return [user_id, from_id, liker_id, deleter_id].find((id) => id !== undefined && id > 0);
}

function textOf(type: string, event: VkEvent, { language }: Context): string {
  if (type === 'message_event') return say(language, 'button', { label: labelOf(event.payload) });
  if (type === 'message_allow') return say(language, 'allowed');
  if (type === 'message_deny') return say(language, 'denied');
  return reasonOf(type) === 'unknown-update' ? say(language, 'event', { kind: type.slice(0, 64) }) : '';
}

/** What the bot's author had put into the button. */
function labelOf(payload: unknown): string {
  return truncate(typeof payload === 'string' ? payload : (JSON.stringify(payload) ?? ''), MAX_LABEL_CHARS);
}

/** All messages of ours up to this one were read by the customer. */
function receiptsOf(type: string, { peer_id, from_id, read_message_id }: VkEvent, { receivedAt }: Context): ReceiptDraft[] | undefined {
  const peerId = peer_id ?? from_id;
  if (type !== 'message_read' || peerId === undefined || read_message_id === undefined || read_message_id <= 0) return undefined;
  return [{ conversationId: String(peerId), state: 'read', at: receivedAt, which: { upTo: String(read_message_id) } }];
}
