/** A text made fit for storing, and what that took. */
export interface CleanedText {
  /** As it came (not composed: who sends "e" and an accent gets both back); no NUL, no control characters but line feed and tab, no lone surrogates, at most 30 marks on a letter. */
  readonly text: string;
  /** Lone surrogates that became U+FFFD. */
  readonly replaced: number;
  /** Control characters that were dropped (carriage returns of line ends apart). */
  readonly removed: number;
}

const LONE_SURROGATE = /\p{Cs}/gu;
const CONTROL = /[^\P{Cc}\n\t]/gu;
/**
 * Latin, Cyrillic and their punctuation: clean, whatever stands beside what (no combining mark is among them).
 * Most texts are that, and telling so costs a tenth of cleaning them.
 */
const PLAIN = /^[\n\t\x20-\x7e\xa0-\u02ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u20bd\u2116]*$/;

/** Cleans a text: line ends become \n, control characters go, broken UTF-16 is mended and counted. */
export function cleanText(raw: string): CleanedText {
  if (PLAIN.test(raw)) return { text: raw, replaced: 0, removed: 0 };
  let replaced = 0;
  let removed = 0;
  const text = raw
    .replace(/\r\n?/g, '\n')
    .replace(LONE_SURROGATE, () => ((replaced += 1), '\ufffd'))
    .replace(CONTROL, () => ((removed += 1), ''));
  return { text: streamSafe(text), replaced, removed };
}

const SURPLUS_MARKS = /(\p{M}{30})\p{M}+/gu;

/**
 * Whoever composes a text (NFC: for names, rules, searches) sorts the marks on a letter, in quadratic time: a megabyte of them would
 * stop the process for minutes. No writing puts more than 30 on one (Stream-Safe Text Format, UAX #15 §13), so the others go.
 */
function streamSafe(text: string): string {
  return text.replace(SURPLUS_MARKS, '$1');
}

/** Marks that turn or hide text; joiners stay, for Persian names and emoji need them. */
const HIDING = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const MAX_NAME_CHARS = 200;

/** A name as people may read it in one line: cleaned, blanks folded, no marks that hide or turn text, at most 200 characters. */
export function cleanName(raw: string): string {
  const line = streamSafe(cleanText(raw).text.replace(HIDING, '')).normalize('NFC').replace(/\s+/gu, ' ').trim();
  return truncate(line, MAX_NAME_CHARS).trim();
}

/** The first `maxChars` code points. */
export function truncate(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : [...text].slice(0, maxChars).join('');
}
