const { floor } = Math;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HOURS_OF_WEEK = 168;
const HOURS_OF_DAY = 24;
/** Monday 00:00 UTC. */
const A_MONDAY_MS = Date.UTC(1970, 0, 5);
const SUNDAY = 6;
/** Days of the Russian calendar on which most firms are closed, as month-day; they count as Sundays. */
const HOLIDAYS = new Set(['1-1', '1-2', '1-3', '1-4', '1-5', '1-6', '1-7', '1-8', '2-23', '3-8', '5-1', '5-9', '6-12', '11-4']);

export interface HourOfWeek {
  /** 0 is Monday. */
  readonly day: number;
  readonly hour: number;
}

/** The hour of week to which a moment belongs, by UTC: Russia keeps one time all year. */
export function hourOfWeek(time: number): HourOfWeek {
  const hours = floor((time - A_MONDAY_MS) / HOUR_MS);
  const index = ((hours % HOURS_OF_WEEK) + HOURS_OF_WEEK) % HOURS_OF_WEEK;
  const hour = index % HOURS_OF_DAY;
  return { day: isHoliday(time) ? SUNDAY : floor(index / HOURS_OF_DAY), hour };
}

/** By day, since it is asked for each hour of many weeks. */
const known = new Map<number, boolean>();
const MOST_KNOWN = 1_000;

function isHoliday(time: number): boolean {
  const day = floor(time / DAY_MS);
  const found = known.get(day);
  if (found !== undefined) return found;
  const date = new Date(day * DAY_MS);
  const holiday = HOLIDAYS.has(`${date.getUTCMonth() + 1}-${date.getUTCDate()}`);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(day, holiday);
  return holiday;
}
