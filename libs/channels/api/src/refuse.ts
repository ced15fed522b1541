import { Refusal, type FieldError } from '@tributary/channel';
import { fieldText, refusalText, type FieldCode, type RefusalCode } from './messages.js';

type Locale = 'ru' | 'en';

/** A refusal with its text in the request's language. */
export function refuse(locale: Locale, status: Refusal['status'], code: RefusalCode, value = '', cause?: unknown): Refusal {
  return new Refusal(status, code, refusalText(locale, code, value), [], { cause });
}

export function refuseFields(locale: Locale, errors: readonly FieldError[]): Refusal {
  return new Refusal(422, 'validation-failed', refusalText(locale, 'validation-failed'), errors);
}

export function fieldError(locale: Locale, field: string, code: FieldCode, value?: string): FieldError {
  return { field, code, detail: fieldText(locale, code, value) };
}
