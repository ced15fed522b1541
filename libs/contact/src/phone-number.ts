import {
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
  type NumberType,
  type PhoneNumber,
} from 'libphonenumber-js/max';

/**
 * What a number is good for. Only `personal` may tell who somebody is; `unassigned` has a possible length but belongs
 * to no range of the numbering plan, which is nearly always a typing mistake.
 */
export type PhoneKind = 'personal' | 'short' | 'premium' | 'shared-cost' | 'service' | 'unassigned';

/** A dialled number in E.164, without its extension. */
export interface DialledNumber {
  readonly e164: string;
  readonly kind: Exclude<PhoneKind, 'short'>;
  /** True when the number stands in an assigned range by full metadata. */
  readonly valid: boolean;
  /** "7" for Russia. */
  readonly callingCode: string;
}

const KINDS: Readonly<Record<NonNullable<NumberType>, DialledNumber['kind']>> = {
  MOBILE: 'personal',
  FIXED_LINE: 'personal',
  FIXED_LINE_OR_MOBILE: 'personal',
  PERSONAL_NUMBER: 'personal',
  VOIP: 'personal',
  PREMIUM_RATE: 'premium',
  SHARED_COST: 'shared-cost',
  TOLL_FREE: 'service',
  UAN: 'service',
  PAGER: 'service',
  VOICEMAIL: 'service',
};

/**
 * Reads one number out of digits, an optional plus and punctuation (see `phoneText`).
 * @param region  ISO 3166 of numbers without a country code; an unknown one leaves only international numbers
 * @returns the first reading that is assigned, else the first of possible length, else nothing
 */
export function parseNumber(text: string, region: string): DialledNumber | undefined {
  let possible: PhoneNumber | undefined;
  for (const { spelling, country } of readings(text, region)) {
    const number = parsePhoneNumberFromString(spelling, { defaultCountry: country, extract: false });
    const kind = number && kindOf(number);
    if (kind) return { e164: number.number, kind, valid: true, callingCode: number.countryCallingCode };
    if (number?.isPossible()) possible ??= number;
  }
  return possible && { e164: possible.number, kind: 'unassigned', valid: false, callingCode: possible.countryCallingCode };
}

/** "7" for RU; nothing for an unknown region. */
export function callingCodeOf(region: string): string | undefined {
  return isSupportedCountry(region) ? getCountryCallingCode(region) : undefined;
}

/** Nothing for a number in no assigned range. Small countries come without types: what is assigned there is taken for personal. */
function kindOf(number: PhoneNumber): DialledNumber['kind'] | undefined {
  const type = number.getType();
  if (type) return KINDS[type];
  return number.isValid() ? 'personal' : undefined;
}

interface Reading {
  readonly spelling: string;
  readonly country: CountryCode | undefined;
}

/** The ways that people mean what they write, the literal one first. */
function* readings(text: string, region: string): Generator<Reading> {
  const country = isSupportedCountry(region) ? region : undefined;
  const digits = text.replace(/\D/g, '');
  const international = /^[^\d]*\+/.test(text);
  const trunkIsEight = callingCodeOf(region) === '7';

  yield { spelling: international ? `+${digits}` : digits, country };
  // +8 916 ...: the trunk prefix 8 written behind a plus.
  if (trunkIsEight && international && digits.length === 11 && digits.startsWith('8')) yield { spelling: digits, country };
  // +7 8 916 ...: country code and trunk prefix both.
  if (trunkIsEight && digits.length === 12 && digits.startsWith('78')) yield { spelling: `+7${digits.slice(2)}`, country };
  if (international) return;
  // 00 is how most of the world dials out, whatever the region's own prefix is.
  if (digits.startsWith('00')) yield { spelling: `+${digits.slice(2)}`, country };
  // The plus forgotten: 375 29 123 45 67.
  if (digits.length > 10) yield { spelling: `+${digits}`, country };
}
