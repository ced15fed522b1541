import { decodeText } from '../charset/decode-text.js';
import { decodeWords } from './encoded-words.js';

/** A header such as Content-Type: its value in lower case, and parameters decoded (RFC 2045, 2231, and 2047 where it may not be). */
export interface ParameterizedValue {
  readonly value: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const MAX_PARAMETERS = 100;
const PARAMETER = /\s*([^\s=;"]{1,100})\s*=\s*(?:"((?:[^"\\]|\\[\s\S])*)"?|([^;]*))[^;]*(?:;|$)/y;

export function parseParameters(header: string): ParameterizedValue {
  const semicolon = header.indexOf(';');
  const value = (semicolon < 0 ? header : header.slice(0, semicolon)).replace(/\([^()]*\)/g, '').trim().toLowerCase();
  return { value, parameters: semicolon < 0 ? new Map() : joinContinuations(rawParameters(header.slice(semicolon + 1))) };
}

function rawParameters(text: string): Map<string, string> {
  const raw = new Map<string, string>();
  let at = 0;
  while (at < text.length && raw.size < MAX_PARAMETERS) {
    PARAMETER.lastIndex = at;
    const match = PARAMETER.exec(text);
    if (match) {
      const name = match[1]!.toLowerCase();
      if (!raw.has(name)) raw.set(name, match[2]?.replace(/\\([\s\S])/g, '$1') ?? match[3]!.trim());
      at = PARAMETER.lastIndex;
    } else {
      const next = text.indexOf(';', at);
      at = next < 0 ? text.length : next + 1;
    }
  }
  return raw;
}

/** `name*0*=utf-8''a%20b; name*1=c` is one value (RFC 2231); it goes before a plain one of the same name. */
function joinContinuations(raw: ReadonlyMap<string, string>): Map<string, string> {
  const joined = new Map<string, string>();
  for (const [name, value] of raw) if (!name.includes('*')) joined.set(name, decodeWords(value));
  for (const name of new Set([...raw.keys()].filter((key) => key.includes('*')).map((key) => key.split('*')[0]!))) {
    joined.set(name, decodeExtended(segments(name, raw)));
  }
  return joined;
}

interface Segment {
  readonly text: string;
  readonly encoded: boolean;
}

function segments(name: string, raw: ReadonlyMap<string, string>): Segment[] {
  const whole = raw.get(`${name}*`);
  if (whole !== undefined) return [{ text: whole, encoded: true }];
  const found: Segment[] = [];
  for (let index = 0; index < MAX_PARAMETERS; index++) {
    const encoded = raw.get(`${name}*${index}*`);
    const text = encoded ?? raw.get(`${name}*${index}`);
    if (text === undefined) break;
    found.push({ text, encoded: encoded !== undefined });
  }
  return found;
}

function decodeExtended(parts: readonly Segment[]): string {
  const [first] = parts;
  if (!first) return '';
  const prefix = first.encoded ? /^([^']*)'[^']*'/.exec(first.text) : null;
  const bytes = parts.map(({ text, encoded }, index) => {
    const own = index === 0 && prefix ? text.slice(prefix[0].length) : text;
    return encoded ? percentBytes(own) : Buffer.from(own, 'utf8');
  });
  const decoded = decodeText(Buffer.concat(bytes), prefix?.[1] ?? '').text;
  return parts.some(({ encoded }) => encoded) ? decoded : decodeWords(decoded);
}

function percentBytes(text: string): Buffer {
  const bytes = text.replace(/%([0-9a-fA-F]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, /[\u0100-\uffff]/.test(bytes) ? 'utf8' : 'latin1');
}
