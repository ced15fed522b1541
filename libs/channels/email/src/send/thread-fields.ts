import { domainToASCII } from 'node:url';
import type { OutgoingReply } from '@tributary/channel';
import { isConversation, makeMessageId, NO_REPLY_ID, type Sign } from '../thread/message-id.js';
import { addressDomain } from '../settings/address.js';

/** Ids without angle brackets. */
export interface ThreadFields {
  readonly messageId: string;
  readonly inReplyTo?: string;
  readonly references: readonly string[];
}

/** So long an id may have been cut when the contact's external id was made of it. */
const MAX_WHOLE_CHARS = 199;

/**
 * What puts an answer below the letter that it answers, and leads the customer's next letter back into the conversation. That id
 * stands in References too, since some mail servers put a Message-ID of their own in place of ours. The same at each try.
 * @see RFC 5322 §3.6.4
 */
export function threadFieldsOf({ id, conversationId, contact }: Pick<OutgoingReply, 'id' | 'conversationId' | 'contact'>, from: string, to: string, sign: Sign | undefined): ThreadFields {
  const domain = domainToASCII(addressDomain(from) ?? '') || 'localhost';
  const answered = messageIdOf(contact.externalId);
  const signed = (replyId: string) => (sign && isConversation(conversationId) ? [makeMessageId({ conversationId, replyId }, to, domain, sign)] : []);
  return {
    messageId: signed(id)[0] ?? `${id}@${domain}`,
    ...(answered !== undefined && { inReplyTo: answered }),
    references: [...signed(NO_REPLY_ID), ...(answered === undefined ? [] : [answered])],
  };
}

/** The Message-ID in an external id. @see externalIdOf */
function messageIdOf(externalId: string): string | undefined {
  const id = externalId.slice(0, externalId.lastIndexOf('#'));
  return id.length <= MAX_WHOLE_CHARS && /^[^\s<>@]+@[^\s<>@]+$/.test(id) ? id : undefined;
}
