import type { FieldError, StoredFile } from '@tributary/channel';
import { cleanText, FORBIDDEN_KEYS, truncate } from '@tributary/contact';
import { fieldError, type ErrorCode } from '../messages.js';
import { refuse } from '../refuse.js';
import type { Entry, Submission } from './submission.js';

type Locale = 'ru' | 'en';

export const MAX_FIELDS = 200;
const MAX_VALUE_BYTES = 65_536;
const MAX_NAME_CHARS = 200;
const MAX_TITLE_CHARS = 500;
/** Enough to see what is wrong; a body of nothing but errors gets no larger answer. */
const MAX_ERRORS = 100;
/** Everything of Unicode's control characters but tab and line ends. */
const CONTROL = /[^\P{Cc}\t\n\r]/u;

/** Gathers what a body holds, within limits, and every error in it; values come out cleaned. */
export class Collector {
  readonly #entries = new Map<string, { title?: string; values: string[] }>();
  readonly #consents = new Map<string, string>();
  readonly #meta = new Map<string, string>();
  readonly #errors: FieldError[] = [];
  #idempotencyKey: string | undefined;
  #count = 0;

  constructor(readonly locale: Locale) {}

  error(field: string, code: ErrorCode, value?: string): void {
    this.#errors.push(fieldError(this.locale, field, code, value));
    if (this.#errors.length >= MAX_ERRORS) this.#refuse();
  }

  /** @returns whether a key may be used as a name; what is wrong with it is noted */
  acceptsKey(key: string, pointer: string): boolean {
    if (FORBIDDEN_KEYS.has(key)) this.error(pointer, 'forbidden-key', key);
    else if (key.length > MAX_NAME_CHARS) this.error(pointer.slice(0, MAX_NAME_CHARS), 'name-too-long', String(MAX_NAME_CHARS));
    else if (CONTROL.test(key)) this.error(cleanText(pointer).text, 'control-characters');
    else return true;
    return false;
  }

  field(name: string, value: string, title?: string): void {
    const text = this.#take(name, value);
    const key = cleanText(name).text;
    const known = this.#entries.get(key);
    if (known) known.values.push(text);
    else this.#entries.set(key, { values: [text], ...(title ? { title: cleanText(truncate(title, MAX_TITLE_CHARS)).text } : {}) });
  }

  consent(purpose: string, value: string): void {
    this.#consents.set(purpose, this.#take(`consents.${purpose}`, value));
  }

  meta(path: string, value: string): void {
    this.#meta.set(path, this.#take(`meta.${path}`, value));
  }

  idempotencyKey(value: string): void {
    this.#idempotencyKey = this.#take('idempotencyKey', value);
  }

  /** @throws Refusal 422 with every error that was noted */
  submission(files: readonly StoredFile[] = []): Submission {
    if (this.#errors.length > 0) this.#refuse();
    const entries: Entry[] = [...this.#entries].map(([name, { title, values }]) => ({ name, values, ...(title ? { title } : {}) }));
    return { entries, consents: this.#consents, meta: this.#meta, idempotencyKey: this.#idempotencyKey, files };
  }

  /** @throws Refusal 413 */
  refuseCount(): never {
    throw refuse(this.locale, 413, 'too-many-fields', { value: String(MAX_FIELDS) });
  }

  #refuse(): never {
    throw refuse(this.locale, 422, 'validation-failed', { errors: this.#errors });
  }

  #take(field: string, value: string): string {
    this.#count += 1;
    if (this.#count > MAX_FIELDS) this.refuseCount();
    if (value.length > MAX_VALUE_BYTES || Buffer.byteLength(value) > MAX_VALUE_BYTES) {
      const limit = String(MAX_VALUE_BYTES);
      throw refuse(this.locale, 413, 'value-too-large', { value: limit, errors: [fieldError(this.locale, field, 'value-too-large', limit)] });
    }
    if (CONTROL.test(value)) this.error(field, 'control-characters');
    return cleanText(value).text;
  }
}
