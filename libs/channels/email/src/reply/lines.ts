/** A longer line is prose or garbage: no mail client writes such a header, and no pattern is tried on it. */
const longestHeaderChars = 500;

const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g;
const unusual = /[\t\u00a0\u00ad\u2000-\u200f\u202a-\u202f\u2060\u3000\ufeff]/;
const spaces = /[\t\u00a0\u2000-\u200a\u202f\u3000]/g;

/** What stands above a signature since the days of Usenet: its space tells it from dashes drawn by hand. */
export const signatureDelimiter = '-- ';

/** Lines without line ends and trailing space, but for the one that means something. */
export function linesOf(text: string): string[] {
  const lines = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n');
  return lines.map((line) => (line === signatureDelimiter ? line : line.trimEnd()));
}

/** Lines as text, without blank lines at both ends. */
export function textOf(lines: readonly string[]): string {
  let start = 0;
  let end = lines.length;
  while (start < end && isBlank(lines[start])) start++;
  while (end > start && isBlank(lines[end - 1])) end--;
  return lines.slice(start, end).join('\n');
}

export function isBlank(line: string | undefined): boolean {
  if (line === undefined || line === '') return true;
  const first = line.charCodeAt(0);
  return line.length < 9 && (first <= space || first > lastAscii) && plain(line) === '';
}

const space = 0x20;
const lastAscii = 0x7e;

/** A line as patterns see it: ordinary spaces, nothing invisible, trimmed; empty when too long to be a header. */
export function plain(line: string | undefined): string {
  if (line === undefined || line.length > longestHeaderChars) return '';
  return unusual.test(line) ? line.replace(invisible, '').replace(spaces, ' ').trim() : line.trim();
}

/** The index of the next line with something in it, `lines.length` if none. */
export function nextFilled(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && isBlank(lines[at])) at++;
  return at;
}

/** The mark of a quoted line: ">" after at most three spaces. */
export function isQuoted(line: string | undefined): boolean {
  return line !== undefined && (line.startsWith('>') || /^[ \u00a0]{1,3}>/.test(line));
}

/** Below an attribution other marks are known as well: The Bat!'s initials ("ИП> ") and Lotus' bar. */
export function isQuotedLoosely(line: string | undefined): boolean {
  return isQuoted(line) || (line !== undefined && /^[ \u00a0]{0,3}(?:\p{L}{0,4}>|\| )/u.test(line));
}

/** A quoted line without its outermost mark. */
export function unquoted(line: string): string {
  return line.replace(/^[ \u00a0]{0,3}\p{L}{0,4}> ?/u, '');
}
