import { cleanName } from './clean-text.js';
import { parseAddresses } from './header/addresses.js';
import { parseDate } from './header/date.js';
import type { HeaderFields } from './header/header-fields.js';
import { parseMessageIds } from './header/message-ids.js';
import type { MailLimits } from './limits.js';
import type { Mail } from './mail.js';

type MailFields = Pick<Mail, 'headers' | 'messageId' | 'inReplyTo' | 'references' | 'date' | 'from' | 'sender' | 'replyTo' | 'to' | 'cc' | 'subject'>;

/** What the headers of a mail say. */
export function mailFields(fields: HeaderFields, { maxAddresses, maxReferences }: Pick<MailLimits, 'maxAddresses' | 'maxReferences'>): MailFields {
  const addresses = (name: string) => fields.all(name).flatMap((header) => parseAddresses(header, maxAddresses)).slice(0, maxAddresses);
  const messageId = parseMessageIds(fields.encoded('message-id'), 1)[0];
  const inReplyTo = parseMessageIds(fields.encoded('in-reply-to'), maxReferences).at(-1);
  const date = parseDate(fields.encoded('date'));
  const [sender] = parseAddresses(fields.encoded('sender'), 1);
  return {
    headers: fields.list(),
    ...(messageId !== undefined && { messageId }),
    ...(inReplyTo !== undefined && { inReplyTo }),
    references: parseMessageIds(fields.all('references').join(' '), maxReferences),
    ...(date && { date }),
    // Only the first From counts: a second one is how a sender is forged.
    from: parseAddresses(fields.encoded('from'), maxAddresses),
    ...(sender && { sender }),
    replyTo: parseAddresses(fields.encoded('reply-to'), maxAddresses),
    to: addresses('to'),
    cc: addresses('cc'),
    subject: cleanName(fields.decoded('subject')),
  };
}
