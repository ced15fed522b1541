import { createHash } from 'node:crypto';
import type { ChannelAccount, ContactDraft, Content, FieldError, RawRequest } from '@tributary/channel';
import { cleanName, emailIdentity, joinIdentities, normalizePhone, phoneIdentities, type Identity } from '@tributary/contact';
import type { Body } from './body.js';
import { fieldError, refuse, refuseFields } from './refuse.js';

const VISIBLE = /^[\x21-\x7e]{1,255}$/;
const REPEAT_WINDOW_MS = 10 * 60_000;

/**
 * One contact of a body that fits the schema.
 * @throws Refusal  400 or 422: a key, a number or an address that is none
 */
export function buildDraft(body: Body, request: RawRequest, { defaultRegion }: Pick<ChannelAccount, 'defaultRegion'>): ContactDraft {
  const { identities, unplaced } = identify(body, request, defaultRegion);
  const { subject, locale, attribution, sequence, company } = body;
  return {
    ...externalIdOf(body, request),
    ...(body.conversationId && { conversationId: body.conversationId }),
    // Client records are reference data: they must never delay a customer.
    ...(body.kind === 'client' && { lane: 'bulk' as const }),
    facts: {
      occurredAt: body.occurredAt ?? request.receivedAt,
      ...(sequence !== undefined && { sequence }),
      identities,
      sender: { name: cleanName(body.name ?? ''), ...(company && { company: cleanName(company) }) },
      text: [body.text ?? '', ...unplaced].filter((part) => part !== '').join('\n'),
      ...(subject && { subject }),
      ...(locale && { locale }),
      attachments: [],
      ...(attribution && { attribution }),
      content: contentOf(body),
    },
    raw: { mediaType: 'application/json', bytes: request.body },
  };
}

/** The program's own id, else its Idempotency-Key; without both, identical bytes within ten minutes are one contact. */
function externalIdOf({ externalId }: Body, { headers, body, locale }: RawRequest): Pick<ContactDraft, 'externalId' | 'repeatWindowMs'> {
  const key = headers['idempotency-key'];
  if (key !== undefined && !VISIBLE.test(key)) throw refuse(locale, 400, 'bad-idempotency-key');
  if (externalId ?? key) return { externalId: externalId ?? key ?? '' };
  return { externalId: createHash('sha256').update(body).digest('hex'), repeatWindowMs: REPEAT_WINDOW_MS };
}

interface Identified {
  readonly identities: Identity[];
  /** Lines for the text: numbers that tell nobody's identity. */
  readonly unplaced: string[];
}

function identify(body: Body, { locale }: RawRequest, region: string): Identified {
  const identities: Identity[] = [];
  const unplaced: string[] = [];
  const errors: FieldError[] = [];
  const stated = [
    { field: 'phone', type: 'phone', value: body.phone, verified: false },
    { field: 'email', type: 'email', value: body.email, verified: false },
    ...(body.identities ?? []).map((identity, index) => ({ ...identity, field: `identities.${index}.value` })),
  ];
  for (const { field, type, value, verified } of stated) {
    if (!value) continue;
    const found = identitiesOf(type, value, verified, region);
    identities.push(...found);
    if (found.length > 0) continue;
    if (type === 'phone' && normalizePhone(value, region)?.valid) unplaced.push(`${type}: ${value}`);
    else errors.push(fieldError(locale, field, type === 'phone' ? 'bad-phone' : 'bad-email'));
  }
  if (errors.length > 0) throw refuseFields(locale, errors);
  return { identities: joinIdentities([], identities), unplaced };
}

function identitiesOf(type: string, value: string, verified: boolean, region: string): Identity[] {
  if (type === 'phone') return phoneIdentities(value, region, verified);
  if (type !== 'email') return [{ type, value, raw: value, verified }];
  const email = emailIdentity(value, verified);
  return email ? [email] : [];
}

function contentOf({ kind, call, form, order, client }: Body): Content {
  if (kind === 'call' && call) return { kind, ...call };
  if (kind === 'order' && order) return { kind, ...order };
  if (kind === 'client' && client) return { kind, ...client };
  if (kind !== 'form' || !form) return { kind: 'message' };
  const fields = form.fields.map(({ name, label, value }) => ({ name, label: label ?? name, value }));
  return { kind, fields, consents: [], clientAddress: '', userAgent: '' };
}
