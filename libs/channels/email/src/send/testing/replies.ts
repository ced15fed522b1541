import { signer } from '../../thread/testing/signer.js';
import type { ChannelAccount, ContactDraft, ContactFacts, OutgoingReply, ReplySession } from '@tributary/channel';
import { toContacts } from '../../contact/to-contacts.js';
import { type EmailSettings, settingsSchema } from '../../settings.js';

export const REPLY_ID = '0193f0a2-7a5e-4c1d-9b3e-2f4d5a6b7c8d';

/** A mailbox of user `u` at acme.example. */
export function mailbox(settings: Record<string, unknown> = {}): ChannelAccount<EmailSettings> {
  const whole = settingsSchema.parse({ user: 'u', address: 'sales@acme.example', password: 'secret', host: '127.0.0.1', smtpHost: '127.0.0.1', smtpSecure: false, ...settings });
  return { id: 'mailbox', name: 'Sales', line: 'main', defaultRegion: 'RU', settings: whole, sign: signer('mailbox') };
}

/** The contact of a mail that arrived. */
export async function arrived(source: string, account: ChannelAccount<EmailSettings> = mailbox(), sent = false): Promise<ContactDraft> {
  const bytes = Buffer.from(source.replace(/\r?\n/g, '\r\n'));
  const origin = { folder: 'INBOX', uidValidity: '1', uid: 1, internalDate: new Date('2026-11-24T08:00:00Z'), sizeBytes: bytes.length, sent };
  const [draft] = await toContacts({ source: bytes, origin }, { account, store: () => Promise.resolve({ sha256: '0'.repeat(64), sizeBytes: 1 }) });
  if (!draft) throw new Error('no contact');
  return draft;
}

/** An answer to a contact. */
export function answerTo({ externalId, conversationId = '', facts }: ContactDraft, changed: Partial<OutgoingReply> = {}, changedFacts: Partial<ContactFacts> = {}): OutgoingReply {
  return {
    id: REPLY_ID,
    conversationId,
    text: 'Доставка — 900 ₽.',
    attachments: [],
    automatic: '',
    authorName: 'Анна Менеджер',
    askedAt: new Date('2026-11-24T09:00:00Z'),
    contact: { id: 'c-1', externalId, facts: { ...facts, ...changedFacts } },
    ...changed,
  };
}

export function sessionOf(account: ChannelAccount<EmailSettings>, files: Readonly<Record<string, string>> = {}, signal = new AbortController().signal): ReplySession<EmailSettings> {
  return { account, signal, read: (sha256) => Promise.resolve(Buffer.from(files[sha256] ?? '')) };
}
