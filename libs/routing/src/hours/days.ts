import { weekdayOf } from './calendar.js';
import type { Interval, Schedule } from './schedule.js';
import { DAY_MS, fromLocal, toLocal } from './zone.js';

const HOUR_MIN = 60;
const MINUTE_MS = 60_000;
/** Days that are remembered of each schedule. */
const REMEMBERED = 5_000;

/** An interval of real time: ms since 1970, the end not within it. */
export type Span = readonly [from: number, to: number];

const DAYS = new WeakMap<Schedule, Map<number, readonly Span[]>>();

/** Days since 1970 by the clocks of the schedule's zone. */
export function dayOf({ timeZone }: Schedule, at: number): number {
  return Math.floor(toLocal(at, timeZone) / DAY_MS);
}

/** What is open on one day, in order; where the clocks are set back two of them may overlap. Schedules are not changed, so it is remembered. */
export function spansOf(schedule: Schedule, day: number): readonly Span[] {
  let days = DAYS.get(schedule);
  if (!days) DAYS.set(schedule, (days = new Map()));
  let spans = days.get(day);
  if (!spans) {
    if (days.size >= REMEMBERED) days.clear();
    days.set(day, (spans = spansOn(schedule, day)));
  }
  return spans;
}

/** Those that end after `from` and begin before `to`, in order and whole. The clocks may take one over its day's end: hence a day more at both ends. */
export function* spansBetween(schedule: Schedule, from: number, to: number): Generator<Span> {
  const last = dayOf(schedule, to) + 1;
  for (let day = dayOf(schedule, from) - 1; day <= last; day++) {
    for (const span of spansOf(schedule, day)) if (span[1] > from && span[0] < to) yield span;
  }
}

function spansOn(schedule: Schedule, day: number): Span[] {
  const midnight = day * DAY_MS;
  return intervalsOn(schedule, new Date(midnight).toISOString().slice(0, 10)).flatMap(({ from, to }): Span[] => {
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
  const weekday = weekdayOf(date);
  const usual = week[(day?.like ?? (day?.kind === 'work' && weekday > 5 ? 1 : weekday)) - 1] ?? [];
  return day?.kind === 'short' ? shortened(usual) : usual;
}

/** An hour less at the end of the day. */
function shortened(intervals: readonly Interval[]): Interval[] {
  const last = intervals.at(-1);
  if (!last) return [];
  const end = minutesOf(last.to) - HOUR_MIN;
  return intervals.flatMap(({ from, to }) => (minutesOf(from) >= end ? [] : [{ from, to: clockOf(Math.min(minutesOf(to), end)) }]));
}

function minutesOf(clock: string): number {
  return Number(clock.slice(0, 2)) * HOUR_MIN + Number(clock.slice(3));
}

function clockOf(minutes: number): string {
  return `${String(Math.floor(minutes / HOUR_MIN)).padStart(2, '0')}:${String(minutes % HOUR_MIN).padStart(2, '0')}`;
}
