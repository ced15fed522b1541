/**
 * Brings what people type in a phone field to plain ASCII: compatibility forms folded (full-width digits, no-break
 * spaces), digits of every script made 0-9, every dash a hyphen, every bracket a round one, invisible marks gone. Letters
 * stay.
 */
export function phoneText(raw: string): string {
  return roundBrackets(/^[\x20-\x7e]*$/.test(raw) ? raw : toAscii(raw)).trim();
}

function roundBrackets(text: string): string {
  return text.replace(/[[{]/g, '(').replace(/[\]}]/g, ')');
}

function toAscii(raw: string): string {
  return raw
    .normalize('NFKC')
    .replace(/\p{Cf}|\p{Cc}|\p{Cs}/gu, (char) => (/\s/.test(char) ? char : ''))
    .replace(/\p{Nd}/gu, asciiDigit)
    .replace(/[\p{Pd}\u2212\u02d7]/gu, '-')
    .replace(/\p{Zs}/gu, ' ');
}

/** Unicode keeps the decimal digits of a script in one run from zero to nine, so the distance to its start is the value. */
function asciiDigit(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x80) return char;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}
