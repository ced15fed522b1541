import { Refusal, type FieldError } from '@tributary/channel';
import { refusalText, type RefusalCode } from './messages.js';

/** A refusal with its text in the request's language. */
export function refuse(
  locale: 'ru' | 'en',
  status: Refusal['status'],
  code: RefusalCode,
  { value = '', errors = [], cause }: { value?: string; errors?: readonly FieldError[]; cause?: unknown } = {},
): Refusal {
  return new Refusal(status, code, refusalText(locale, code, value), errors, { cause });
}
