import { isAscii } from 'node:buffer';
import { TextDecoder } from 'node:util';
import iconv from 'iconv-lite';
import { cyrillicScore, guessCharset } from './guess-charset.js';

export interface DecodedText {
  readonly text: string;
  /** What the label said wrongly, when it did. */
  readonly problem?: { readonly code: 'charset-unknown' | 'charset-mislabelled'; readonly detail: string };
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });
const decoders = new Map<string, TextDecoder>();
/** Labels that are met in mail and that neither TextDecoder nor iconv-lite knows by that name. */
const ALIASES: Readonly<Record<string, string>> = {
  cp1251: 'windows-1251', 'cp-1251': 'windows-1251', 'win-1251': 'windows-1251', win1251: 'windows-1251', 'windows1251': 'windows-1251',
  'x-cp1251': 'windows-1251', cp1250: 'windows-1250', cp1252: 'windows-1252', cp1254: 'windows-1254', 'koi8r': 'koi8-r', 'koi8u': 'koi8-u',
  'koi8-ru': 'koi8-u', 'cp-866': 'ibm866', cp936: 'gb18030', gb2312: 'gb18030', gbk: 'gb18030', cp932: 'shift_jis', cp949: 'euc-kr', cp950: 'big5',
  utf8mb4: 'utf-8', 'utf_8': 'utf-8', 'utf-8n': 'utf-8', unicode: 'utf-16', 'unicode-1-1-utf-7': 'utf-7', 'ansi_x3.110-1983': 'windows-1252',
};
/** Labels that senders put on anything. */
const CLAIMS_NOTHING = new Set(['', 'us-ascii', 'ascii', 'ansi_x3.4-1968', 'utf-8', 'utf8', '7bit', '8bit', 'unknown-8bit', 'x-unknown', 'default', 'iso-10646']);
const WESTERN = new Set(['iso-8859-1', 'windows-1252', 'latin1', 'iso-8859-15']);
const CYRILLIC = new Set(['windows-1251', 'koi8-r', 'koi8-u', 'ibm866', 'iso-8859-5', 'x-mac-cyrillic']);
const BEYOND_ASCII = /[\u0080-\uffff]/;
const SURELY_ANOTHER = 3;

/**
 * Decodes text of a mail by its label, or by its bytes where they contradict the label: UTF-8 proves itself, and one Cyrillic
 * charset is told from another by the words it makes. Never fails.
 * @param label  `charset` as the sender wrote it; "" for none
 * @param hint   charset that stands elsewhere in the same mail, for bytes without a label
 */
export function decodeText(bytes: Uint8Array, label: string, hint = ''): DecodedText {
  const charset = canonical(label);
  if (charset === 'utf-16' || charset === 'utf-16le' || charset === 'utf-16be' || charset === 'utf-7') return { text: stripBom(iconv.decode(bytes, charset)) };
  if (charset.startsWith('iso-2022') || hasJapaneseEscape(bytes, charset)) return { text: decodeAs(withoutEmptyRuns(bytes), isKnown(charset) && charset.startsWith('iso-2022') ? charset : 'iso-2022-jp') };
  if (isAscii(bytes)) return { text: asLatin1(bytes) };
  const utf8 = CLAIMS_NOTHING.has(charset) || isSingleByte(charset) || !isKnown(charset) ? asUtf8(bytes) : undefined;
  if (utf8 !== undefined) return charset === '' || charset.startsWith('utf') ? { text: utf8 } : mislabelled(utf8, label, 'utf-8');
  if (CLAIMS_NOTHING.has(charset)) return decodeUnlabelled(bytes, label, canonical(hint));
  if (!isKnown(charset)) return { text: decodeAs(bytes, guessCharset(bytes)), problem: { code: 'charset-unknown', detail: `charset ${label}` } };
  return decodeLabelled(bytes, label, charset);
}

