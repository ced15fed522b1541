import { findPhones } from './find-phones.js';
import { parseNumber, type PhoneKind } from './phone-number.js';
import { phoneText } from './phone-text.js';

/** One phone number, normalized. */
export interface Phone {
  /** E.164. Short numbers have none: they stand as dialled. */
  readonly e164: string;
  readonly extension?: string;
  readonly kind: PhoneKind;
  /** True when the numbering plan knows it. */
  readonly valid: boolean;
  /** "7" for Russia; absent for short numbers. */
  readonly callingCode?: string;
}

const MAX_CHARS = 250;

/** Emergency and well-known service numbers. The library carries no metadata of short numbers. */
const KNOWN_SHORT: Readonly<Record<string, readonly string[]>> = {
  '*': ['112', '911'],
  RU: ['01', '02', '03', '04', '101', '102', '103', '104', '122', '900', '0500', '0550', '0611', '0890'],
};

/** Label before a number, then digits and punctuation only. */
const LABELLED = /^(?:(?:тел(?:ефон)?|моб(?:ильный)?|раб(?:очий)?|phone|tel|mob(?:ile)?)[.: ]*)?([+\d ()./~-]+)$/iu;
const SHORT = /^[*#]?\d(?:[ -]?\d){1,5}#?$/u;
/** 8-800-FLOWERS: letters of a dialling pad behind at least three digits. */
const VANITY = /^\+?\d[\d ().-]{2,}[A-Z][A-Z\d -]{3,}$/u;
const PAD = ['ABC', 'DEF', 'GHI', 'JKL', 'MNO', 'PQRS', 'TUV', 'WXYZ'] as const;

/**
 * Reads the one number that a field holds, however it is spelled. A valid number may stand among words; a number that
 * the numbering plan doesn't know is returned, as `unassigned`, only when nothing else stands there.
 * @param defaultRegion  ISO 3166 of numbers without a country code
 * @returns nothing when there is no number or more than one (then see `findPhones`)
 */
export function normalizePhone(raw: string, defaultRegion = 'RU'): Phone | undefined {
  if (raw.length > MAX_CHARS) return undefined;
  const text = phoneText(raw);
  const short = SHORT.test(text) ? shortNumber(text, defaultRegion) : undefined;
  if (short) return short;
  const found = findPhones(text, defaultRegion);
  if (found.length > 0) return found.length === 1 ? found[0] : undefined;
  return unassigned(text, defaultRegion) ?? vanity(text, defaultRegion);
}

function shortNumber(text: string, region: string): Phone | undefined {
  const dialled = text.replace(/[ -]/g, '');
  const known = [...(KNOWN_SHORT['*'] ?? []), ...(KNOWN_SHORT[region] ?? [])];
  return { e164: dialled, kind: 'short', valid: known.includes(dialled) };
}

function unassigned(text: string, region: string): Phone | undefined {
  const number = LABELLED.exec(text)?.[1];
  return number === undefined ? undefined : parseNumber(number, region);
}

function vanity(text: string, region: string): Phone | undefined {
  if (!VANITY.test(text)) return undefined;
  const digits = text.replace(/[A-Z]/g, (letter) => String(PAD.findIndex((key) => key.includes(letter)) + 2));
  const number = parseNumber(digits, region);
  return number?.valid ? number : undefined;
}
