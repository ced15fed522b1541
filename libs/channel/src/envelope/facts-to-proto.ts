import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { Attachment, Attribution, Automatic, Consent, Conversation, Envelope, Field, Form, Identity, MessagePiece, Money, PieceFile, Sender } from '@tributary/proto';
import type { Content, ContactFacts } from '../channel.js';

/** The part of an envelope that facts fill; ids, revision and origin are the caller's. */
export type EnvelopeFacts = Pick<
  Envelope,
  'occurredAt' | 'sequence' | 'identities' | 'sender' | 'conversation' | 'attribution' | 'text' | 'subject' | 'attachments' | 'automatic' | 'notLeadReason' | 'locale' | 'content'
>;

/**
 * Facts as the envelope has them. Messages are written as literals, complete by their types: `create` makes the same
 * ones ten times slower, and this stands on the hottest path.
 */
export function factsToProto(facts: ContactFacts): EnvelopeFacts {
  return {
    occurredAt: timestampFromDate(facts.occurredAt),
    sequence: facts.sequence ?? 0n,
    identities: facts.identities.map(identity),
    sender: sender(facts.sender),
    conversation: facts.conversation && conversation(facts.conversation),
    attribution: facts.attribution && attribution(facts.attribution),
    text: facts.text,
    subject: facts.subject ?? '',
    attachments: facts.attachments.map(attachment),
    automatic: facts.automatic && automatic(facts.automatic),
    notLeadReason: facts.notLeadReason ?? '',
    locale: facts.locale ?? '',
    content: content(facts.content),
  };
}

function identity({ type, value, raw, verified, extension, disputed }: ContactFacts['identities'][number]): Identity {
  return { $typeName: 'tributary.inbound.v1.Identity', type, value, raw, verified, extension: extension ?? '', disputed: disputed ?? false };
}

function sender({ name, company }: ContactFacts['sender']): Sender {
  return { $typeName: 'tributary.inbound.v1.Sender', name, company: company ?? '' };
}

function conversation({ kind, title }: NonNullable<ContactFacts['conversation']>): Conversation {
  return { $typeName: 'tributary.inbound.v1.Conversation', kind, title: title ?? '' };
}

function attribution({ utm, clickIds, clientIds, pageUrl, referrer }: NonNullable<ContactFacts['attribution']>): Attribution {
  return {
    $typeName: 'tributary.inbound.v1.Attribution',
    utm: { ...utm },
    clickIds: { ...clickIds },
    clientIds: { ...clientIds },
    pageUrl: pageUrl ?? '',
    referrer: referrer ?? '',
  };
}

function attachment({ name, mediaType, sizeBytes, sha256, inline }: ContactFacts['attachments'][number]): Attachment {
  const blob = { $typeName: 'tributary.inbound.v1.Blob', sha256, sizeBytes: BigInt(sizeBytes), mediaType } as const;
  return { $typeName: 'tributary.inbound.v1.Attachment', name, inline: inline ?? false, blob };
}

function automatic({ kind, reason, hard, messageId }: NonNullable<ContactFacts['automatic']>): Automatic {
  return { $typeName: 'tributary.inbound.v1.Automatic', kind, reason, hard: hard ?? false, messageId: messageId ?? '' };
}

function content(of: Content): Envelope['content'] {
  switch (of.kind) {
    case 'message':
      return { case: 'message', value: { $typeName: 'tributary.inbound.v1.Message', html: of.html ?? '', replyTo: of.replyTo ?? '', pieces: of.pieces?.map(piece) ?? [] } };
    case 'form':
      return { case: 'form', value: form(of) };
    case 'call': {
      const { direction, status, durationSeconds } = of;
      return { case: 'call', value: { $typeName: 'tributary.inbound.v1.Call', direction, status, durationSeconds } };
    }
    case 'order': {
      const { number, status, total } = of;
      return { case: 'order', value: { $typeName: 'tributary.inbound.v1.Order', number, status, total: total && money(total) } };
    }
    case 'client':
      return { case: 'client', value: { $typeName: 'tributary.inbound.v1.ClientRecord', externalCode: of.externalCode, inn: of.inn ?? '' } };
  }
}

type MessageContent = Extract<Content, { kind: 'message' }>;
type Piece = NonNullable<MessageContent['pieces']>[number];

function piece({ id, version, text, files, editedAt }: Piece): MessagePiece {
  return { $typeName: 'tributary.inbound.v1.MessagePiece', id, version, text, files: files.map(pieceFile), ...(editedAt && { editedAt: timestampFromDate(editedAt) }) };
}

function pieceFile({ key, name, label, mediaType, sizeBytes, sha256, problem }: Piece['files'][number]): PieceFile {
  const blob = { $typeName: 'tributary.inbound.v1.Blob', sha256: sha256 ?? '', sizeBytes: BigInt(sizeBytes), mediaType } as const;
  return { $typeName: 'tributary.inbound.v1.PieceFile', key, name, label, blob, problem: problem ?? '' };
}

type FormContent = Extract<Content, { kind: 'form' }>;

function form({ fields, consents, clientAddress, userAgent }: FormContent): Form {
  return { $typeName: 'tributary.inbound.v1.Form', fields: fields.map(field), consents: consents.map(consent), clientAddress, userAgent };
}

function field({ name, label, value }: FormContent['fields'][number]): Field {
  return { $typeName: 'tributary.inbound.v1.Field', name, label, value };
}

function consent({ purpose, given, text, at }: FormContent['consents'][number]): Consent {
  return { $typeName: 'tributary.inbound.v1.Consent', purpose, given, text, at: timestampFromDate(at) };
}

function money({ amount, currency }: { amount: string; currency: string }): Money {
  return { $typeName: 'tributary.inbound.v1.Money', amount, currency };
}
