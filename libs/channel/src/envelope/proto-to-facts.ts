import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { Attribution, Automatic, Envelope, Form, MessagePiece as ProtoPiece } from '@tributary/proto';
import type { ContactFacts, Content, MessagePiece } from '../channel.js';

/**
 * Facts of a stored envelope, as `fold` wants them. What was absent when it was written is absent again,
 * so that facts that go there and back are equal.
 * @throws TypeError  an envelope without content or occurredAt: not written by intake
 */
export function factsOf(envelope: Envelope): ContactFacts {
  if (!envelope.occurredAt) throw new TypeError(`envelope ${envelope.id} has no occurredAt`);
  return {
    occurredAt: timestampDate(envelope.occurredAt),
    ...(envelope.sequence !== 0n && { sequence: envelope.sequence }),
    identities: envelope.identities.map(({ type, value, raw, verified, extension, disputed }) => ({ type, value, raw, verified, ...optional({ extension }), ...(disputed && { disputed }) })),
    sender: { name: envelope.sender?.name ?? '', ...optional({ company: envelope.sender?.company }) },
    ...(envelope.conversation && { conversation: { kind: envelope.conversation.kind, ...optional({ title: envelope.conversation.title }) } }),
    text: envelope.text,
    ...optional({ subject: envelope.subject, locale: envelope.locale, notLeadReason: envelope.notLeadReason }),
    attachments: envelope.attachments.map(({ name, inline, blob }) => ({
      name,
      mediaType: blob?.mediaType ?? '',
      sizeBytes: Number(blob?.sizeBytes ?? 0),
      sha256: blob?.sha256 ?? '',
      ...(inline && { inline }),
    })),
    ...(envelope.attribution && { attribution: attributionFacts(envelope.attribution) }),
    ...(envelope.automatic && { automatic: automatic(envelope.automatic) }),
    content: contentFacts(envelope),
  };
}

function attributionFacts({ utm, clickIds, clientIds, pageUrl, referrer }: Attribution): NonNullable<ContactFacts['attribution']> {
  return {
    ...(Object.keys(utm).length > 0 && { utm }),
    ...(Object.keys(clickIds).length > 0 && { clickIds }),
    ...(Object.keys(clientIds).length > 0 && { clientIds }),
    ...optional({ pageUrl, referrer }),
  };
}

function contentFacts({ id, content }: Envelope): Content {
  switch (content.case) {
    case 'message':
      return {
        kind: 'message',
        ...optional({ html: content.value.html, replyTo: content.value.replyTo }),
        ...(content.value.pieces.length > 0 && { pieces: content.value.pieces.map(pieceFacts) }),
      };
    case 'form':
      return formFacts(content.value);
    case 'call':
      return { kind: 'call', direction: content.value.direction, status: content.value.status, durationSeconds: content.value.durationSeconds };
    case 'order': {
      const { number, status, total } = content.value;
      return { kind: 'order', number, status, ...(total && { total: { amount: total.amount, currency: total.currency } }) };
    }
    case 'client':
      return { kind: 'client', externalCode: content.value.externalCode, ...optional({ inn: content.value.inn }) };
    default:
      throw new TypeError(`envelope ${id} has no content`);
  }
}

function pieceFacts({ id, version, text, files, editedAt }: ProtoPiece): MessagePiece {
  return {
    id,
    version,
    text,
    files: files.map(({ key, name, label, blob, problem }) => ({
      key,
      name,
      label,
      mediaType: blob?.mediaType ?? '',
      sizeBytes: Number(blob?.sizeBytes ?? 0),
      ...optional({ sha256: blob?.sha256, problem }),
    })),
    ...(editedAt && { editedAt: timestampDate(editedAt) }),
  };
}

function formFacts(form: Form): Content {
  return {
    kind: 'form',
    fields: form.fields.map(({ name, label, value }) => ({ name, label, value })),
    consents: form.consents.map(({ purpose, given, text, at }) => ({ purpose, given, text, at: at ? timestampDate(at) : new Date(0) })),
    clientAddress: form.clientAddress,
    userAgent: form.userAgent,
  };
}

/** Only the members that are not empty: proto3 writes no empty strings. */
function optional<T extends Record<string, string | undefined>>(members: T): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value)) as { [K in keyof T]?: string };
}

function automatic({ kind, reason, hard, messageId }: Automatic): NonNullable<ContactFacts['automatic']> {
  return { kind, reason, ...(hard && { hard }), ...(messageId && { messageId }) };
}
