import type { ContactFacts, RawRequest } from '@tributary/channel';
import { cleanText, FORBIDDEN_KEYS, truncate } from '@tributary/contact';
import type { Submission } from './body/submission.js';
import { valueOf } from './body/submission.js';

type Attribution = NonNullable<ContactFacts['attribution']>;

const CLICK_IDS: ReadonlySet<string> = new Set([
  'gclid', 'gbraid', 'wbraid', 'dclid', 'yclid', 'ymclid', 'ysclid', 'fbclid', 'vkclid', 'rb_clickid', 'ttclid', 'twclid', 'msclkid', '_openstat',
]);
const CLIENT_IDS: ReadonlySet<string> = new Set(['_ym_uid', '_ga', '_fbp', '_fbc', 'roistat_visit', '_ct_session_id']);
const MAX_VALUE_CHARS = 500;
const MAX_URL_CHARS = 2_000;
const MAX_KEYS = 30;

/** Names and values of one place that may tell where the visit came from. */
type Source = Iterable<readonly [name: string, value: string]>;

/**
 * Where the visit came from. Explicit fields are trusted first, then what the page's script told, cookies, the form's
 * own address and the page's. Values are strings as they came: click ids have 64 bits and matter to the letter.
 */
export function attributionOf(submission: Submission, request: RawRequest): Attribution | undefined {
  const fields = submission.entries.map((entry) => [entry.name, valueOf(entry)] as const);
  const pageUrl = firstUrl([meta(submission, 'pageUrl', 'page_url'), field(fields, 'pageUrl', 'page_url', 'source_url', '_url'), request.headers.referer]);
  const referrer = firstUrl([meta(submission, 'referrer', 'referer'), field(fields, 'referrer', 'referer')]);
  const sources: Source[] = [fields, fromMeta(submission), fromCookies(field(fields, 'COOKIES', 'cookies')), Object.entries(request.query), fromUrl(pageUrl)];

  const utm = new Map<string, string>();
  const clickIds = new Map<string, string>();
  const clientIds = new Map<string, string>();
  for (const [name, raw] of sources.flatMap((source) => [...source])) {
    const key = name.toLowerCase();
    if (/^utm_[a-z\d_]{1,40}$/.test(key)) setFirst(utm, key.slice('utm_'.length), raw);
    else if (CLICK_IDS.has(key)) setFirst(clickIds, key, raw);
    else if (CLIENT_IDS.has(key)) setFirst(clientIds, key, key === '_ga' ? raw.replace(/^GA\d\.\d+\./, '') : raw);
  }
  const attribution: Attribution = {
    ...(utm.size > 0 && { utm: Object.fromEntries(utm) }),
    ...(clickIds.size > 0 && { clickIds: Object.fromEntries(clickIds) }),
    ...(clientIds.size > 0 && { clientIds: Object.fromEntries(clientIds) }),
    ...(pageUrl && { pageUrl }),
    ...(referrer && { referrer }),
  };
  return Object.keys(attribution).length > 0 ? attribution : undefined;
}

/** Fields that only tell where the visit came from: they are no part of what the visitor wrote. */
export function isAttribution(name: string): boolean {
  const key = name.toLowerCase();
  return key.startsWith('utm_') || CLICK_IDS.has(key) || CLIENT_IDS.has(key);
}

function setFirst(values: Map<string, string>, key: string, raw: string): void {
  const value = truncate(cleanText(raw).text.trim(), MAX_VALUE_CHARS);
  if (value && !values.has(key) && values.size < MAX_KEYS && !FORBIDDEN_KEYS.has(key)) values.set(key, value);
}

function meta(submission: Submission, ...names: readonly string[]): string | undefined {
  return names.flatMap((name) => submission.meta.get(name) ?? submission.meta.get(`${name}.value`) ?? []).at(0);
}

function field(fields: readonly (readonly [string, string])[], ...names: readonly string[]): string | undefined {
  return fields.find(([name]) => names.includes(name))?.[1];
}

/** `utm.source` and `clickIds.yclid` of a script, `utm_source` of a builder. */
function* fromMeta(submission: Submission): Generator<[string, string]> {
  for (const [path, value] of submission.meta) {
    const [group, name] = path.split('.', 2);
    if (name === undefined || name === 'value') yield [group ?? '', value];
    else if (group === 'utm') yield [name.startsWith('utm_') ? name : `utm_${name}`, value];
    else if (group === 'clickIds' || group === 'clientIds') yield [name, value];
  }
}

/** One field with all cookies of the page; the builder's own keeps the UTM marks of the first page, packed. */
function* fromCookies(cookies: string | undefined): Generator<[string, string]> {
  for (const cookie of cookies?.split(';') ?? []) {
    const [name, value] = splitOnce(cookie.trim());
    if (name === 'TILDAUTM') yield* percentDecoded(value).split('|||').map(splitOnce);
    else yield [name, value];
  }
}

function splitOnce(pair: string): [name: string, value: string] {
  const equals = pair.indexOf('=');
  return equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
}

function* fromUrl(url: string | undefined): Generator<[string, string]> {
  if (url) yield* new URL(url).searchParams;
}

function firstUrl(candidates: readonly (string | undefined)[]): string | undefined {
  for (const candidate of candidates) {
    const url = cleanText(candidate ?? '').text.trim();
    // Only what a browser could have been at: the console shows it as a link.
    if (url.length <= MAX_URL_CHARS && /^https?:\/\//i.test(url) && URL.canParse(url)) return url;
  }
  return undefined;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray percent sign: the text is meant as it stands
  }
}
