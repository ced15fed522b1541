import type { ChannelAccount, OutgoingReply } from '@tributary/channel';
import { cleanName } from '@tributary/contact';
import MailComposer from 'nodemailer/lib/mail-composer';
import { bareSubject } from '../automatic/plain-words.js';
import type { EmailSettings } from '../settings.js';
import { attributionOf, bodiesOf, languageOf } from './quote.js';
import type { ThreadFields } from './thread-fields.js';

export interface Letter {
  readonly reply: OutgoingReply;
  readonly settings: ChannelAccount<EmailSettings>['settings'];
  readonly from: string;
  readonly to: string;
  readonly thread: ThreadFields;
}

/**
 * What an answer that nobody wrote by hand says of itself: to those who go by RFC 3834, to Exchange, whose absence notes don't, and to
 * old programs that know Precedence alone. Its envelope keeps our address all the same: servers that people sign in to let nobody send
 * without, and a bounce is told as a receipt.
 */
const AUTOMATIC_HEADERS = { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All', Precedence: 'auto_reply' };

const MEDIA_TYPE = /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/;

/** The bytes of a mail. @param read  bytes of an attachment */
export async function compose({ reply, settings, from, to, thread }: Letter, read: (sha256: string) => Promise<Buffer>): Promise<Buffer> {
  const { facts } = reply.contact;
  const language = languageOf(reply.text, facts.subject ?? '', facts.text);
  // A machine's answer quotes nothing: whoever writes in another's name could have us carry his words there.
  const quoted = reply.automatic ? undefined : facts.text;
  const attachments = [];
  for (const { name, mediaType, sha256 } of reply.attachments) {
    attachments.push({ filename: cleanName(name) || 'file', contentType: MEDIA_TYPE.test(mediaType) ? mediaType : 'application/octet-stream', content: await read(sha256), contentDisposition: 'attachment' });
  }
  const mail = new MailComposer({
    from: { name: cleanName(settings.fromName ?? reply.authorName), address: from },
    to: { name: '', address: to },
    subject: `Re: ${bareSubject(facts.subject ?? '')}`.trim(),
    date: reply.askedAt,
    messageId: `<${thread.messageId}>`,
    ...(thread.inReplyTo !== undefined && { inReplyTo: `<${thread.inReplyTo}>` }),
    ...(thread.references.length > 0 && { references: thread.references.map((id) => `<${id}>`) }),
    ...(reply.automatic && { headers: AUTOMATIC_HEADERS }),
    ...bodiesOf(reply.text, quoted, attributionOf(facts, to, language)),
    attachments,
    xMailer: false,
    newline: '\r\n',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return mail.compile().build();
}
