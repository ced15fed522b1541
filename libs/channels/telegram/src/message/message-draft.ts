import { assemble, type ContactFacts, type MessagePiece } from '@tributary/channel';
import { cleanText } from '@tributary/contact';
import type { Context } from '../update/context.js';
import type { MessageKind } from '../update/read-update.js';
import type { Message } from '../update/schema.js';
import type { Understood } from '../update/to-draft.js';
import { attributionOf } from './deep-link.js';
import { describe } from './describe.js';
import { filesOf } from './files.js';
import { identitiesOf } from './identities.js';
import { conversationOf, externalIdOf, versionOf } from './ids.js';
import { ofChat, ofUser, senderOf } from './people.js';
import { placeOf } from './place.js';
import { reasonOf } from './reason.js';
import { say } from './words.js';

/** One message, new or edited, to a contact of one piece. */
export function messageDraft(updateId: number, kind: MessageKind, message: Message, context: Context): Understood {
  const reason = reasonOf(kind, message, context);
  const found = filesOf(message, context);
  const piece: MessagePiece = {
    id: String(message.message_id),
    version: versionOf(message, updateId),
    text: cleanText([message.text ?? message.caption ?? '', ...describe(message, context.language)].filter(Boolean).join('\n')).text,
    files: found.map(({ file }) => file),
    ...(message.edit_date && { editedAt: new Date(message.edit_date * 1_000) }),
  };
  // A photo of an album may be addressed to us by another one's caption.
  const isWanted = !reason || message.media_group_id !== undefined;
  return {
    contact: { externalId: externalIdOf(message, context), ...conversationOf(message), facts: factsOf(message, piece, reason, context) },
    wanted: isWanted ? found.filter(({ file }) => !file.problem).map(({ fileId, file: { key } }) => ({ key, fileId })) : [],
  };
}

function factsOf(message: Message, piece: MessagePiece, reason: string | undefined, context: Context): ContactFacts {
  const sender = senderOf(message);
  const attribution = attributionOf(message);
  const subject = forwardedFrom(message, context);
  return {
    occurredAt: message.date > 0 ? new Date(message.date * 1_000) : context.receivedAt,
    ...(message.message_id > 0 && { sequence: BigInt(message.message_id) }),
    identities: reason === 'own' ? [] : identitiesOf(message, sender, context),
    sender: { name: sender?.name ?? '' },
    conversation: placeOf(message.chat, message.new_chat_title),
    ...assemble([piece]),
    ...(subject && { subject }),
    ...(sender?.languageCode && { locale: sender.languageCode.slice(0, 35) }),
    ...(attribution && { attribution }),
    ...(reason && { notLeadReason: reason }),
    ...(reason === 'own' && { automatic: { kind: 'own', reason: 'sent by us', messageId: String(message.message_id) } }),
    content: { kind: 'message', pieces: [piece] },
  };
}

function forwardedFrom({ forward_origin: origin }: Message, { language }: Context): string | undefined {
  if (!origin) return undefined;
  const chat = origin.sender_chat ?? origin.chat;
  const name = origin.sender_user ? ofUser(origin.sender_user).name : (origin.sender_user_name ?? (chat ? ofChat(chat).name : ''));
  return cleanText(say(language, 'forwarded', { name })).text;
}