function decodeUnlabelled(bytes: Uint8Array, label: string, hint: string): DecodedText {
  const lenient = decodeAs(bytes, 'utf-8');
  if (isMostlyWhole(lenient)) return mislabelled(lenient, label, 'utf-8 with damage');
  const charset = hint && !CLAIMS_NOTHING.has(hint) && isKnown(hint) ? hint : guessCharset(bytes);
  return mislabelled(decodeAs(bytes, charset), label, charset);
}

function decodeLabelled(bytes: Uint8Array, label: string, charset: string): DecodedText {
  const text = decodeAs(bytes, charset);
  if (!WESTERN.has(charset) && !CYRILLIC.has(charset)) return { text };
  const guessed = guessCharset(bytes);
  if (guessed === charset || guessed === 'windows-1252') return { text };
  const other = decodeAs(bytes, guessed);
  const otherScore = cyrillicScore(other);
  const clearlyBetter = otherScore > 12 && otherScore > SURELY_ANOTHER * Math.max(0, cyrillicScore(text));
  return clearlyBetter ? mislabelled(other, label, guessed) : { text };
}

/** UTF-8 text whose few broken characters don't make it another charset. */
function isMostlyWhole(text: string): boolean {
  let broken = 0;
  let whole = 0;
  for (const char of text) {
    if (char === '\ufffd') broken++;
    else if (char > '\u007f') whole++;
  }
  return whole > 10 * broken;
}

function mislabelled(text: string, label: string, charset: string): DecodedText {
  return { text, problem: { code: 'charset-mislabelled', detail: `${label || 'no charset'}, read as ${charset}` } };
}

/** @returns nothing when the bytes are no UTF-8 or hold nothing that would prove it; a character cut off at the end is left out */
export function asUtf8(bytes: Uint8Array): string | undefined {
  try {
    const text = strictUtf8.decode(bytes, { stream: true });
    resetStrict();
    return BEYOND_ASCII.test(text) ? text : undefined;
  } catch {
    resetStrict();
    return undefined; // the one way to ask TextDecoder
  }
}

/** A streaming decoder keeps the cut character: flush it away. */
function resetStrict(): void {
  try {
    strictUtf8.decode();
  } catch {
    // the cut character; the decoder is fresh again
  }
}

function canonical(label: string): string {
  const lower = label.trim().toLowerCase().replace(/^["']|["']$/g, '').replace(/^charset=/, '');
  return ALIASES[lower] ?? lower;
}

function isSingleByte(charset: string): boolean {
  return WESTERN.has(charset) || CYRILLIC.has(charset) || /^(iso-?8859|windows-?125|cp125)/.test(charset);
}

function hasJapaneseEscape(bytes: Uint8Array, charset: string): boolean {
  if (!CLAIMS_NOTHING.has(charset) || !isAscii(bytes)) return false;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes('\u001b$B', 0, 'latin1');
}

/** Words of a header that were put together switch to ASCII and back between them, which a decoder takes for damage. */
function withoutEmptyRuns(bytes: Uint8Array): Uint8Array {
  const text = asLatin1(bytes);
  return text.includes('\u001b(B\u001b') ? Buffer.from(text.replaceAll('\u001b(B\u001b', '\u001b'), 'latin1') : bytes;
}

function isKnown(charset: string): boolean {
  return decoderFor(charset) !== undefined || iconv.encodingExists(charset);
}

function decodeAs(bytes: Uint8Array, charset: string): string {
  return decoderFor(charset)?.decode(bytes) ?? iconv.decode(bytes, charset);
}

function decoderFor(charset: string): TextDecoder | undefined {
  const kept = decoders.get(charset);
  if (kept) return kept;
  try {
    const decoder = new TextDecoder(charset);
    decoders.set(decoder.encoding === charset ? charset : decoder.encoding, decoder);
    return decoder;
  } catch {
    return undefined; // a RangeError says that there is no such label
  }
}

function asLatin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

function stripBom(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}
