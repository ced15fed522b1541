import { emailIdentity, joinIdentities, normalizePhone, phoneIdentities, phoneIdentity, type Identity } from '@tributary/contact';
import type { MappedField } from './map-fields.js';

/** A value that is longer is prose, in which a number or an address may be anybody's. */
const MAX_GUESSED_CHARS = 100;
/** Values of one field that are read for numbers and addresses, and what they may give together: no person has more. */
export const MAX_READ_VALUES = 10;
const MAX_READ_FIELDS = 10;
const MAX_IDENTITIES = 20;

/** By what a sender may be known. */
export interface Identified {
  readonly identities: readonly Identity[];
  /** Fields that gave them. One that gave none (a short number, say) stays in the text. */
  readonly fields: ReadonlySet<MappedField>;
}

/** Numbers and addresses of the sender. */
export function identify(fields: readonly MappedField[], region: string): Identified {
  const telling = fields.filter(({ role }) => role === 'phone' || role === 'email').slice(0, MAX_READ_FIELDS);
  const found = telling.map((field) => ({ field, identities: identitiesOf(field, region) })).filter(({ identities }) => identities.length > 0);
  if (found.length === 0) return { identities: guessed(fields, region), fields: new Set() };
  const identities = joinIdentities([], found.flatMap((each) => each.identities)).slice(0, MAX_IDENTITIES);
  return { identities, fields: new Set(found.map(({ field }) => field)) };
}

function identitiesOf({ role, values }: MappedField, region: string): Identity[] {
  const read = values.slice(0, MAX_READ_VALUES);
  return role === 'phone' ? read.flatMap((value) => phoneIdentities(value, region)) : read.flatMap((value) => emailIdentity(value) ?? []);
}

/** In a form whose names say nothing: the first value that is an address, and the first that is a whole number. */
function guessed(fields: readonly MappedField[], region: string): Identity[] {
  const values = fields.filter(({ role, definition }) => !role && !definition).flatMap((field) => field.values);
  const short = values.filter((value) => value.length <= MAX_GUESSED_CHARS);
  const email = short.flatMap((value) => emailIdentity(value) ?? []).slice(0, 1);
  const phone = short.flatMap((value) => (isWholeNumber(value, region) ? (phoneIdentity(value, region) ?? []) : [])).slice(0, 1);
  return [...phone, ...email];
}

/** With its country code or trunk prefix: ten bare digits may be a tax number. */
function isWholeNumber(value: string, region: string): boolean {
  return /^\s*(?:\+|8|7)[\d\s().-]{9,20}$/.test(value) && value.replace(/\D/g, '').length > 10 && normalizePhone(value, region)?.valid === true;
}
