import { decodeText } from '../charset/decode-text.js';

interface Word {
  readonly start: number;
  readonly end: number;
  readonly charset: string;
  readonly bytes: Buffer;
}

const OPENING = /=\?([^?\s]{1,60})\?([bBqQ])\?/y;

/**
 * Decodes RFC 2047 encoded-words within a header. Kind to what is met: spaces within a word, a character cut between two
 * words, words glued to text, a missing "?=" at the end.
 */
export function decodeWords(value: string): string {
  if (!value.includes('=?')) return value;
  let text = '';
  let at = 0;
  for (const run of runs(value)) {
    text += value.slice(at, run[0]!.start) + decodeText(Buffer.concat(run.map((word) => word.bytes)), run[0]!.charset).text;
    at = run.at(-1)!.end;
  }
  return text + value.slice(at);
}

/** Replaces each run of encoded-words, for parsers that must not see what is inside. */
export function replaceWords(value: string, replace: (decoded: string) => string): string {
  let text = '';
  let at = 0;
  for (const run of runs(value)) {
    text += value.slice(at, run[0]!.start) + replace(decodeText(Buffer.concat(run.map((word) => word.bytes)), run[0]!.charset).text);
    at = run.at(-1)!.end;
  }
  return text + value.slice(at);
}


/** Neighbouring words of one charset are decoded together: the white space between them is nothing (RFC 2047 §6.2). */
function runs(value: string): Word[][] {
  const found: Word[][] = [];
  let previous: Word | undefined;
  for (const word of words(value)) {
    const adjacent = previous !== undefined && value.slice(previous.end, word.start).trim() === '';
    if (adjacent && previous!.charset === word.charset) found.at(-1)!.push(word);
    else found.push([adjacent ? { ...word, start: previous!.end } : word]);
    previous = word;
  }
  return found;
}

function words(value: string): Word[] {
  const found: Word[] = [];
  for (let start = value.indexOf('=?'); start >= 0; start = value.indexOf('=?', start)) {
    OPENING.lastIndex = start;
    const opening = OPENING.exec(value);
    if (!opening) {
      start += 2;
      continue;
    }
    const from = OPENING.lastIndex;
    const closing = value.indexOf('?=', from);
    const until = closing < 0 ? value.length : closing;
    const end = closing < 0 ? value.length : closing + 2;
    found.push({ start, end, charset: opening[1]!.split('*')[0]!.toLowerCase(), bytes: wordBytes(opening[2]!, value.slice(from, until)) });
    start = end;
  }
  return found;
}

function wordBytes(encoding: string, text: string): Buffer {
  if (encoding.toLowerCase() === 'b') return Buffer.from(text, 'base64');
  const unescaped = text.replace(/_/g, ' ').replace(/=([0-9a-fA-F]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  // Characters above 255 stand there raw: then the word was UTF-8 before it was written.
  return /[\u0100-\uffff]/.test(unescaped) ? Buffer.from(unescaped, 'utf8') : Buffer.from(unescaped, 'latin1');
}
