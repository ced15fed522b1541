import type { RawRequest } from '@tributary/channel';
import { decodeText, InvalidBytesError, MalformedJsonError, readJson } from '@tributary/contact';
import { fieldError } from '../messages.js';
import { refuse } from '../refuse.js';
import { collectObject, isObject, kindOf } from './collect-object.js';
import { collectPairs } from './collect-pairs.js';
import { Collector } from './collect.js';
import { MULTIPART_PARTS, readMediaType } from './media-type.js';
import type { Submission } from './submission.js';
import { readUrlencoded } from './urlencoded.js';

/** Charsets that senders of Russian forms still use, beside UTF-8. */
const CHARSETS: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii', 'windows-1251', 'cp1251', 'koi8-r', 'iso-8859-1', 'iso-8859-5']);

/**
 * Reads a POST by its declared type.
 * @throws Refusal  400 not what the type says it is · 413 too much · 415 another type or charset · 422 wrong values
 */
export function readBody(request: RawRequest): Submission {
  const type = readMediaType(request.headers['content-type']);
  const collector = new Collector(request.locale);
  if (request.multipart) {
    collectPairs(request.multipart.fields, collector);
    return collector.submission(request.multipart.files.filter((file) => file.sizeBytes > 0 || file.name !== ''));
  }
  const charset = type.charset ?? 'utf-8';
  if (isJson(type.essence)) collectObject(readObject(request, knownCharset(request, charset)), collector);
  else if (type.essence === 'application/x-www-form-urlencoded') collectUrlencoded(request, knownCharset(request, charset), collector);
  else if (type.essence === 'multipart/form-data') throw refuse(request.locale, 400, 'bad-multipart');
  else throw refuse(request.locale, 415, 'unsupported-media-type', { value: type.essence });
  return collector.submission();
}

/** Our own notation of a multipart body is taken from nobody: it names files that are stored already. */
function isJson(essence: string): boolean {
  return essence === 'application/json' || (essence !== MULTIPART_PARTS && /^application\/[\w.-]+\+json$/.test(essence));
}

function knownCharset({ locale }: RawRequest, charset: string): string {
  if (!CHARSETS.has(charset)) throw refuse(locale, 415, 'unsupported-charset', { value: charset });
  return charset;
}

function readObject({ body, locale }: RawRequest, charset: string): Readonly<Record<string, unknown>> {
  const value = decoded(locale, () => readJson(decodeText(body, charset)));
  if (isObject(value)) return value;
  const kind = kindOf(value);
  throw refuse(locale, 422, 'not-an-object', { value: kind, errors: [fieldError(locale, '', 'wrong-type', kind)] });
}

function collectUrlencoded({ body, locale }: RawRequest, charset: string, collector: Collector): void {
  const lie = otherType(body);
  if (lie) throw refuse(locale, 415, 'media-type-mismatch', { value: lie });
  decoded(locale, () => collectPairs(readUrlencoded(body, charset), collector));
}

/** What a body that claims to be urlencoded is instead: many clients send JSON under their default type. */
function otherType(body: Buffer): string | undefined {
  const start = body.subarray(0, 200).toString('latin1').trimStart();
  if (/^[{[]\s*["{[\]}]/.test(start)) return 'application/json';
  return /^--[^\r\n]+\r\ncontent-disposition:/i.test(start) ? 'multipart/form-data' : undefined;
}

function decoded<T>(locale: RawRequest['locale'], read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof MalformedJsonError) throw refuse(locale, 400, 'bad-json', { value: String(error.position), cause: error });
    if (error instanceof InvalidBytesError) {
      const place = locale === 'ru' ? `${error.charset}, байт ${error.byteOffset}` : `${error.charset}, byte ${error.byteOffset}`;
      throw refuse(locale, 400, 'bad-encoding', { value: place, cause: error });
    }
    throw error;
  }
}
