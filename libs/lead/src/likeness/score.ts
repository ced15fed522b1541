import type { Reason } from '../suggestions/reason.js';
import { FEATURES, compare, type Comparison, type Feature, type Folded, type Level } from './compare.js';

/** Which weights found a suggestion; it stands with each. A change of weights or levels is a new version. */
export const LIKENESS_RULE = 'likeness/1';

/** In bits: by how much a level makes it likelier (or less likely) that two are one. Measured: docs/matching.md. */
const WEIGHTS: Readonly<Record<Feature, Readonly<Partial<Record<Level, number>>>>> = {
  name: { same: 5, near: 4, part: 2.5, differs: -3 },
  company: { same: 3, near: 2.5, differs: -0.5 },
  phone: { same: 8, near: 5, differs: -0.5 },
  email: { same: 9, near: 8, part: 3.5, differs: -1.5 },
  address: { same: 6, near: 4.5, part: 1.5, differs: -1.5 },
  place: { same: 2, near: 2, differs: -1 },
  birthDate: { same: 7, near: 5, part: 2.5, differs: -3 },
  device: { same: 6 },
  number: { same: 9, near: 6, differs: -3 },
};

/** What is needed before two of those that share a key are suggested, in bits. */
export const THRESHOLD_BITS = 5;
/** So many values have to agree: namesakes, people of one birthday and numbers beside each other are many. */
const LEAST_AGREEING = 2;
/** What so few have that it will do alone. */
const ALONE_BITS = 8;
/** Bits at which one of two suggestions is right. */
const EVEN_BITS = 4;

export interface Likeness {
  readonly bits: number;
  /** Whether enough agrees, whatever the bits. */
  readonly suffices: boolean;
  /** 0 to 1, rising with `bits`. */
  readonly score: number;
  readonly comparisons: Readonly<Record<Feature, Comparison>>;
}

/** Pure. */
export function likeness(a: Folded, b: Folded): Likeness {
  const comparisons = compare(a, b);
  const weights = FEATURES.map((feature) => WEIGHTS[feature][comparisons[feature].level] ?? 0);
  const bits = weights.reduce((sum, weight) => sum + weight, 0);
  const suffices = weights.filter((weight) => weight > 0).length >= LEAST_AGREEING || weights.some((weight) => weight >= ALONE_BITS);
  return { bits, suffices, score: 1 / (1 + 2 ** (EVEN_BITS - bits)), comparisons };
}

/** What speaks for it, strongest first. */
export function reasonsOf({ comparisons }: Likeness): Reason[] {
  const weighed = FEATURES.map((feature) => ({ feature, ...comparisons[feature], weight: WEIGHTS[feature][comparisons[feature].level] ?? 0 }));
  return weighed.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight).flatMap(({ feature, level, values }) => (values ? [reason(feature, level, values)] : []));
}

function reason(feature: Feature, level: Level, [value, other]: readonly [string, string]): Reason {
  if (feature === 'name') return level === 'same' && value === other ? { code: 'same-name', value } : { code: 'similar-name', value, other };
  if (feature === 'company') return { code: 'same-company', value };
  if (feature === 'device') return { code: 'same-device', value };
  if (feature === 'address' || feature === 'place') return { code: 'same-address', value };
  return { code: 'near-identity', type: feature, value, other };
}
