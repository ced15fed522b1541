import type { Interval, Schedule } from '../hours/schedule.js';

const MINUTE_MS = 60_000;
const DAY_MIN = 24 * 60;

/** Days before and after a moment, minute by minute, as somebody reads them off the clock on the wall. */
export interface WallClock {
  /** The first minute, ms since 1970. */
  readonly start: number;
  /** What the clock shows at each: minutes since 1970, were it in UTC. */
  readonly shows: readonly number[];
}

const READ = new Map<string, WallClock>();

export function wallClock(timeZone: string, around: string, days: number): WallClock {
  const key = `${timeZone} ${around} ${days}`;
  let clock = READ.get(key);
  if (!clock) READ.set(key, (clock = readClock(timeZone, Date.parse(around), days)));
  return clock;
}

function readClock(timeZone: string, around: number, days: number): WallClock {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  const start = Math.floor(around / MINUTE_MS) * MINUTE_MS - days * DAY_MIN * MINUTE_MS;
  const shows = Array.from({ length: 2 * days * DAY_MIN }, (_, n) => Date.parse(`${format.format(start + n * MINUTE_MS).replace(' ', 'T')}Z`) / MINUTE_MS);
  return { start, shows };
}

/** By the book and slowly: of each minute whether it is open. Days at both ends may be told wrong. */
export function openMinutes(schedule: Schedule, { shows }: WallClock): boolean[] {
  const [first, last] = [new Map<number, number>(), new Map<number, number>()];
  for (const [n, local] of shows.entries()) {
    if (!first.has(local)) first.set(local, n);
    last.set(local, n);
  }
  // A time that is skipped is the next that is shown.
  const find = (minutes: ReadonlyMap<number, number>, local: number): number | undefined => {
    for (let shown = local; shown <= local + 2 * DAY_MIN; shown++) if (minutes.has(shown)) return shown === local ? minutes.get(shown) : first.get(shown);
    return undefined;
  };
  const open = shows.map(() => false);
  for (const midnight of new Set(shows.map((local) => local - (local % DAY_MIN)))) {
    for (const { from, to } of intervalsOn(schedule, new Date(midnight * MINUTE_MS))) {
      const [opens, closes] = [find(first, midnight + minutesOf(from)), find(last, midnight + minutesOf(to))];
      if (opens !== undefined && closes !== undefined && closes > opens) open.fill(true, opens, closes);
    }
  }
  return open;
}

function intervalsOn({ week, calendar, exceptions = [] }: Schedule, date: Date): readonly Interval[] {
  const text = date.toISOString().slice(0, 10);
  for (const exception of exceptions) if (exception.date === text) return exception.intervals;
  const [weekday, day] = [(date.getUTCDay() + 6) % 7, calendar?.days[text]];
  if (!day) return week[weekday]!;
  if (day.kind === 'off') return [];
  const usual = week[day.like ? day.like - 1 : day.kind === 'work' && weekday >= 5 ? 0 : weekday]!;
  if (day.kind === 'work' || usual.length === 0) return usual;
  const end = minutesOf(usual.at(-1)!.to) - 60;
  return usual.filter(({ from }) => minutesOf(from) < end).map(({ from, to }) => ({ from, to: minutesOf(to) > end ? clockOf(end) : to }));
}

export function clockOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function minutesOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
}
