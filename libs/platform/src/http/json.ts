import { isUtf8 } from 'node:buffer';
import secureJson from 'secure-json-parse';
import { Problem } from './errors/problem.js';
import { findJsonFault } from './json-fault.js';

export const MAX_JSON_DEPTH = 100;

/** `__proto__` and `constructor` as keys, in any spelling of the letters that JSON allows. */
const SUSPECT_KEY = new RegExp(`"(?:${spelled('__proto__')}|${spelled('constructor')})"\\s*:`);

/**
 * Parses JSON that strangers sent.
 * @param bytes  UTF-8, a byte order mark is passed over
 * @throws Problem 400 `bad-encoding`, `json-too-deep`, `bad-json` or `forbidden-key`, each with the byte position
 */
export function parseJson(bytes: Buffer, maxDepth = MAX_JSON_DEPTH): unknown {
  if (!isUtf8(bytes)) throw new Problem(400, 'bad-encoding', { params: { position: firstWrongByte(bytes) } });
  const tooDeep = firstByteBelow(bytes, maxDepth);
  if (tooDeep !== undefined) throw new Problem(400, 'json-too-deep', { params: { limit: maxDepth, position: tooDeep } });
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  try {
    return secureJson.parse(text, undefined, { protoAction: 'error', constructorAction: 'error' });
  } catch (cause) {
    throw jsonProblem(text, bytes.length - Buffer.byteLength(text), cause);
  }
}

function jsonProblem(text: string, skippedBytes: number, cause: unknown): Problem {
  const fault = findJsonFault(text);
  const index = fault?.index ?? Math.max(0, text.search(SUSPECT_KEY));
  const before = text.slice(0, index);
  const position = skippedBytes + Buffer.byteLength(before);
  if (!fault) return new Problem(400, 'forbidden-key', { params: { position }, cause });
  const line = before.split('\n').length;
  const column = index - before.lastIndexOf('\n');
  return new Problem(400, 'bad-json', { params: { reason: fault.reason, position, line, column }, cause });
}

/** Decoding replaces a wrong sequence by U+FFFD, so the first difference after a round trip is the place. */
function firstWrongByte(bytes: Buffer): number {
  const roundTrip = Buffer.from(bytes.toString('utf8'));
  return bytes.findIndex((byte, index) => byte !== roundTrip[index]);
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
