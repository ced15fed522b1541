import type { FieldError } from '@tributary/channel';
import type { z } from 'zod';
import { isFieldCode, type FieldCode } from './messages.js';
import { fieldError } from './refuse.js';

type Issue = z.core.$ZodIssue;

/** What the schema found, as errors of fields: `identities.0.value`. */
export function fieldErrors(error: z.ZodError, locale: 'ru' | 'en'): FieldError[] {
  return error.issues.flatMap((issue) => errorsOf(issue, locale));
}

function errorsOf(issue: Issue, locale: 'ru' | 'en'): FieldError[] {
  const field = issue.path.map(String).join('.');
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.slice(0, 100).map((key) => fieldError(locale, [field, key.slice(0, 200)].filter(Boolean).join('.'), 'unknown-key'));
    case 'invalid_type':
      return [issue.input === undefined ? fieldError(locale, field, 'required') : fieldError(locale, field, 'type', issue.expected)];
    case 'invalid_value':
      return [fieldError(locale, field, 'not-allowed', issue.values.map(String).join(', '))];
    case 'too_big':
      return [fieldError(locale, field, tooBig(issue.origin), String(issue.maximum))];
    case 'too_small':
      return [fieldError(locale, field, 'too-small', String(issue.minimum))];
    case 'custom':
      return [fieldError(locale, field, codeOf(issue.params), valueOf(issue.params))];
    default:
      return [fieldError(locale, field, 'format')];
  }
}

function tooBig(origin: string): FieldCode {
  if (origin === 'array') return 'too-many';
  return origin === 'string' ? 'too-long' : 'too-big';
}

function codeOf(params: Readonly<Record<string, unknown>> | undefined): FieldCode {
  const code = params?.code;
  return typeof code === 'string' && isFieldCode(code) ? code : 'format';
}

function valueOf(params: Readonly<Record<string, unknown>> | undefined): string | undefined {
  return typeof params?.value === 'string' ? params.value : undefined;
}
