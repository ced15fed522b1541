import type { ChannelAccount, ProbeRequest } from '@tributary/channel';
import type { Submission } from './body/submission.js';
import type { FieldDefinition, FormSettings } from './settings.js';

/** What fills a field of each type; there is no file to send, so a form that requires one refuses its probe. */
const VALUES: Readonly<Record<Exclude<FieldDefinition['type'], 'select' | 'file'>, string>> = {
  text: 'Probe',
  name: 'Probe',
  phone: '+7 900 000-00-00',
  email: 'probe@example.com',
  textarea: 'Probe',
  hidden: 'Probe',
  checkbox: 'true',
};

/** A submission that fills the whole form, as a page's script would post it. */
export function probe({ settings }: ChannelAccount<FormSettings>, key: string): ProbeRequest {
  const fields = Object.fromEntries(settings.fields.flatMap((field) => (field.type === 'file' ? [] : [[field.name, valueOf(field)]])));
  const consents = Object.fromEntries(settings.consents.map(({ purpose }) => [purpose, true]));
  const body = Buffer.from(JSON.stringify({ idempotencyKey: key, fields, consents, meta: { tributary: { probe: key } } }));
  return { method: 'POST', path: '', headers: { 'content-type': 'application/json', 'user-agent': 'Tributary probe' }, body };
}

/** Whoever sends this mark only makes sure that nobody answers. */
export function isOwnProbe({ meta }: Submission): boolean {
  return Boolean(meta.get('tributary.probe'));
}

function valueOf({ type, options, maxLength }: FieldDefinition): string {
  if (type === 'select') return options?.[0] ?? '';
  return type === 'file' ? '' : VALUES[type].slice(0, maxLength);
}
