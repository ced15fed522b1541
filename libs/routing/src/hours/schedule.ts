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

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const End = z.union([Clock, z.literal('24:00')]);
const MAX_YEARS = 4_000;

export const intervalSchema = z.strictObject({ from: Clock, to: End }).superRefine(({ from, to }, { addIssue }) => {
  if (from >= to) addIssue({ code: 'custom', path: ['to'], params: { code: 'interval-order' } });
});

export const daySchema = z.array(intervalSchema).max(12).superRefine((intervals, { addIssue }) => {
  for (const [index, { from }] of intervals.entries()) {
    if (index > 0 && from < intervals[index - 1]!.to) addIssue({ code: 'custom', path: [index, 'from'], params: { code: 'interval-overlap' } });
  }
});

export const dateSchema = z.string().refine(isDate, { params: { code: 'date' } });

/** Hours as somebody enters them; the calendar is chosen by its country and comes from elsewhere. */
export const hoursSchema = z.strictObject({
  week: z.array(daySchema).length(7),
  exceptions: z
    .array(z.strictObject({ date: dateSchema, intervals: daySchema, note: z.string().trim().max(200).optional() }))
    .max(1_000)
    .default([])
    .superRefine((days, { addIssue }) => {
      for (const [index, { date }] of days.entries()) {
        if (days.findIndex((day) => day.date === date) < index) addIssue({ code: 'custom', path: [index, 'date'], params: { code: 'twice', id: date } });
      }
    }),
});
export type Hours = z.infer<typeof hoursSchema>;

export function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!match) return false;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1970 && year <= MAX_YEARS && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
