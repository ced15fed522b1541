import { distance, isAnagram, isTypo } from './distance.js';
import { foldName, foldWords } from './fold-name.js';
import type { Profile } from './profile.js';

/** How alike two values are. `none`: one of the two has no such value; `differs`: both have, and they don't agree. */
export type Level = 'same' | 'near' | 'part' | 'differs' | 'none';

/** What of two persons was compared. */
export const FEATURES = ['name', 'company', 'phone', 'email', 'address', 'place', 'birthDate', 'device', 'number'] as const;
export type Feature = (typeof FEATURES)[number];

export interface Comparison {
  readonly level: Level;
  /** The two values that agree best, as they came. */
  readonly values?: readonly [string, string];
}

/** A profile made ready: folding costs more than comparing. */
export interface Folded {
  readonly profile: Profile;
  readonly names: readonly (readonly string[])[];
  readonly companies: readonly string[];
  readonly addresses: readonly (readonly string[])[];
  readonly places: readonly string[];
}

export function fold(profile: Profile): Folded {
  return {
    profile,
    names: profile.names.map(foldName),
    companies: (profile.companies ?? []).map((company) => foldName(company).join(' ')),
    addresses: (profile.addresses ?? []).map(foldWords),
    places: (profile.places ?? []).map((place) => foldWords(place).join('')),
  };
}

/** Compares what both have; of several values those count that agree best. Pure. */
export function compare(a: Folded, b: Folded): Record<Feature, Comparison> {
  const [p, q] = [a.profile, b.profile];
  return {
    name: best(p.names, q.names, a.names, b.names, nameLevel),
    company: best(p.companies, q.companies, a.companies, b.companies, wordLevel),
    phone: best(p.phones, q.phones, p.phones, q.phones, phoneLevel),
    email: best(p.emails, q.emails, p.emails, q.emails, emailLevel),
    address: best(p.addresses, q.addresses, a.addresses, b.addresses, addressLevel),
    place: best(p.places, q.places, a.places, b.places, wordLevel),
    birthDate: best(p.birthDates, q.birthDates, p.birthDates, q.birthDates, dateLevel),
    device: best(p.devices, q.devices, p.devices, q.devices, (x, y) => (x === y ? 'same' : 'none')),
    number: best(p.numbers, q.numbers, p.numbers, q.numbers, phoneLevel),
  };
}

const RANK: Readonly<Record<Level, number>> = { same: 4, near: 3, part: 2, differs: 1, none: 0 };

function best<T>(rawA: readonly string[] = [], rawB: readonly string[] = [], as: readonly T[] = [], bs: readonly T[] = [], levelOf: (a: T, b: T) => Level): Comparison {
  let found: Comparison = { level: 'none' };
  for (const [i, a] of as.entries()) {
    for (const [j, b] of bs.entries()) {
      const level = levelOf(a, b);
      if (RANK[level] > RANK[found.level]) found = { level, values: [rawA[i]!, rawB[j]!] };
    }
  }
  return found;
}

/**
 * Words in any order. `same`: two words agree to the letter; `near`: two, with typos; `part`: one agrees and the other is
 * not given. A word that agrees beside one that doesn't is a relative as likely as not: `differs`.
 */
export function nameLevel(a: readonly string[], b: readonly string[]): Level {
  if (a.length === 0 || b.length === 0) return 'none';
  const left = [...b];
  let exact = 0;
  let typos = 0;
  for (const word of a) {
    const at = left.indexOf(word);
    if (at >= 0) exact += left.splice(at, 1).length;
  }
  const rest = a.filter((word) => !b.includes(word));
  for (const word of rest) {
    const at = left.findIndex((other) => isTypo(word, other) || isInitial(word, other));
    if (at >= 0) typos += left.splice(at, 1).length;
  }
  const shorter = Math.min(a.length, b.length);
  if (exact >= 2) return 'same';
  if (exact + typos >= 2) return 'near';
  if (shorter === 1 && exact === 1) return 'part';
  if (shorter === 1 && typos === 1) return 'part';
  return 'differs';
}

function isInitial(a: string, b: string): boolean {
  return (a.length === 1 || b.length === 1) && a[0] === b[0];
}

function wordLevel(a: string, b: string): Level {
  if (a === '' || b === '') return 'none';
  return a === b ? 'same' : isTypo(a, b) ? 'near' : 'differs';
}

/** One digit off, or two swapped. */
export function phoneLevel(a: string, b: string): Level {
  return a === b ? 'same' : distance(a, b, 1) <= 1 ? 'near' : 'differs';
}

/** Mail of these domains is everybody's. */
const PUBLIC = /@(gmail|googlemail|yahoo|hotmail|outlook|icloud|live|aol|proton|protonmail|mail|yandex|ya|bk|list|inbox|rambler)\.\w+$/;

export function emailLevel(a: string, b: string): Level {
  if (a === b) return 'same';
  const [localA = '', domainA = ''] = a.split('@');
  const [localB = '', domainB = ''] = b.split('@');
  const locals = localA === localB || isTypo(localA, localB);
  const domains = domainA === domainB || isTypo(domainA, domainB) || isAnagram(domainA, domainB);
  if (locals && domains) return 'near';
  if (localA === localB && localA.length >= 6 && /\d|[._-]/.test(localA)) return 'part';
  return domainA === domainB && !PUBLIC.test(a) ? 'part' : 'differs';
}

function addressLevel(a: readonly string[], b: readonly string[]): Level {
  if (a.length === 0 || b.length === 0) return 'none';
  const shared = a.filter((word) => b.includes(word)).length;
  const alike = a.filter((word) => b.some((other) => word === other || isTypo(word, other))).length;
  const longer = Math.max(a.length, b.length);
  if (shared === longer) return 'same';
  return alike >= longer - 1 && alike >= 2 ? 'near' : alike * 2 >= longer ? 'part' : 'differs';
}

/** One digit off, or day and month swapped: `near`; two of year, month and day: `part`. */
export function dateLevel(a: string, b: string): Level {
  if (a === b) return 'same';
  const [p, q] = [a.split('-'), b.split('-')];
  if (distance(a, b, 1) <= 1 || (p[0] === q[0] && p[1] === q[2] && p[2] === q[1])) return 'near';
  return p.filter((each, n) => each === q[n]).length === 2 || distance(a, b, 2) <= 2 ? 'part' : 'differs';
}
