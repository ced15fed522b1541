import { type ChannelAccount, type ContactDraft, type ContactFacts } from '@tributary/channel';
import { cleanName, emailIdentity, type Identity, joinIdentities } from '@tributary/contact';
import { classifyAutomatic } from '../automatic/classify-automatic.js';
import type { Automatic, OwnTraces } from '../automatic/mail-facts.js';
import { fromSentFolder } from '../automatic/own.js';
import { readSenderRule } from '../automatic/sender-rule.js';
import { readAuthenticity, senderTrust } from '../authenticity/read-authenticity.js';
import { type FetchedMail, type MailOrigin, originToStrings } from '../imap/origin.js';
import type { Mail, MailAddress } from '../mime/mail.js';
import { type Notification, parseNotification } from '../notification/parse-notification.js';
import { cutReply, type ReplyCut } from '../reply/cut-reply.js';
import type { EmailSettings } from '../settings.js';
import { externalIdOf } from '../thread/external-id.js';
import { readMessageId } from '../thread/message-id.js';
import { threadOf } from '../thread/thread-of.js';
import { leadText } from './lead-text.js';
import { type MailboxFacts, mailboxFacts } from './mailbox-facts.js';
import { ownPhones } from './own-phones.js';
import { readReceipts } from './read-receipts.js';

const MAX_RECIPIENTS = 10;

type Trust = ReturnType<typeof senderTrust>;
/** Why it is no lead; what is automatic has its kind as the reason. */
interface Judged {
  readonly automatic?: Automatic;
  readonly notLeadReason?: string;
}

/** The contact of a mail that was read. Pure. */
export function buildDraft(mail: Mail, { source, origin }: FetchedMail, account: ChannelAccount<EmailSettings>): ContactDraft {
  const mailbox = mailboxFacts(account.settings);
  const trust = senderTrust(readAuthenticity(mail, mailbox));
  const options = { ownAddresses: mailbox.ownAddresses, defaultRegion: account.defaultRegion };
  const notification = origin.sent ? undefined : parseNotification(mail, options);
  const cut = cutReply({ text: mail.text, ...(mail.html !== undefined && { html: mail.html }), subject: mail.subject, sender: mail.from[0]?.name ?? '' });
  const identities = origin.sent ? recipients(mail) : senderIdentities(mail, notification, cut, trust, account.defaultRegion);
  const externalId = externalIdOf(source);
  const party = notification?.replyTo ?? notification?.emails[0]?.value;
  const judged = judge(mail, notification, origin, { ...mailbox, isOwnId: (id) => typeof readMessageId(id, account.sign) === 'object' });
  const { conversationId } = threadOf(mail, {
    account: account.id,
    sign: account.sign,
    externalId,
    ownAddresses: mailbox.ownAddresses,
    forged: trust === 'forged',
    ...(party !== undefined && { party }),
  });
  const receipts = readReceipts(mail, judged.automatic, origin.internalDate, account.sign);
  return {
    externalId,
    conversationId,
    ...(receipts.length > 0 && { receipts }),
    facts: {
      occurredAt: origin.internalDate,
      identities,
      sender: senderOf(mail, notification),
      text: leadText(wordsOf(mail, notification, cut) || passedOn(mail), mail.calendar, origin.omitted ?? []),
      subject: mail.subject,
      attachments: mail.attachments.map(({ name, mediaType, sizeBytes, sha256, inline }) => ({ name, mediaType, sizeBytes, sha256, inline })),
      ...judged,
      content: { kind: 'message', ...(mail.html !== undefined && { html: mail.html }), ...replyAddress(mail, notification) },
    },
    raw: { mediaType: 'message/rfc822', bytes: source, origin: originToStrings(origin) },
  };
}

/** What the sender says. A robot's lines that look like a signature are none when they tell of the client. */
function wordsOf(mail: Mail, notification: Notification | undefined, { reply }: ReplyCut): string {
  const whole = notification?.fields.every(({ value }) => reply.includes(value.split('\n')[0] ?? '')) ?? true;
  return whole ? reply : mail.text;
}

/** The words of a mail that was only passed on, as a file, without any of the sender's own. */
function passedOn({ embedded }: Mail): string {
  return embedded.find(({ reported, text }) => !reported && text !== '')?.text ?? '';
}

/** The client of a form's notification, else the sender with the phones of the signature. */
function senderIdentities(mail: Mail, notification: Notification | undefined, cut: ReplyCut, trust: Trust, region: string): ContactFacts['identities'] {
  const found = notification
    ? joinIdentities(notification.emails, notification.phones)
    : joinIdentities(emailIdentities(mail.from.slice(0, 1), trust === 'verified'), ownPhones(cut.reply, cut.signature ?? '', region));
  return trust === 'forged' ? found.map((identity) => ({ ...identity, disputed: true })) : found;
}

/** Mail that the company sent: history with those it went to. */
function recipients({ to }: Mail): readonly Identity[] {
  return emailIdentities(to.slice(0, MAX_RECIPIENTS), false);
}

function emailIdentities(addresses: readonly MailAddress[], verified: boolean): Identity[] {
  return addresses.flatMap(({ address }) => emailIdentity(address, verified) ?? []);
}

function senderOf(mail: Mail, notification: Notification | undefined): ContactFacts['sender'] {
  if (notification?.name) return { name: notification.name, ...(notification.company && { company: notification.company }) };
  const [from] = mail.from;
  return { name: cleanName(from?.name || from?.address || mail.sender?.name || '') };
}

function replyAddress(mail: Mail, notification: Notification | undefined): { replyTo?: string } {
  const replyTo = notification?.replyTo ?? mail.replyTo[0]?.address;
  return replyTo ? { replyTo } : {};
}

/** Why this is no lead, the surest reason first. */
function judge(mail: Mail, notification: Notification | undefined, { sent }: MailOrigin, { ownAddresses, isOwnId, rules }: MailboxFacts & OwnTraces): Judged {
  if (sent) return { notLeadReason: 'own', automatic: fromSentFolder(mail) };
  const judged = classifyAutomatic(mail, { ownAddresses, ...(isOwnId && { isOwnId }) });
  if (judged.notLeadReason !== undefined) return judged;
  const writer = notification ? notification.emails[0]?.value : mail.from[0]?.address;
  const rule = writer === undefined ? undefined : readSenderRule(writer, rules);
  return rule === undefined ? judged : { ...judged, notLeadReason: rule };
}
