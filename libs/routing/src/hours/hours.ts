import { dayOf, spansBetween, spansOf } from './days.js';
import type { Schedule } from './schedule.js';
import { DAY_MS } from './zone.js';

/** Who opens in none of so many days never does. */
const HORIZON_DAYS = 400;
const HORIZON_MS = HORIZON_DAYS * DAY_MS;
/** Working time is looked for so far ahead. */
const ADD_MS = 3_660 * DAY_MS;

/** A schedule without hours of closing. */
export function alwaysOpen(timeZone: string): Schedule {
  return { timeZone, week: Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]) };
}

/** @throws RangeError, like all of these, for a date that is none */
export function isOpen(schedule: Schedule, at: Date): boolean {
  const time = at.getTime();
  const day = dayOf(schedule, time);
  return covers(schedule, day, time) || covers(schedule, day - 1, time) || covers(schedule, day + 1, time);
}

/** @returns `at` itself when it is open then; undefined: not within 400 days */
export function nextOpening(schedule: Schedule, at: Date): Date | undefined {
  const time = at.getTime();
  for (const [opens] of spansBetween(schedule, time, time + HORIZON_MS)) return new Date(Math.max(opens, time));
  return undefined;
}

/** The end of what is open without a gap; undefined when it is closed, or doesn't close within 400 days. */
export function closingAfter(schedule: Schedule, at: Date): Date | undefined {
  const time = at.getTime();
  let end = time;
  for (const [opens, closes] of spansBetween(schedule, time, time + HORIZON_MS)) {
    if (opens > end) break;
    end = closes;
  }
  return end === time || end >= time + HORIZON_MS ? undefined : new Date(end);
}

/**
 * The next ones within 400 days, what is open now first and from its beginning; what has no gap is one. What is open for longer
 * is cut at about 400 days before and after.
 */
export function openings(schedule: Schedule, from: Date, count: number): { opensAt: Date; closesAt: Date }[] {
  const time = from.getTime();
  const found: { opensAt: Date; closesAt: Date }[] = [];
  for (const [opens, closes] of spansBetween(schedule, time, time + HORIZON_MS)) {
    const last = found.at(-1);
    if (last && last.closesAt.getTime() >= opens) last.closesAt = new Date(closes);
    else if (found.length === count) break;
    else found.push({ opensAt: new Date(opens > time ? opens : openSince(schedule, time)), closesAt: new Date(closes) });
  }
  return found;
}

/** Working time between two moments in ms; 0 when the second isn't later. */
export function workingMs(schedule: Schedule, from: Date, to: Date): number {
  const end = to.getTime();
  let [sum, reached] = [0, from.getTime()];
  if (end <= reached) return 0;
  for (const [opens, closes] of spansBetween(schedule, reached, end)) {
    const worked = Math.min(closes, end) - Math.max(opens, reached);
    if (worked > 0) [sum, reached] = [sum + worked, closes];
  }
  return sum;
}

/** The first moment at which so much working time has passed since `from`; undefined: not within ten years. */
export function addWorkingMs(schedule: Schedule, from: Date, ms: number): Date | undefined {
  let [left, reached] = [ms, from.getTime()];
  if (left <= 0) return from;
  for (const [opens, closes] of spansBetween(schedule, reached, reached + ADD_MS)) {
    const start = Math.max(opens, reached);
    if (closes - start >= left) return new Date(start + left);
    left -= closes - start;
    reached = closes;
  }
  return undefined;
}

function covers(schedule: Schedule, day: number, time: number): boolean {
  return spansOf(schedule, day).some(([opens, closes]) => time >= opens && time < closes);
}

/** Since when it has been open without a gap. */
function openSince(schedule: Schedule, at: number): number {
  const today = dayOf(schedule, at);
  let since = at;
  for (let day = today + 1; day > today - HORIZON_DAYS; day--) {
    for (const [opens, closes] of spansOf(schedule, day).toReversed()) {
      if (closes < since) return since;
      since = Math.min(since, opens);
    }
  }
  return since;
}
