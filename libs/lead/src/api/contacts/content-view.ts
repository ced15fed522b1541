import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { Envelope } from '@tributary/proto';

/** What a contact of some kind has of its own. */
export interface ContentView {
  readonly html?: string;
  readonly replyTo?: string;
  /** When its sender changed it last. */
  readonly editedAt?: string;
  readonly form?: object;
  readonly call?: object;
  readonly order?: object;
  readonly client?: object;
}

export function kindOf({ content }: Envelope): string {
  return content.case ?? 'message';
}

export function contentOf({ content }: Envelope): ContentView {
  switch (content.case) {
    case 'message':
      return { html: content.value.html, replyTo: content.value.replyTo, ...editedOf(content.value) };
    case 'form':
      return { form: formOf(content.value) };
    case 'call':
      return { call: callOf(content.value) };
    case 'order':
      return { order: orderOf(content.value) };
    case 'client':
      return { client: { externalCode: content.value.externalCode, ...(content.value.inn && { inn: content.value.inn }) } };
    default:
      return {};
  }
}

function editedOf({ pieces }: Content<'message'>) {
  const times = pieces.flatMap(({ editedAt }) => (editedAt ? [timestampDate(editedAt).getTime()] : []));
  return times.length > 0 && { editedAt: new Date(Math.max(...times)).toISOString() };
}

type Content<Case extends string> = Extract<Envelope['content'], { case: Case }>['value'];

function formOf({ fields, consents }: Content<'form'>) {
  return {
    fields: fields.map(({ name, label, value }) => ({ name, label, value })),
    consents: consents.map(({ purpose, given, text, at }) => ({ purpose, given, text, ...(at && { at: timestampDate(at).toISOString() }) })),
  };
}

function callOf({ direction, status, durationSeconds, recording }: Content<'call'>) {
  return { direction, status, durationSeconds, ...(recording && { recording: { sha256: recording.sha256, mediaType: recording.mediaType, sizeBytes: Number(recording.sizeBytes) } }) };
}

function orderOf({ number, status, total }: Content<'order'>) {
  return { number, status, ...(total && { total: { amount: total.amount, currency: total.currency } }) };
}
