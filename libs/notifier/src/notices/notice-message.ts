import type { Locale } from '@tributary/platform';
import { type Message, oneLine } from '../send/message.js';
import type { FeedData } from '../record/new-entry.js';
import type { Told } from './claim.js';
import { NOTICE_KINDS } from './recipient.js';
import { noticeText } from './texts.js';

/** Of whom a message is for. */
export interface Reader {
  readonly managerId: string;
  readonly locale: Locale;
  /** Of the console, without a trailing slash. */
  readonly publicUrl: string;
}

const REASONS = ['backlog', 'opening', 'not-taken', 'not-answered', 'owner-away', 'owner-back', 'offered', 'task-due', 'task-reminder', 'reply-failed', 'reply-unknown'] as const;
const CHANNELS = ['form', 'email', 'telegram', 'vk', 'viber', 'whatsapp', 'site_chat', 'api', 'by-hand'] as const;
/** Events by which a lead comes to somebody. */
const GETTING: readonly string[] = ['lead.opened', 'lead.transferred', 'lead.assigned', 'lead.escalated', 'lead.taken'];
const NAME_CHARS = 80;
const LINE_CHARS = 80;

/** One notice: what happened, the customer's first words, why the reader is told, the way to the lead, or to the desk where there is none. */
export function noticeMessage(id: string, told: Told, reader: Reader): Message {
  const { locale } = reader;
  const { data } = told;
  const subject = subjectOf(told, locale);
  const facts = factsOf(told, locale);
  const url = placeUrl(data, reader);
  return {
    id,
    subject,
    text: paragraphs([data.preview.trim(), facts, whyOf(told, reader), url]),
    html: page([`<p><strong>${escaped(subject)}</strong></p>`, data.preview.trim() && `<blockquote>${lines(data.preview.trim())}</blockquote>`, facts && `<p>${escaped(facts)}</p>`, `<p>${escaped(whyOf(told, reader))}</p>`, link(url, noticeText(locale, data.leadId ? 'facts.open' : 'facts.desk'))]),
    type: told.kind,
    data: { managerId: reader.managerId, ...forPrograms(told, reader) },
  };
}

/** Many notices, oldest first, and the count of those that are not told one by one. */
export function digestMessage(id: string, all: readonly Told[], older: number, reader: Reader): Message {
  const { locale } = reader;
  const url = `${reader.publicUrl}/leads`;
  const rest = older > 0 ? noticeText(locale, 'facts.older', { count: older }) : '';
  const entries = all.map((told) => ({ title: subjectOf(told, locale), words: beginning(oneLine(told.data.preview), LINE_CHARS), url: placeUrl(told.data, reader) }));
  return {
    id,
    subject: noticeText(locale, 'subject.digest', { count: all.length + older }),
    text: paragraphs([...entries.map((entry) => [`• ${entry.title}`, entry.words, entry.url].filter(Boolean).join('\n')), rest, url]),
    html: page([`<ul>${entries.map((entry) => `<li><a href="${escaped(entry.url)}">${escaped(entry.title)}</a><br>${escaped(entry.words)}</li>`).join('')}</ul>`, rest && `<p>${escaped(rest)}</p>`, link(url, noticeText(locale, 'facts.all'))]),
    type: 'leads.digest',
    data: { managerId: reader.managerId, notices: all.map((told) => ({ type: told.kind, ...forPrograms(told, reader) })), older, url },
  };
}

export function testNotice(id: string, { managerId, locale }: Reader): Message {
  return { id, subject: noticeText(locale, 'subject.test'), text: noticeText(locale, 'test'), html: page([`<p>${escaped(noticeText(locale, 'test'))}</p>`]), type: 'notice.test', data: { managerId } };
}

function subjectOf({ kind, data }: Told, locale: Locale): string {
  const who = beginning(oneLine(data.personName), NAME_CHARS) || noticeText(locale, 'nobody');
  return `${noticeText(locale, `subject.${kindOf(kind)}`)}: ${who}`;
}

function factsOf({ data: { channel, line } }: Told, locale: Locale): string {
  const known = CHANNELS.find((each) => each === channel);
  const named = known ? noticeText(locale, `channel.${known}`) : oneLine(channel ?? '');
  return [named && `${noticeText(locale, 'facts.channel')}: ${named}`, line && `${noticeText(locale, 'facts.line')}: ${oneLine(line)}`].filter(Boolean).join(' · ');
}

function whyOf({ kind, data: { reason, managerId } }: Told, reader: Reader): string {
  const known = REASONS.find((each) => each === reason);
  const why = noticeText(reader.locale, known ? `why.${known}` : `whyKind.${kindOf(kind)}`);
  return noticeText(reader.locale, managerId === reader.managerId && GETTING.includes(kind) ? 'got' : 'told', { why });
}

function forPrograms({ eventId, kind: _, data }: Told, reader: Reader): Record<string, unknown> {
  const { leadId, personId, personName, channel, line, preview, occurredAt, reason } = data;
  return { eventId, leadId, personId, personName, ownerId: data.managerId, channel, line, preview, occurredAt, ...(reason && { reason }), url: placeUrl(data, reader) };
}

function kindOf(kind: string): (typeof NOTICE_KINDS)[number] | 'reply-changed' | 'other' {
  if (kind === 'lead.reply-changed') return 'reply-changed';
  return NOTICE_KINDS.find((each) => `lead.${each}` === kind) ?? 'other';
}

/** A task may be of no lead. */
function placeUrl({ leadId }: FeedData, { publicUrl }: Reader): string {
  return leadId ? `${publicUrl}/leads/${encodeURIComponent(leadId)}` : `${publicUrl}/desk`;
}

function paragraphs(parts: readonly string[]): string {
  return parts.filter(Boolean).join('\n\n');
}

function page(parts: readonly string[]): string {
  return `<!doctype html><html><body>${parts.filter(Boolean).join('')}</body></html>`;
}

function link(url: string, text: string): string {
  return `<p><a href="${escaped(url)}">${escaped(text)}</a></p>`;
}

function lines(text: string): string {
  return escaped(text).replaceAll(/\r\n|\r|\n/g, '<br>');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Nothing that a customer wrote is markup. */
function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** Cut between characters, not within one of two units. */
function beginning(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : `${text.slice(0, maxChars).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
