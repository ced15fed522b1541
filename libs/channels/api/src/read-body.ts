import type { FieldError, RawRequest } from '@tributary/channel';
import { decodeText, FORBIDDEN_KEYS, InvalidBytesError, MalformedJsonError, readJson } from '@tributary/contact';
import { bodySchema, type Body } from './body.js';
import { fieldErrors } from './field-errors.js';
import { fieldError, refuse, refuseFields } from './refuse.js';

/** As deep as the schema looks; what is below is refused by it anyway. */
const MAX_DEPTH = 4;
/** A body of nothing but errors gets no larger answer than this. */
const MAX_ERRORS = 100;

/**
 * @throws Refusal  400 not JSON, not UTF-8 · 415 another type · 422 wrong fields, each named
 */
export function readBody({ headers, body, locale }: RawRequest): Body {
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(headers['content-type'] ?? '')) {
    throw refuse(locale, 415, 'unsupported-media-type');
  }
  const json = readJsonBody(body, locale);
  const forbidden = [...forbiddenKeys(json, '', locale, 1)].slice(0, MAX_ERRORS);
  if (forbidden.length > 0) throw refuseFields(locale, forbidden);
  const parsed = bodySchema.safeParse(json, { reportInput: true });
  if (!parsed.success) throw refuseFields(locale, fieldErrors(parsed.error, locale));
  return parsed.data;
}

function readJsonBody(body: Buffer, locale: RawRequest['locale']): unknown {
  try {
    return readJson(decodeText(body));
  } catch (error) {
    if (error instanceof MalformedJsonError) throw refuse(locale, 400, 'bad-json', String(error.position), error);
    if (error instanceof InvalidBytesError) throw refuse(locale, 400, 'bad-encoding', String(error.byteOffset), error);
    throw error;
  }
}

function* forbiddenKeys(value: unknown, path: string, locale: RawRequest['locale'], depth: number): Generator<FieldError> {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return;
  for (const [key, child] of Object.entries(value)) {
    const field = path ? `${path}.${key}` : key;
    if (FORBIDDEN_KEYS.has(key)) yield fieldError(locale, field, 'forbidden-key');
    else yield* forbiddenKeys(child, field, locale, depth + 1);
  }
}
