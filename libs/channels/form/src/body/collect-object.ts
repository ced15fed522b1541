import type { Collector } from './collect.js';

type Json = Readonly<Record<string, unknown>>;

/** `meta` holds groups of values, and those of the first and the last visit. */
const MAX_META_DEPTH = 3;

/**
 * Gathers an object: fields at the top, or under `fields`, with `consents`, `meta` and `idempotencyKey` beside them.
 * Never deeper than those need, whatever was sent.
 */
export function collectObject(object: Json, collector: Collector): void {
  for (const [key, value] of Object.entries(object)) {
    const pointer = `/${escape(key)}`;
    if (!collector.acceptsKey(key, pointer)) continue;
    if (key === 'fields' && isObject(value)) collectFields(value, pointer, collector);
    else if (key === 'consents' && (isObject(value) || Array.isArray(value))) collectConsents(value, pointer, collector);
    else if ((key === 'meta' || key === 'antispam') && isObject(value)) collectMeta(value, key === 'meta' ? '' : 'antispam.', pointer, 1, collector);
    else if (key === 'idempotencyKey' && isScalar(value)) collector.idempotencyKey(String(value));
    else collectField(key, value, pointer, collector);
  }
}

function collectFields(fields: Json, parent: string, collector: Collector): void {
  for (const [name, value] of Object.entries(fields)) {
    const pointer = `${parent}/${escape(name)}`;
    if (!collector.acceptsKey(name, pointer)) continue;
    const titled = titledValue(value);
    if (titled) collectField(name, titled.value, `${pointer}/value`, collector, titled.title);
    else collectField(name, value, pointer, collector);
  }
}

function collectField(name: string, value: unknown, pointer: string, collector: Collector, title?: string): void {
  if (isScalar(value)) collector.field(name, String(value), title);
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      if (isScalar(item)) collector.field(name, String(item), title);
      else if (item !== null) collector.error(`${pointer}/${index}`, 'wrong-type', kindOf(item));
    }
  } else if (value !== null && value !== undefined) refuseObject(name, value, pointer, collector);
}

/** Says where the nesting begins, or, for a plain object, just which field it is. */
function refuseObject(name: string, value: object, pointer: string, collector: Collector): void {
  const nested = Object.entries(value).find(([, child]) => typeof child === 'object' && child !== null);
  if (nested) collector.error(`${pointer}/${escape(nested[0].slice(0, 200))}`, 'too-deep');
  else collector.error(name, 'wrong-type', 'object');
}

/** Some builders send `{ title, value, type, ... }` for a field. */
function titledValue(value: unknown): { value: unknown; title?: string } | undefined {
  if (!isObject(value) || !Object.hasOwn(value, 'value')) return undefined;
  const title = Object.hasOwn(value, 'title') ? value.title : undefined;
  return { value: value.value, ...(typeof title === 'string' ? { title } : {}) };
}

/** `{ processing: true }`, `{ processing: { given: true } }` or `[{ purpose: "processing", given: true }]`. */
function collectConsents(consents: Json | readonly unknown[], parent: string, collector: Collector): void {
  for (const [key, value] of Object.entries(consents)) {
    const pointer = `${parent}/${escape(key)}`;
    if (!collector.acceptsKey(key, pointer)) continue;
    const listed = Array.isArray(consents) && isObject(value) ? value.purpose : key;
    const given = isObject(value) ? value.given : value;
    if (typeof listed !== 'string' || (!isScalar(given) && given !== null)) collector.error(pointer, 'wrong-type', kindOf(value));
    else if (given !== null && collector.acceptsKey(listed, pointer)) collector.consent(listed, String(given));
  }
}

function collectMeta(meta: Json, prefix: string, parent: string, depth: number, collector: Collector): void {
  for (const [key, value] of Object.entries(meta)) {
    const pointer = `${parent}/${escape(key)}`;
    if (!collector.acceptsKey(key, pointer)) continue;
    if (isScalar(value)) collector.meta(prefix + key, String(value));
    else if (isObject(value) && depth < MAX_META_DEPTH) collectMeta(value, `${prefix}${key}.`, pointer, depth + 1, collector);
    else if (value !== null) collector.error(pointer, isObject(value) ? 'too-deep' : 'wrong-type', kindOf(value));
  }
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/** RFC 6901 §3. */
function escape(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
