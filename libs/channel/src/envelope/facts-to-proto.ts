import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { EnvelopeSchema } from '@tributary/proto';
import type { Content, ContactFacts } from '../channel.js';

type EnvelopeInit = MessageInitShape<typeof EnvelopeSchema>;
type ContentInit = NonNullable<EnvelopeInit['content']>;

/** A content's message on the wire, chosen by its kind. */
export function contentToProto(content: Content): ContentInit {
  switch (content.kind) {
    case 'message':
      return { case: 'message', value: { html: content.html ?? '', replyTo: content.replyTo ?? '' } };
    case 'form':
      return { case: 'form', value: formToProto(content) };
    case 'call':
      return { case: 'call', value: { direction: content.direction, status: content.status, durationSeconds: content.durationSeconds } };
    case 'order':
      return { case: 'order', value: { number: content.number, status: content.status, total: content.total } };
    case 'client':
      return { case: 'client', value: { externalCode: content.externalCode, inn: content.inn ?? '' } };
  }
}

function formToProto(form: Extract<Content, { kind: 'form' }>) {
  return {
    fields: form.fields.map(({ name, label, value }) => ({ name, label, value })),
    consents: form.consents.map(({ purpose, given, text, at }) => ({ purpose, given, text, at: timestampFromDate(at) })),
    clientAddress: form.clientAddress,
    userAgent: form.userAgent,
  };
}

/** The part of an envelope that facts fill; ids, revision and origin are the caller's. */
export function factsToProto(facts: ContactFacts): EnvelopeInit {
  return {
    occurredAt: timestampFromDate(facts.occurredAt),
    sequence: facts.sequence ?? 0n,
    identities: facts.identities.map(({ type, value, raw, verified, extension }) => ({ type, value, raw, verified, extension: extension ?? '' })),
    sender: { name: facts.sender.name, company: facts.sender.company ?? '' },
    attribution: facts.attribution && {
      utm: { ...facts.attribution.utm },
      clickIds: { ...facts.attribution.clickIds },
      clientIds: { ...facts.attribution.clientIds },
      pageUrl: facts.attribution.pageUrl ?? '',
      referrer: facts.attribution.referrer ?? '',
    },
    text: facts.text,
    subject: facts.subject ?? '',
    attachments: facts.attachments.map(({ name, mediaType, sizeBytes, sha256, inline }) => ({
      name,
      inline: inline ?? false,
      blob: { sha256, sizeBytes: BigInt(sizeBytes), mediaType },
    })),
    automatic: facts.automatic && { kind: facts.automatic.kind, reason: facts.automatic.reason, hard: facts.automatic.hard ?? false },
    notLeadReason: facts.notLeadReason ?? '',
    locale: facts.locale ?? '',
    content: contentToProto(facts.content),
  };
}
