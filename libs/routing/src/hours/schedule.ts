import { z } from 'zod';
import type { ProductionCalendar } from './calendar.js';

/** `HH:MM` of the clock, `24:00` as an end. It does not pass midnight: two intervals do. */
export interface Interval {
  readonly from: string;
  readonly to: string;
}

/** Hours of one day that win over the week and the calendar; no intervals: closed. */
export interface DayException {
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly intervals: readonly Interval[];
  readonly note?: string | undefined;
}

/** When a line or a manager works. */
export interface Schedule {
  /** IANA. */
  readonly timeZone: string;
  /** Seven days, Monday first; none: closed; what lies between intervals is a break. */
  readonly week: readonly (readonly Interval[])[];
  readonly calendar?: ProductionCalendar | undefined;
  readonly exceptions?: readonly DayException[] | undefined;
}

const BEGINNING = /^([01]\d|2[0-3]):[0-5]\d$/;
const END = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;
/** Region and city, or UTC: offsets and abbreviations are no zones, they know nothing of summer time. */
const ZONE = /^(UTC|[A-Za-z_]+(\/[A-Za-z0-9_+-]+)+)$/;
const NO_DATE = 'not a date as YYYY-MM-DD';
const MAX_YEARS = 4_000;

export const timeZoneSchema = z.string().max(100).refine(isTimeZone, { error: 'not an IANA time zone', params: { code: 'time-zone' } });

export const intervalSchema = z
  .strictObject({ from: z.string().regex(BEGINNING, { error: 'not a time from 00:00 to 23:59' }), to: z.string().regex(END, { error: 'not a time from 00:00 to 24:00' }) })
  .superRefine(({ from, to }, { addIssue }) => {
    if (from >= to) addIssue({ code: 'custom', message: `ends at ${to}, not later than it begins`, path: ['to'], params: { code: 'interval-order' } });
  });

export const daySchema = z.array(intervalSchema).max(12).superRefine((intervals, { addIssue }) => {
  for (const [index, { from }] of intervals.entries()) {
    const before = intervals[index - 1];
    if (before && from < before.to) addIssue({ code: 'custom', message: `begins at ${from}, before the one before it ends`, path: [index, 'from'], params: { code: 'interval-overlap' } });
  }
});

export const dateSchema = z.string().refine(isDate, { error: NO_DATE, params: { code: 'date' } });

/** Hours as somebody enters them; the calendar is chosen by its country and comes from elsewhere. */
export const hoursSchema = z.strictObject({
  week: z.array(daySchema).length(7),
  exceptions: z
    .array(z.strictObject({ date: dateSchema, intervals: daySchema, note: z.string().trim().max(200).optional() }))
    .max(1_000)
    .default([])
    .superRefine((days, { addIssue }) => {
      const seen = new Set<string>();
      for (const [index, { date }] of days.entries()) {
        if (seen.has(date)) addIssue({ code: 'custom', message: `${date} is here twice`, path: [index, 'date'], params: { code: 'twice', id: date } });
        seen.add(date);
      }
    }),
});
export type Hours = z.infer<typeof hoursSchema>;

const calendarDaySchema = z.strictObject({ kind: z.enum(['off', 'work', 'short']), like: z.int().min(1).max(7).optional(), note: z.string().trim().max(200).optional() });

const calendarSchema = z.strictObject({
  country: z.string().regex(/^[A-Z]{2}$/, { error: 'not a country of two capital letters' }),
  days: z.record(z.string(), calendarDaySchema).superRefine((days, { addIssue }) => {
    for (const date of Object.keys(days)) if (!isDate(date)) addIssue({ code: 'custom', message: NO_DATE, path: [date], params: { code: 'date' } });
  }),
});

/** A whole schedule, its calendar with it; each issue says what is wrong and where. */
export const scheduleSchema = z.strictObject({
  timeZone: timeZoneSchema,
  ...hoursSchema.shape,
  calendar: calendarSchema.optional(),
}) satisfies z.ZodType<Schedule>;

function isTimeZone(zone: string): boolean {
  if (!ZONE.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

export function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!match) return false;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1970 && year <= MAX_YEARS && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
