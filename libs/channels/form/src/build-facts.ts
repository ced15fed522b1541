import type { ContactFacts, RawRequest } from '@tributary/channel';
import { cleanName, cleanText, truncate } from '@tributary/contact';
import type { Role } from './aliases.js';
import { attributionOf } from './attribution.js';
import { formText } from './form-text.js';
import type { MappedField } from './map-fields.js';
import type { Understood } from './validate.js';

const MAX_USER_AGENT_CHARS = 500;

/** Facts of one submission. */
export function buildFacts({ submission, fields, consents, identified }: Understood, request: RawRequest): ContactFacts {
  const sender = senderOf(fields);
  const service = fields.filter(({ role }) => role === 'service' || role === 'consent');
  const attribution = attributionOf(submission, request);
  const locale = /^[a-z]{2}(?:-[A-Za-z\d]{2,8})*$/.exec(submission.meta.get('lang') ?? '')?.[0];
  return {
    occurredAt: request.receivedAt,
    identities: identified.identities,
    sender: { name: sender.name, ...(sender.company && { company: sender.company }) },
    text: formText(fields, new Set([...identified.fields, ...sender.fields, ...service])),
    ...(locale && { locale }),
    attachments: submission.files.map(({ name, mediaType, sizeBytes, sha256 }) => ({ name: cleanName(name), mediaType, sizeBytes, sha256 })),
    ...(attribution && { attribution }),
    content: {
      kind: 'form',
      fields: fields.map(({ name, label, value }) => ({ name, label, value })),
      consents,
      clientAddress: request.clientAddress,
      userAgent: truncate(cleanText(request.headers['user-agent'] ?? '').text, MAX_USER_AGENT_CHARS),
    },
  };
}

/** Name and company of the sender; a second name goes to the text like any other field. */
function senderOf(fields: readonly MappedField[]): { name: string; company: string; fields: readonly MappedField[] } {
  const first = (role: Role) => fields.find((field) => field.role === role && field.value !== '');
  const parts = [first('name'), first('first-name'), first('middle-name'), first('last-name')].filter((field) => field !== undefined);
  const company = first('company');
  return {
    name: cleanName(parts.map((field) => field.value).join(' ')),
    company: cleanName(company?.value ?? ''),
    fields: company ? [...parts, company] : parts,
  };
}
