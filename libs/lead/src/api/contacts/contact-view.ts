import type { Envelope } from '@tributary/proto';
import type { Locale } from '@tributary/platform';
import { explainDecision } from '../../decision.js';
import { explainMatch, matchTrace } from '../../explain-match.js';
import type { ContactRow } from './contact-store.js';
import { contentOf, kindOf } from './content-view.js';

export interface CustodyStep {
  readonly step: 'received' | 'published' | 'matched' | 'assigned' | 'notified';
  readonly at: string;
}

/**
 * One contact as design §8 has it: absent facts are absent keys.
 * @param notifiedAt  when a notice of it went out, if that is known
 */
export function showContact(row: ContactRow, envelope: Envelope, locale: Locale, notifiedAt?: Date) {
  const { html, replyTo, ...content } = contentOf(envelope);
  return {
    id: row.id,
    revision: row.revision,
    accountId: row.account_id,
    channel: row.channel,
    line: row.line,
    conversationId: row.conversation_id,
    ...(envelope.conversation && { conversation: placeOf(envelope.conversation) }),
    kind: kindOf(envelope),
    externalId: row.external_id,
    occurredAt: row.occurred_at.toISOString(),
    receivedAt: row.received_at.toISOString(),
    identities: envelope.identities.map(({ type, value, raw, verified, disputed }) => ({ type, value, raw, verified, ...(disputed && { disputed }) })),
    sender: { name: envelope.sender?.name ?? '', ...(envelope.sender?.company && { company: envelope.sender.company }) },
    text: envelope.text,
    ...unreadableOf(envelope),
    ...(envelope.subject && { subject: envelope.subject }),
    ...(html && { html }),
    ...(replyTo && { replyTo }),
    attachments: attachmentsOf(row.id, envelope),
    ...(envelope.automatic && { automatic: automaticOf(envelope.automatic) }),
    source: sourceOf(envelope),
    ...content,
    ...(row.person_id && { person: { id: row.person_id, name: row.person_name ?? '' } }),
    ...(row.lead_id && { lead: { id: row.lead_id, managerId: row.manager_id, status: row.lead_status } }),
    ...(row.not_lead_reason && { notLead: { reason: row.not_lead_reason } }),
    decision: { ...explainDecision(row.decision, locale), ...matchOf(row, envelope, locale) },
    custody: custodyOf(row, notifiedAt),
  };
}

export type ContactView = ReturnType<typeof showContact>;

function attachmentsOf(contactId: string, { attachments }: Envelope) {
  return attachments.flatMap(({ name, blob }) => {
    if (!blob) return [];
    const { mediaType, sha256 } = blob;
    return [{ name, mediaType, sizeBytes: Number(blob.sizeBytes), sha256, url: `/api/v1/contacts/${contactId}/attachments/${sha256}` }];
  });
}

/** Characters that nobody could read where they came from (half of a pair, bytes of another charset): the text has U+FFFD for them, the raw part what came. */
function unreadableOf({ text, subject }: Envelope) {
  const unreadable = `${text}${subject}`.split('\ufffd').length - 1;
  return unreadable > 0 && { unreadable };
}

function placeOf({ kind, title }: NonNullable<Envelope['conversation']>) {
  return { kind, ...(title && { title }) };
}

function automaticOf({ kind, reason, hard }: NonNullable<Envelope['automatic']>) {
  return { kind, reason, ...(hard && { hard }) };
}

function sourceOf({ attribution }: Envelope) {
  if (!attribution) return {};
  const { utm, clickIds, pageUrl, referrer } = attribution;
  return {
    ...(Object.keys(utm).length > 0 && { utm }),
    ...(Object.keys(clickIds).length > 0 && { clickIds }),
    ...(pageUrl && { page: pageUrl }),
    ...(referrer && { referrer }),
    ...(utm['campaign'] && { campaign: utm['campaign'] }),
  };
}

/** Why this person: what the contact gave, what told, and who else came into question. */
function matchOf({ decision }: ContactRow, { identities }: Envelope, locale: Locale) {
  const match = matchTrace(decision);
  const sentence = explainMatch(match, locale);
  if (!match || sentence === undefined) return {};
  const told = (type: string, value: string): boolean => match.by?.some((by) => by.type === type && by.value === value) === true;
  const keys = identities.map(({ type, value, verified }) => ({ type, value, verified, matched: told(type, value) }));
  return { match: { basis: match.basis, sentence, keys, candidates: match.candidates ?? [] } };
}

function custodyOf(row: ContactRow, notifiedAt: Date | undefined): CustodyStep[] {
  const steps: [CustodyStep['step'], Date | null | undefined][] = [
    ['received', row.received_at],
    ['published', row.published_at],
    ['matched', row.matched_at],
    ['assigned', row.assigned_at],
    ['notified', notifiedAt],
  ];
  return steps.flatMap(([step, at]) => (at ? [{ step, at: at.toISOString() }] : []));
}

