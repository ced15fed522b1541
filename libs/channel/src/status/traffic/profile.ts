import { hourOfWeek } from './week.js';

const { floor, max, min } = Math;
export const HALF_HOUR_MS = 30 * 60_000;
const HOUR_MS = 2 * HALF_HOUR_MS;
const WEEK_MS = 168 * HOUR_MS;
const HOURS_OF_DAY = 24;
const DAYS = 7;
/** Less than this says nothing of a week. */
const LEARN_MS = WEEK_MS;
const LEARN_CONTACTS = 40;
/** A week counts half as much as one that came so much later: traffic grows and shrinks. */
const HALF_LIFE_MS = 2 * WEEK_MS;
/** An hour of week counts as much as so many weeks of the same hour of its kind of day. */
const PRIOR_WEEKS = 2;
/** Of an hour without any contact in all the weeks. */
const LEAST_RATE = 1e-4;

/** What an account's traffic was, by half-hours. */
export interface TrafficHistory {
  /** When counting began; half-hours after it without an entry brought nothing. */
  readonly from: number;
  readonly to: number;
  /** Contacts by the beginning of the half-hour, in ms. */
  readonly counts: ReadonlyMap<number, number>;
}

/** An account's own hours of week. */
export interface Profile {
  /** Contacts an hour, by day (0 is Monday) and hour, UTC. */
  readonly rates: readonly (readonly number[])[];
  /** A silence in which so many contacts would have come is raised. */
  readonly silence: SilenceTail;
  /** An hour with so many times of what it lets expect (and one more) is raised. */
  readonly flood: number;
}

/** How much expected traffic this account's plausible silences swallow: an exponential tail over a high quantile. */
export interface SilenceTail {
  readonly quantile: number;
  readonly scale: number;
  readonly threshold: number;
}

/** Silences longer than nine tenths of them make the tail. */
const TAIL_SHARE = 0.1;
/** Plausible traffic is to be raised by chance at most once in so many weeks of one account. */
const WEEKS_BETWEEN_CHANCES = 20_000;
const LEAST_SCALE = 1;
const MOST_SCALE = 6;
const FLOOD_OVER_MOST = 3;
const LEAST_FLOOD = 12;

/** @returns undefined while too little is known */
export function learnProfile(history: TrafficHistory): Profile | undefined {
  const total = [...history.counts.values()].reduce((sum, count) => sum + count, 0);
  if (history.to - history.from < LEARN_MS || total < LEARN_CONTACTS) return undefined;
  const rates = ratesOf(history);
  return { rates, silence: silenceTail(history, rates), flood: floodOf(history, rates) };
}

export function rateAt({ rates }: Pick<Profile, 'rates'>, time: number): number {
  const { day, hour } = hourOfWeek(time);
  return rates[day]?.[hour] ?? LEAST_RATE;
}

function grid(): number[][] {
  return Array.from({ length: DAYS }, () => Array.from({ length: HOURS_OF_DAY }, () => 0));
}

/** Each hour of week shrunk to the mean of that hour on its kind of day, which is smoothed over its neighbours. */
function ratesOf(history: TrafficHistory): number[][] {
  const [sums, weights] = [grid(), grid()];
  for (let start = history.from; start + HALF_HOUR_MS <= history.to; start += HALF_HOUR_MS) {
    const { day, hour } = hourOfWeek(start);
    const weight = 0.5 ** ((history.to - start) / HALF_LIFE_MS);
    sums[day]![hour]! += weight * (history.counts.get(start) ?? 0);
    weights[day]![hour]! += weight / 2;
  }
  const daily = [0, 1, 2, 3, 4, 5, 6].map((day) => smooth(meanOfKind(sums, weights, day)));
  return sums.map((hours, day) =>
    hours.map((sum, hour) => {
      const prior = daily[day]![hour]!;
      return max(LEAST_RATE, (sum + PRIOR_WEEKS * prior) / (weights[day]![hour]! + PRIOR_WEEKS));
    }));
}

