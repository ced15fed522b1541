import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readMail, settingsSchema, toContacts } from '@tributary/channel-email';
// @ts-expect-error mailparser ships no types
import { simpleParser } from 'mailparser';
import { KINDS } from '../mails.mjs';
import { spread } from '../statistics.mjs';

const CORPUS = 'corpus';
/** Of a folder, so that one run stays short. */
const MAX_CORPUS_MAILS = 1_000;
/** Until then all sides are compiled. */
const WARM_UP_RUNS = 2;

/**
 * CPU time of reading mails, and of making contacts of them, against the bare parser library on the same mails, in turns.
 * Files of mails are hashed and thrown away.
 * @param {import('../options.mjs').BenchOptions} options @param {(line: string) => void} say
 */
export async function measureParse({ runs, parseMails, corpus }, say) {
  const mails = { ...generated(parseMails), ...(corpus ? { [CORPUS]: mailsOf(corpus) } : {}) };
  /** @type {Record<string, Times>} */
  const times = Object.fromEntries(Object.keys(mails).map((kind) => [kind, { bare: [], read: [], contact: [] }]));
  for (let run = -WARM_UP_RUNS; run < runs; run += 1) {
    for (const [kind, sources] of Object.entries(mails)) {
      for (const side of /** @type {const} */ (['bare', 'read', 'contact'])) {
        const cpuMs = await cpuMsOf(SIDES[side], sources);
        if (run >= 0) times[kind]?.[side].push(cpuMs / sources.length);
      }
    }
  }
  const kinds = Object.fromEntries(Object.entries(mails).map(([kind, sources]) => [kind, figuresOf(sources, /** @type {Times} */ (times[kind]))]));
  const mix = mixOf(kinds);
  say(`parse: ${percent(mix.readRatio)} of the bare parser's rate read, ${percent(mix.contactRatio)} as contacts`);
  return { mix, kinds };
}

/**
 * @typedef {{ bare: number[], read: number[], contact: number[] }} Times  CPU ms a mail, of each run
 */

/** @param {number} count  of mails, all kinds together @returns {Record<string, Buffer[]>} */
function generated(count) {
  return Object.fromEntries(Object.entries(KINDS).map(([kind, { share, make }]) => [kind, Array.from({ length: Math.ceil((count * share) / 100) }, (_, n) => make(n))]));
}

/** @param {string} folder @returns {Buffer[]} of all files below it */
function mailsOf(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.slice(0, MAX_CORPUS_MAILS).map(({ parentPath, name }) => readFileSync(join(parentPath, name)));
}

/** What one throws it throws for all sides. @param {(source: Buffer) => Promise<unknown>} parse @param {Buffer[]} sources */
async function cpuMsOf(parse, sources) {
  const before = process.cpuUsage();
  for (const source of sources) await parse(source).catch(() => undefined);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** @param {Buffer[]} sources @param {Times} times */
function figuresOf(sources, { bare, read, contact }) {
  const [bareMs, readMs, contactMs] = [spread(bare), spread(read), spread(contact)];
  return {
    mails: sources.length,
    meanBytes: Math.round(sources.reduce((sum, { length }) => sum + length, 0) / sources.length),
    bareMs, readMs, contactMs,
    readRatio: bareMs.median / readMs.median,
    contactRatio: bareMs.median / contactMs.median,
  };
}

/** All kinds together, each by its share. @param {Record<string, any>} kinds */
function mixOf(kinds) {
  const sum = (/** @type {string} */ side) => Object.entries(KINDS).reduce((ms, [kind, { share }]) => ms + (kinds[kind][side].median * share) / 100, 0);
  const [bareMs, readMs, contactMs] = [sum('bareMs'), sum('readMs'), sum('contactMs')];
  return { bareMs, readMs, contactMs, readRatio: bareMs / readMs, contactRatio: bareMs / contactMs };
}

const settings = settingsSchema.parse({ user: 'sales@acme.example', password: 'secret', host: 'mail.acme.example', colleagues: ['acme.example'] });
const account = { id: '00000000-0000-4000-8000-000000000000', name: 'Sales', line: 'main', defaultRegion: 'RU', settings };

/** @param {Buffer} source */
function toContact(source) {
  const origin = { folder: 'INBOX', uidValidity: '1', uid: 1, internalDate: new Date(), sizeBytes: source.length, sent: false };
  return toContacts({ source, origin }, { account, store });
}

const SIDES = { bare: (/** @type {Buffer} */ source) => simpleParser(source), read: (/** @type {Buffer} */ source) => readMail(source, { store }), contact: toContact };

/** @param {import('node:stream').Readable | Uint8Array} source */
async function store(source) {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of source instanceof Uint8Array ? [source] : source) {
    hash.update(chunk);
    sizeBytes += chunk.length;
  }
  return { sha256: hash.digest('hex'), sizeBytes };
}

/** @param {number} ratio */
function percent(ratio) {
  return `${(ratio * 100).toFixed(0)} %`;
}
