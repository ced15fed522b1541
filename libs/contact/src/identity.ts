import { normalizeEmail } from './email.js';
import { findPhones } from './find-phones.js';
import { normalizePhone } from './phone.js';
import { cleanText, truncate } from './text.js';

/** A normalized address of a person. Two identities are the same when type and value are. */
export interface Identity {
  /** "phone", "email", "telegram", "onec", ... */
  readonly type: string;
  /** E.164 for phones, see `Email.address` for mail. */
  readonly value: string;
  /** As the source gave it, fit for storing, at most 200 characters. */
  readonly raw: string;
  /** True when the provider vouches for it, false when the sender states it. */
  readonly verified: boolean;
  readonly extension?: string;
}

const MAX_RAW_CHARS = 200;

/** The person's number in a field; nothing for short, premium, shared-cost, service and unassigned numbers. */
export function phoneIdentity(raw: string, defaultRegion = 'RU', verified = false): Identity | undefined {
  const phone = normalizePhone(raw, defaultRegion);
  if (!phone?.valid || phone.kind !== 'personal') return undefined;
  return identity('phone', phone.e164, raw, verified, phone.extension);
}

/** All persons' numbers in a field that may hold several. */
export function phoneIdentities(raw: string, defaultRegion = 'RU', verified = false): Identity[] {
  return findPhones(raw, defaultRegion)
    .filter((phone) => phone.kind === 'personal')
    .map((phone) => identity('phone', phone.e164, raw, verified, phone.extension));
}

export function emailIdentity(raw: string, verified = false): Identity | undefined {
  const email = normalizeEmail(raw);
  return email && identity('email', email.address, raw, verified);
}

/** Joins two lists: each type and value once, in order of appearance; what a provider vouched for stays vouched for. */
export function joinIdentities(first: readonly Identity[], second: readonly Identity[]): Identity[] {
  const joined = new Map<string, Identity>();
  for (const each of [...first, ...second]) {
    const key = `${each.type}\0${each.value}`;
    const known = joined.get(key);
    joined.set(key, known ? { ...each, ...known, verified: known.verified || each.verified } : each);
  }
  return [...joined.values()];
}

function identity(type: string, value: string, raw: string, verified: boolean, extension?: string): Identity {
  const kept = truncate(cleanText(raw).text.trim(), MAX_RAW_CHARS);
  return { type, value, raw: kept, verified, ...(extension ? { extension } : {}) };
}