function meanOfKind(sums: number[][], weights: number[][], day: number): number[] {
  const kind = kindOf(day);
  return Array.from({ length: HOURS_OF_DAY }, (_, hour) => {
    const days = kind.map((each) => [sums[each]![hour]!, weights[each]![hour]!] as const);
    const weight = days.reduce((total, [, each]) => total + each, 0);
    return weight > 0 ? days.reduce((total, [each]) => total + each, 0) / weight : 0;
  });
}

/** Working days resemble each other; Saturday and Sunday don't. */
function kindOf(day: number): readonly number[] {
  return day < 5 ? [0, 1, 2, 3, 4] : [day];
}

function smooth(hours: readonly number[]): number[] {
  const at = (hour: number) => hours[(hour + HOURS_OF_DAY) % HOURS_OF_DAY]!;
  return hours.map((_, hour) => 0.2 * at(hour - 1) + 0.6 * at(hour) + 0.2 * at(hour + 1));
}

/**
 * @returns expected contacts of each silence in the history, smallest first. Where in its half-hour a contact came is not
 * known: of a half-hour with n contacts its first and its last share in n + 1 count with the silence beside it.
 */
function silences(history: TrafficHistory, rates: number[][]): number[] {
  const found: number[] = [];
  let mass = 0;
  for (let start = history.from; start + HALF_HOUR_MS <= history.to; start += HALF_HOUR_MS) {
    const expected = rateAt({ rates }, start) / 2;
    const count = history.counts.get(start) ?? 0;
    if (count === 0) {
      mass += expected;
      continue;
    }
    const share = expected / (count + 1);
    found.push(mass + share);
    mass = share;
  }
  return found.sort((a, b) => a - b);
}

function silenceTail(history: TrafficHistory, rates: number[][]): SilenceTail {
  const found = silences(history, rates);
  const quantile = found[floor(found.length * (1 - TAIL_SHARE))] ?? 0;
  const tail = found.filter((mass) => mass > quantile);
  // The longest ones may have been outages, which nobody wants to learn as plausible.
  const plausible = tail.slice(0, Math.ceil(tail.length * 0.98));
  const mean = plausible.reduce((sum, mass) => sum + mass - quantile, 0) / max(1, plausible.length);
  const scale = min(MOST_SCALE, max(LEAST_SCALE, mean));
  const perWeek = max(1, found.length / ((history.to - history.from) / WEEK_MS));
  return { quantile, scale, threshold: quantile + scale * Math.log(TAIL_SHARE * perWeek * WEEKS_BETWEEN_CHANCES) };
}

/** Three times what the account's own greatest hour was, measured by what the hour let expect. */
function floodOf(history: TrafficHistory, rates: number[][]): number {
  let most = 0;
  for (let start = history.from; start + HOUR_MS <= history.to; start += HALF_HOUR_MS) {
    const count = (history.counts.get(start) ?? 0) + (history.counts.get(start + HALF_HOUR_MS) ?? 0);
    if (count > 0) most = max(most, count / (expectedBetween({ rates }, start, start + HOUR_MS) + 1));
  }
  return max(LEAST_FLOOD, FLOOD_OVER_MOST * most);
}

/** Contacts that the profile lets expect between two moments. */
export function expectedBetween(profile: Pick<Profile, 'rates'>, from: number, to: number): number {
  let expected = 0;
  for (let at = from; at < to;) {
    const end = min(to, (floor(at / HOUR_MS) + 1) * HOUR_MS);
    expected += (rateAt(profile, at) * (end - at)) / HOUR_MS;
    at = end;
  }
  return expected;
}

/** When the profile will have let so many contacts be expected; undefined when not within the time. */
export function whenExpected(profile: Profile, from: number, amount: number, withinMs: number): number | undefined {
  let left = amount;
  for (let at = from; at < from + withinMs;) {
    const end = (floor(at / HOUR_MS) + 1) * HOUR_MS;
    const rate = rateAt(profile, at);
    const expected = (rate * (end - at)) / HOUR_MS;
    if (expected >= left) return at + (left / rate) * HOUR_MS;
    left -= expected;
    at = end;
  }
  return undefined;
}
