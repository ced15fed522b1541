import { shifted, weekdayOf } from './calendar.js';
import type { Interval, Schedule } from './schedule.js';
import { fromLocal, toLocal } from './zone.js';

const HOUR_MIN = 60;
const DAY_MIN = 24 * HOUR_MIN;
const MINUTE_MS = 60_000;
/** Who opens in none of so many days never does. */
const LOOK_AHEAD_DAYS = 400;
/** Working time is looked for so far ahead. */
const ADD_DAYS = 3_660;

/** An interval of real time: ms since 1970, the end not within it. */
type Span = readonly [from: number, to: number];

const DAYS = new WeakMap<Schedule, Map<string, readonly Span[]>>();

/** A schedule without hours of closing. */
export function alwaysOpen(timeZone: string): Schedule {
  return { timeZone, week: Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]) };
}

export function isOpen(schedule: Schedule, at: Date): boolean {
  const time = at.getTime();
  const date = localDate(schedule, time);
  // A day's last moments may lie in the next by the clocks that are set back.
  return [date, shifted(date, -1)].some((day) => spansOf(schedule, day).some(([from, to]) => time >= from && time < to));
}

/** @returns `at` itself when it is open then; undefined: not within 400 days */
export function nextOpening(schedule: Schedule, at: Date): Date | undefined {
  const time = at.getTime();
  for (const [from, to] of spansFrom(schedule, time, LOOK_AHEAD_DAYS)) if (to > time) return new Date(Math.max(from, time));
  return undefined;
}

/** The end of what is open without a gap; undefined when it is closed, or never closes within 400 days. */
export function closingAfter(schedule: Schedule, at: Date): Date | undefined {
  let end: number | undefined;
  for (const [from, to] of spansFrom(schedule, at.getTime(), LOOK_AHEAD_DAYS)) {
    if (to <= at.getTime()) continue;
    if (from > (end ?? at.getTime())) return end === undefined ? undefined : new Date(end);
    end = to;
  }
  return undefined;
}

/** The next ones, what is open now first; spans without a gap between them are one. */
export function openings(schedule: Schedule, from: Date, count: number): { opensAt: Date; closesAt: Date }[] {
  const found: { opensAt: Date; closesAt: Date }[] = [];
  for (const [opens, closes] of spansFrom(schedule, from.getTime(), LOOK_AHEAD_DAYS)) {
    if (closes <= from.getTime()) continue;
    const last = found.at(-1);
    if (last && last.closesAt.getTime() >= opens) last.closesAt = new Date(Math.max(closes, last.closesAt.getTime()));
    else if (found.length === count) break;
    else found.push({ opensAt: new Date(opens), closesAt: new Date(closes) });
  }
  return found;
}

/** Working time between two moments in ms; 0 when the second isn't later. */
export function workingMs(schedule: Schedule, from: Date, to: Date): number {
  let sum = 0;
  let reached = from.getTime();
  for (const [opens, closes] of spansFrom(schedule, from.getTime(), Number.POSITIVE_INFINITY, to.getTime())) {
    const [start, end] = [Math.max(opens, reached), Math.min(closes, to.getTime())];
    if (end > start) [sum, reached] = [sum + end - start, end];
  }
  return sum;
}

/** The first moment at which so much working time has passed since `from`; undefined: not within ten years. */
export function addWorkingMs(schedule: Schedule, from: Date, ms: number): Date | undefined {
  let left = ms;
  let reached = from.getTime();
  if (left <= 0) return from;
  for (const [opens, closes] of spansFrom(schedule, reached, ADD_DAYS)) {
    const start = Math.max(opens, reached);
    if (closes <= start) continue;
    if (closes - start >= left) return new Date(start + left);
    left -= closes - start;
    reached = closes;
  }
  return undefined;
}

function* spansFrom(schedule: Schedule, from: number, days: number, until = Number.POSITIVE_INFINITY): Generator<Span> {
  let date = shifted(localDate(schedule, from), -1);
  for (let n = 0; n <= days + 1; n++, date = shifted(date, 1)) {
    const spans = spansOf(schedule, date);
    if (Number.isFinite(until) && fromLocal(Date.parse(`${date}T00:00:00Z`), schedule.timeZone, 'first') >= until) return;
    yield* spans;
  }
}

function spansOf(schedule: Schedule, date: string): readonly Span[] {
  let days = DAYS.get(schedule);
  if (!days) DAYS.set(schedule, (days = new Map()));
  let spans = days.get(date);
  if (!spans) days.set(date, (spans = spansOn(schedule, date)));
  return spans;
}

function spansOn(schedule: Schedule, date: string): Span[] {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  return intervalsOn(schedule, date).flatMap(({ from, to }): Span[] => {
    const opens = fromLocal(midnight + minutesOf(from) * MINUTE_MS, schedule.timeZone, 'first');
    const closes = fromLocal(midnight + minutesOf(to) * MINUTE_MS, schedule.timeZone, 'last');
    return closes > opens ? [[opens, closes]] : [];
  });
}

function intervalsOn({ week, calendar, exceptions }: Schedule, date: string): readonly Interval[] {
  const exception = exceptions?.find((day) => day.date === date);
  if (exception) return exception.intervals;
  const day = calendar?.days[date];
  if (day?.kind === 'off') return [];
  const usual = week[(day?.like ?? (day?.kind === 'work' ? 1 : weekdayOf(date))) - 1] ?? [];
  return day?.kind === 'short' ? shortened(usual) : usual;
}

/** An hour less at the end of the day. */
function shortened(intervals: readonly Interval[]): Interval[] {
  const last = intervals.at(-1);
  if (!last) return [];
  const end = minutesOf(last.to) - HOUR_MIN;
  return intervals.flatMap(({ from, to }) => (minutesOf(from) >= end ? [] : [{ from, to: clockOf(Math.min(minutesOf(to), end)) }]));
}

function localDate({ timeZone }: Schedule, at: number): string {
  return new Date(toLocal(at, timeZone)).toISOString().slice(0, 10);
}

function minutesOf(clock: string): number {
  return Number(clock.slice(0, 2)) * HOUR_MIN + Number(clock.slice(3));
}

function clockOf(minutes: number): string {
  const bounded = Math.max(0, Math.min(DAY_MIN, minutes));
  return `${String(Math.floor(bounded / HOUR_MIN)).padStart(2, '0')}:${String(bounded % HOUR_MIN).padStart(2, '0')}`;
}
