import { assemble, type ContactFacts, type MessagePiece, type ReceiptDraft } from '@tributary/channel';
import { cleanName } from '@tributary/contact';
import type { Context } from '../event/context.js';
import type { MessageKind } from '../event/kinds.js';
import type { Message } from '../event/schema.js';
import type { Understood } from '../event/to-draft.js';
import { identitiesOf, nameWanted, senderOf } from '../people.js';
import { besides, contentsOf } from './contents.js';
import { placeOf } from './place.js';
import { reasonOf } from './reason.js';
import { sentIdOf } from './sent-id.js';

/** One message, new or edited, by a customer or by us, to a contact of one piece. */
export function messageDraft(kind: MessageKind, message: Message, context: Context): Understood {
  const { text, found } = contentsOf(message.text, message.attachments, besides(message, context), context);
  const reason = reasonOf(kind, message, text !== '' || found.length > 0, context);
  const number = numberOf(message);
  const piece: MessagePiece = { id: number, version: versionOf(kind, message), text, files: found.map(({ file }) => file), ...(message.update_time && { editedAt: new Date(message.update_time * 1_000) }) };
  const receipts = receiptsOf(message, reason);
  const isWanted = reason === undefined;
  return {
    contact: {
      externalId: `${context.groupId}:${message.peer_id}:${number}`,
      conversationId: String(message.peer_id),
      facts: factsOf(message, piece, reason, context),
      ...(receipts && { receipts }),
    },
    wanted: [
      ...(isWanted && message.is_cropped ? [{ key: 'whole', want: { kind: 'whole' as const, peerId: message.peer_id, messageId: message.id, number: message.conversation_message_id ?? 0 } }] : []),
      ...(isWanted ? found.filter(({ file }) => !file.problem).map(({ url, file: { key } }) => ({ key, want: { kind: 'file' as const, url } })) : []),
      ...(reason === 'own' ? [] : nameWanted(message.from_id, context)),
    ],
  };
}

/** Its number within the conversation, by which VK knows it for good; the id of the community's mailbox is 0 in chats. */
function numberOf({ conversation_message_id, id }: Message): string {
  return conversation_message_id ? String(conversation_message_id) : `id${id}`;
}

/** Higher for later states: by the time of the change, then edits, then those that came in full. */
function versionOf(kind: MessageKind, { date, update_time, is_cropped }: Message): bigint {
  const isEdited = kind === 'message_edit' || Boolean(update_time);
  return BigInt(Math.max(date, update_time ?? 0)) * 4n + (isEdited ? 2n : 0n) + (is_cropped ? 0n : 1n);
}

function factsOf(message: Message, piece: MessagePiece, reason: string | undefined, context: Context): ContactFacts {
  const attribution = attributionOf(message);
  const sentId = sentIdOf(message);
  return {
    occurredAt: message.date > 0 ? new Date(message.date * 1_000) : context.receivedAt,
    ...(message.conversation_message_id && { sequence: BigInt(message.conversation_message_id) }),
    identities: reason === 'own' ? [] : identitiesOf(message.from_id),
    sender: senderOf(message.from_id, context),
    conversation: placeOf(message),
    ...assemble([piece]),
    ...(attribution && { attribution }),
    ...(reason && { notLeadReason: reason }),
    ...(reason === 'own' && { automatic: { kind: 'own', reason: 'sent by the community', ...(sentId !== undefined && { messageId: sentId }) } }),
    content: { kind: 'message', pieces: [piece] },
  };
}

/** Where the visitor came from: `vk.me/<community>?ref=…&ref_source=…`, as it stands there. */
function attributionOf({ ref, ref_source }: Message): ContactFacts['attribution'] {
  if (!ref && !ref_source) return undefined;
  return { utm: { source: cleanName(ref_source ?? '') || 'vk', ...(ref && { campaign: cleanName(ref) }) } };
}

/** What the community sent has gone out, whoever sent it; ours is known by its random id. */
function receiptsOf(message: Message, reason: string | undefined): ReceiptDraft[] | undefined {
  const { peer_id, random_id, date } = message;
  const providerId = sentIdOf(message);
  if (reason !== 'own' || !random_id || providerId === undefined) return undefined;
  return [{ conversationId: String(peer_id), state: 'sent', at: new Date(date * 1_000), which: { key: String(random_id), providerId } }];
}
