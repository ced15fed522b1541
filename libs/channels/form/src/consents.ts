import type { Content } from '@tributary/channel';
import type { Submission } from './body/submission.js';
import type { MappedField } from './map-fields.js';
import { textIn, type ConsentDefinition, type FormSettings } from './settings.js';

type Consent = Extract<Content, { kind: 'form' }>['consents'][number];

const GIVEN: ReadonlySet<string> = new Set(['true', '1', 'on', 'yes', 'y', 'да', 'checked', 'given', 'agree', 'согласен', 'согласна']);
const DENIED: ReadonlySet<string> = new Set(['false', '0', 'off', 'no', 'n', 'нет', '']);

/**
 * Consents that were sent, with the wording of the form's definition. What wasn't sent, or was sent as something that
 * is neither yes nor no, stays unknown: a consent is never guessed.
 */
export function consentsOf(submission: Submission, fields: readonly MappedField[], settings: FormSettings, at: Date, locale: 'ru' | 'en'): Consent[] {
  const defined = settings.consents.flatMap((definition) => {
    const given = isGiven(sentFor(definition, submission, fields, settings));
    return given === undefined ? [] : [{ purpose: definition.purpose, given, text: textIn(locale, definition.text), at }];
  });
  const purposes = new Set(settings.consents.map((definition) => definition.purpose));
  const others = [...submission.consents].flatMap(([purpose, value]) => {
    const given = purposes.has(purpose) ? undefined : isGiven(value);
    return given === undefined ? [] : [{ purpose, given, text: '', at }];
  });
  return [...defined, ...others];
}

function sentFor(definition: ConsentDefinition, submission: Submission, fields: readonly MappedField[], settings: FormSettings): string | undefined {
  const name = definition.field ?? definition.purpose;
  const own = submission.consents.get(definition.purpose) ?? fields.find((field) => field.name === name)?.value;
  return own ?? (settings.consents.length === 1 ? fields.find((field) => field.role === 'consent')?.value : undefined);
}

function isGiven(value: string | undefined): boolean | undefined {
  const word = value?.trim().toLowerCase();
  if (word === undefined) return undefined;
  if (GIVEN.has(word)) return true;
  return DENIED.has(word) ? false : undefined;
}
