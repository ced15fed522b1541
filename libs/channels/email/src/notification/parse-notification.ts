import { cleanName, joinIdentities, phoneIdentities, type Identity } from '@tributary/contact';
import { bareSubject } from '../automatic/plain-words.js';
import type { Mail, MailAddress } from '../mime/mail.js';
import { tellsOfBusiness } from './business-words.js';
import { clientReplyTo, Strangers } from './client-address.js';
import type { LabelRole } from './label-role.js';
import { readFields, type FieldsOfText, type LabelledField, type NotificationField } from './read-fields.js';

/** The client of whom a form, a shop or a platform tells us by mail. */
export interface Notification {
  /** As the form tells it, cleaned; at most 200 characters. */
  readonly name?: string;
  readonly company?: string;
  /** Stated by the client: never verified. */
  readonly phones: readonly Identity[];
  readonly emails: readonly Identity[];
  /** Where the client wants the answer, normalized. */
  readonly replyTo?: string;
  /** What the client wrote himself, when the form has a field for that. */
  readonly message?: string;
  /** All fields in their order, with empty ones left out; at most 100. */
  readonly fields: readonly NotificationField[];
}

export interface NotificationOptions {
  readonly ownAddresses: readonly string[];
  /** ISO 3166, for phones without a country code. Default RU. */
  readonly defaultRegion?: string;
}

export type NotificationMail = Pick<Mail, 'from' | 'replyTo' | 'subject' | 'text'>;

/**
 * Reads the notification of a web form, a shop or a marketplace: whose the enquiry is stands in its fields and Reply-To,
 * while the sender is a robot. Never throws; linear in the text, of which the first 60,000 characters are read.
 * @returns nothing for letters of people, whose signatures look alike
 */
export function parseNotification(mail: NotificationMail, options: NotificationOptions): Notification | undefined {
  const strangers = new Strangers(options.ownAddresses);
  const told = readFields(mail.text);
  const replyTo = clientReplyTo(mail, strangers);
  const client = readClient(told.fields, strangers, options.defaultRegion);
  if (!isNotification(mail, told, { ...client, replyTo }, strangers)) return undefined;
  const name = client.name || cleanName(replyTo?.name ?? '');
  return {
    ...(name && { name }),
    ...(client.company && { company: client.company }),
    phones: client.phones,
    emails: joinIdentities(client.emails, replyTo || client.emails.length === 0 ? addressOf(mail, replyTo, strangers) : []),
    ...(replyTo && { replyTo: strangers.identity(replyTo)?.value }),
    ...(client.message && { message: client.message }),
    fields: told.fields.map(({ label, value }) => ({ label, value })),
  };
}

interface Client {
  readonly name: string;
  readonly company: string;
  readonly message: string;
  readonly phones: readonly Identity[];
  readonly emails: readonly Identity[];
}

function readClient(fields: readonly LabelledField[], strangers: Strangers, region: string | undefined): Client {
  const valuesOf = (...roles: readonly LabelRole[]): string[] => fields.flatMap(({ role, value }) => (role && roles.includes(role) ? [value] : []));
  const phones = valuesOf('phone', 'contact').flatMap((value) => phoneIdentities(value, region));
  const emails = valuesOf('email', 'contact', 'name').flatMap((value) => emailsIn(value, strangers));
  const names = [valuesOf('name')[0], valuesOf('last-name')[0]].map((value) => cleanName(withoutContacts(value ?? '')));
  return {
    name: cleanName(names.filter((part) => part !== '').join(' ')),
    company: cleanName(valuesOf('company')[0] ?? ''),
    message: valuesOf('text').join('\n\n'),
    phones: joinIdentities(phones, []).slice(0, 10),
    emails: joinIdentities(emails, []).slice(0, 10),
  };
}

const ADDRESS = /[^\s<>()[\]"',;:]{1,64}@[^\s<>()[\]"',;:]{1,253}/gu;

function emailsIn(value: string, strangers: Strangers): Identity[] {
  return [...value.slice(0, 500).matchAll(ADDRESS)].slice(0, 10).flatMap(([address]) => strangers.identity({ name: '', address, raw: address }) ?? []);
}

/** "Иван <ivan@…>", "Иван, +7 …" */
function withoutContacts(name: string): string {
  const line = name.slice(0, 300).split('\n')[0] ?? '';
  return line.replace(/[<(]?mailto:\S+/giu, '').replace(/[<(]?[^\s<(]{1,64}@[^\s>)]{1,253}[>)]?/gu, '').replace(/[\s,;]*\+?\d[\d ()-]{6,}.*$/u, '').trim();
}

/** The sender is the client himself when the form names no other address and is no office, which would be one person for all its clients. */
function addressOf(mail: NotificationMail, replyTo: MailAddress | undefined, strangers: Strangers): Identity[] {
  const sender = replyTo ?? mail.from[0];
  if (!sender || (replyTo === undefined && strangers.isOffice(sender))) return [];
  const identity = strangers.identity(sender);
  return identity ? [identity] : [];
}

/** Where less of the text is fields, they are a footer's. */
const MIN_SHARE = 0.35;
/** A person's letter that is a form through and through. */
const MIN_SHARE_OF_A_PERSON = 0.6;

/** Footers and signatures have fields too: a client is told by name or by words, and near the top. */
function isNotification(mail: NotificationMail, told: FieldsOfText, client: Client & { replyTo: MailAddress | undefined }, strangers: Strangers): boolean {
  const has = (role: LabelRole): boolean => told.fields.some((field) => field.role === role);
  const reachable = client.phones.length > 0 || client.emails.length > 0;
  const business = tellsOfBusiness(bareSubject(mail.subject));
  const speaks = has('name') || has('text') || business;
  if (strangers.isSite(mail.from[0])) {
    return (reachable || client.replyTo !== undefined) && speaks && told.fields.length > 0 && (told.share >= MIN_SHARE || business);
  }
  if (client.replyTo !== undefined) return speaks && told.fields.length >= 2 && told.share >= MIN_SHARE && told.proseBefore <= 4;
  const named = has('name') && reachable && told.fields.length >= 3;
  // Shops on somebody else's domain write from admin@ or info@.
  if (business && mail.from[0] && strangers.isOffice(mail.from[0])) return named && told.share >= MIN_SHARE;
  return named && told.share >= MIN_SHARE_OF_A_PERSON && told.proseBefore <= 3;
}
