import { isUtf8 } from 'node:buffer';
import secureJson from 'secure-json-parse';
import { Problem } from './errors/problem.js';
import { findJsonFault } from './json-fault.js';

export const MAX_JSON_DEPTH = 100;

/** `__proto__` and `constructor` as keys, in any spelling of the letters that JSON allows. */
const SUSPECT_KEY = new RegExp(`"(?:${spelled('__proto__')}|${spelled('constructor')})"\\s*:`);

/** An escaped NUL whose backslash is not itself escaped. */
const ESCAPED_NUL = /(?<!\\)(?:\\\\)*\\u0000/;

/**
 * Parses JSON that strangers sent.
 * @param bytes  UTF-8, a byte order mark is passed over
 * @throws Problem 400 `bad-encoding`, `json-too-deep`, `bad-json`, `forbidden-key` or `nul-character` (PostgreSQL keeps
 *   none), each with the byte position
 */
export function parseJson(bytes: Buffer, maxDepth = MAX_JSON_DEPTH): unknown {
  if (!isUtf8(bytes)) throw new Problem(400, 'bad-encoding', { params: { position: firstWrongByte(bytes) } });
  const tooDeep = firstByteBelow(bytes, maxDepth);
  if (tooDeep !== undefined) throw new Problem(400, 'json-too-deep', { params: { limit: maxDepth, position: tooDeep } });
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  const positionOf = (index: number) => bytes.length - Buffer.byteLength(text.slice(index));
  const parsed = parseText(text, positionOf);
  const nul = text.includes('\\u0000') ? text.search(ESCAPED_NUL) : -1;
  if (nul >= 0) throw new Problem(400, 'nul-character', { params: { position: positionOf(nul) } });
  return parsed;
}

function parseText(text: string, positionOf: (index: number) => number): unknown {
  try {
    return secureJson.parse(text, undefined, { protoAction: 'error', constructorAction: 'error' });
  } catch (cause) {
    const index = findJsonFault(text);
    if (index === undefined) throw new Problem(400, 'forbidden-key', { params: { position: positionOf(text.search(SUSPECT_KEY)) }, cause });
    const before = text.slice(0, index);
    const line = before.split('\n').length;
    const column = index - before.lastIndexOf('\n');
    throw new Problem(400, 'bad-json', { params: { position: positionOf(index), line, column }, cause });
  }
}

/** Decoding replaces a wrong sequence by U+FFFD, so the first difference after a round trip is the place. */
function firstWrongByte(bytes: Buffer): number {
  const roundTrip = Buffer.from(bytes.toString('utf8'));
  const index = bytes.findIndex((byte, at) => byte !== roundTrip[at]);
  // A sequence that ends too early may look the same up to there.
  return index === -1 ? bytes.length : index;
}

/**
 * The byte that opens one level too many. Checked before parsing: `JSON.parse` takes any depth, but what walks the
 * value afterwards is recursive.
 */
function firstByteBelow(bytes: Buffer, maxDepth: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index];
    if (inString) {
      if (byte === 0x5c) index++;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > maxDepth) return index;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return undefined;
}

function spelled(word: string): string {
  return [...word].map((letter) => `(?:${letter}|\\\\u00${letter.charCodeAt(0).toString(16).replace(/[a-f]/, (hex) => `[${hex}${hex.toUpperCase()}]`)})`).join('');
}
