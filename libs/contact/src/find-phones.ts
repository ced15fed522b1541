import { extensionAt } from './phone-extension.js';
import { parseNumber, type DialledNumber } from './phone-number.js';
import { phoneText } from './phone-text.js';

/** A number as found: E.164 and the extension that stood behind it. */
export type FoundPhone = DialledNumber & { readonly extension?: string };

/** A field of numbers is short; what is longer is prose, and its end is not looked at. */
const MAX_CHARS = 250;
/** Nobody gives more; a list of thousands would be compared with every person of the company. */
const MAX_FOUND = 10;

/** Digits with what people put between them. A plus starts a new number, a comma or a line end closes one. */
const RUN = /(?:\++ ?)?[\d(][\d ()./~-]*/g;
const MIN_DIGITS = 7;
/** E.164 allows 15; "810" may stand before them. */
const MAX_DIGITS = 18;

/**
 * The assigned numbers of a phone field, in order, each once, ten at most: "8 916 123-45-67, +7 495 123-45-67 доб. 12".
 * For fields that hold numbers, not for prose, where account and tax numbers look alike.
 */
export function findPhones(raw: string, defaultRegion = 'RU'): FoundPhone[] {
  const found = new Map<string, FoundPhone>();
  for (const phone of scan(phoneText(raw.slice(0, MAX_CHARS)), defaultRegion)) {
    const key = `${phone.e164};${phone.extension ?? ''}`;
    if (!found.has(key)) found.set(key, phone);
    if (found.size === MAX_FOUND) break;
  }
  return [...found.values()];
}

/** A run is read from its start: a number that can't be read hides no other one ("+1 900 123 4567" is no "900 123 4567"). */
function* scan(text: string, region: string): Generator<FoundPhone> {
  for (const run of text.matchAll(RUN)) {
    const groups = digitGroups(run[0]);
    let from = 0;
    for (;;) {
      const hit = numberFrom(run[0], groups, from, region);
      if (!hit) break;
      const last = hit.next === groups.length;
      const extension = last ? extensionAt(text, run.index + hit.end) : undefined;
      yield extension ? { ...hit.number, extension } : hit.number;
      from = hit.next;
    }
  }
}

interface Hit {
  readonly number: DialledNumber;
  /** Where its last digit ends in the run. */
  readonly end: number;
  /** The first group behind it. */
  readonly next: number;
}

/** The longest assigned number that starts with group `from`. */
function numberFrom(run: string, groups: readonly DigitGroup[], from: number, region: string): Hit | undefined {
  const plus = from === 0 && run.startsWith('+') ? '+' : '';
  for (const until of longestFirst(groups, from)) {
    const end = groups[until]?.end ?? 0;
    const number = parseNumber(plus + run.slice(groups[from]?.start ?? 0, end), region);
    if (number?.valid) return { number, end, next: until + 1 };
  }
  return undefined;
}

interface DigitGroup {
  readonly start: number;
  readonly end: number;
}

function digitGroups(run: string): DigitGroup[] {
  return [...run.matchAll(/\d+/g)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** Last groups of the spans that start at `from` and have as many digits as a number may have. */
function longestFirst(groups: readonly DigitGroup[], from: number): number[] {
  const ends: number[] = [];
  let digits = 0;
  for (let until = from; until < groups.length; until += 1) {
    const group = groups[until];
    digits += group ? group.end - group.start : 0;
    if (digits > MAX_DIGITS) break;
    if (digits >= MIN_DIGITS) ends.unshift(until);
  }
  return ends;
}
