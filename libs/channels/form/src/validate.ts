import type { Content, FieldError } from '@tributary/channel';
import { callingCodeOf, findPhones, normalizeEmail, normalizePhone } from '@tributary/contact';
import type { Submission } from './body/submission.js';
import { MAX_READ_VALUES, type Identified } from './identify.js';
import type { MappedField } from './map-fields.js';
import { fieldError, type ErrorCode } from './messages.js';
import type { FieldDefinition, FormSettings } from './settings.js';

type Consents = Extract<Content, { kind: 'form' }>['consents'];

/** A submission with what it means in this form. */
export interface Understood {
  readonly submission: Submission;
  readonly fields: readonly MappedField[];
  readonly consents: Consents;
  readonly identified: Identified;
}

interface Scope {
  readonly settings: FormSettings;
  readonly defaultRegion: string;
  readonly locale: 'ru' | 'en';
}

/** Everything that is wrong with what was sent, by the form's definition. */
export function validate({ submission, fields, consents, identified }: Understood, { settings, defaultRegion, locale }: Scope): FieldError[] {
  if (isEmpty(fields, submission)) return [fieldError(locale, '', 'empty')];
  const errors = fields.flatMap((field) => {
    const fault = field.definition && faultOf(field, field.definition, identified, defaultRegion);
    return fault ? [fieldError(locale, field.name, ...fault)] : [];
  });
  const missing = settings.fields.filter((definition) => definition.required && !isFilled(definition, fields, submission));
  const denied = settings.consents.filter(({ required, purpose }) => required && !consents.some((each) => each.purpose === purpose && each.given));
  return [
    ...errors,
    ...missing.map(({ name }) => fieldError(locale, name, 'required')),
    ...denied.map(({ field, purpose }) => fieldError(locale, field ?? purpose, 'consent-required')),
  ];
}

function isEmpty(fields: readonly MappedField[], submission: Submission): boolean {
  return submission.files.length === 0 && !fields.some(({ value, role }) => value !== '' && role !== 'service' && role !== 'consent');
}

function isFilled(definition: FieldDefinition, fields: readonly MappedField[], submission: Submission): boolean {
  if (definition.type === 'file' && submission.files.some((file) => file.field.replace(/\[\]$/, '') === definition.name)) return true;
  return fields.some((field) => field.definition === definition && field.value !== '');
}

function faultOf(field: MappedField, definition: FieldDefinition, identified: Identified, region: string): [code: ErrorCode, value?: string] | undefined {
  const filled = field.values.filter((value) => value.trim() !== '');
  const read = filled.slice(0, MAX_READ_VALUES);
  const { maxLength, options } = definition;
  if (maxLength !== undefined && [...field.value].length > maxLength) return ['too-long', String(maxLength)];
  // The only value of the field was read already.
  const fine = filled.length === 1 && identified.fields.has(field);
  if (definition.type === 'phone' && !fine && !read.every((value) => isPhone(value, region))) return ['bad-phone'];
  if (definition.type === 'email' && !fine && !read.every((value) => normalizeEmail(value))) return ['bad-email'];
  const strange = options && filled.find((value) => !options.includes(value.trim()));
  return strange === undefined ? undefined : ['not-an-option', strange.slice(0, 100)];
}

/**
 * Short and paid numbers are numbers. So is a foreign one of possible length in no range that we know, for plans grow;
 * at home it is a typing mistake.
 */
function isPhone(value: string, region: string): boolean {
  if (findPhones(value, region).length > 0) return true;
  const phone = normalizePhone(value, region);
  return phone !== undefined && (phone.valid || (phone.kind === 'unassigned' && phone.callingCode !== callingCodeOf(region)));
}
