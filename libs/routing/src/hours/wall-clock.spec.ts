import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clockOf, openMinutes, wallClock } from '../testing/wall-clock.js';
import { shifted } from './calendar.js';
import { addWorkingMs, closingAfter, isOpen, nextOpening, openings, workingMs } from './hours.js';
import type { Interval, Schedule } from './schedule.js';

const MINUTE = 60_000;
const DAY_MIN = 24 * 60;
/** Two days in the middle are compared, the days around them are there to be looked into. */
const DAYS = 4;
const COMPARED = { from: (DAYS - 1) * DAY_MIN, to: (DAYS + 1) * DAY_MIN };

/** Zones with moments at which their clocks change. */
const CHANGES: Readonly<Record<string, readonly string[]>> = {
  'Europe/Berlin': ['2026-03-29T01:00Z', '2026-10-25T01:00Z'],
  'Europe/Moscow': ['2011-03-26T23:00Z', '2014-10-25T22:00Z'],
  'Europe/Kaliningrad': ['2011-03-27T00:00Z', '2014-10-25T23:00Z'],
  'Asia/Kamchatka': ['2010-03-27T14:00Z', '2010-10-30T15:00Z'],
  'America/New_York': ['2026-03-08T07:00Z', '2026-11-01T06:00Z'],
  // Half an hour; at midnight; to the day before; just after midnight; a whole day that was skipped.
  'Australia/Lord_Howe': ['2026-04-04T15:00Z', '2026-10-03T15:30Z'],
  'America/Havana': ['2026-03-08T05:00Z', '2026-11-01T05:00Z'],
  'Asia/Beirut': ['2026-03-28T22:00Z', '2026-10-24T21:00Z'],
  'America/St_Johns': ['2006-04-02T03:31Z', '2006-10-29T02:31Z'],
  'Pacific/Apia': ['2011-12-30T10:00Z'],
};
const PLACES = [
  ...Object.entries(CHANGES).flatMap(([zone, changes]) => changes.map((around) => [zone, around] as const)),
  ...['Europe/Berlin', 'Europe/Moscow', 'Asia/Kamchatka'].flatMap((zone) => ['2028-02-29T00:00Z', '2026-12-31T20:00Z'].map((around) => [zone, around] as const)),
];

const minute = fc.oneof(fc.nat({ max: 96 }).map((quarter) => quarter * 15), fc.nat({ max: DAY_MIN }), fc.nat({ max: 4 * 60 }), fc.constantFrom(0, DAY_MIN));
/** Of an even number of ends, in order; two intervals may touch. */
const day = fc.uniqueArray(minute, { maxLength: 8 }).map((ends): Interval[] => {
  const sorted = ends.sort((a, b) => a - b);
  return Array.from({ length: sorted.length >> 1 }, (_, n) => ({ from: clockOf(sorted[2 * n]!), to: clockOf(sorted[2 * n + 1]!) }));
});
const touching = day.map((intervals) => intervals.map(({ from, to }, n) => ({ from, to: intervals[n + 1]?.from ?? to })));
const anyDay = fc.oneof(day, touching, fc.constant([{ from: '00:00', to: '24:00' }]));
const kind = fc.record({ kind: fc.constantFrom('off' as const, 'work' as const, 'short' as const), like: fc.option(fc.integer({ min: 1, max: 7 }), { nil: undefined }) });

function schedules(timeZone: string, around: string): fc.Arbitrary<Schedule> {
  const date = fc.integer({ min: -2, max: 2 }).map((days) => shifted(around.slice(0, 10), days));
  return fc.record({
    timeZone: fc.constant(timeZone),
    week: fc.array(anyDay, { minLength: 7, maxLength: 7 }),
    calendar: fc.record({ country: fc.constant('XX'), days: fc.dictionary(date, kind, { maxKeys: 3 }) }),
    exceptions: fc.uniqueArray(fc.record({ date, intervals: anyDay }), { maxLength: 1, selector: (exception) => exception.date }),
  });
}

describe.each(PLACES)('in %s around %s', (zone, around) => {
  const clock = wallClock(zone, around, DAYS);
  const at = (n: number): Date => new Date(clock.start + n * MINUTE);

  it('hours agree with the clock on the wall at every minute', () => {
    fc.assert(
      fc.property(schedules(zone, around), (schedule) => {
        const open = openMinutes(schedule, clock);
        for (let n = COMPARED.from; n < COMPARED.to; n++) if (isOpen(schedule, at(n)) !== open[n]) expect([at(n), !open[n]]).toEqual([at(n), open[n]]);
      }),
      { numRuns: 30 },
    );
  });

  it('openings, closings and working time agree with it', () => {
    const change = DAYS * DAY_MIN;
    const minutes = fc.oneof(fc.integer({ min: COMPARED.from, max: COMPARED.to - 1 }), fc.integer({ min: change - 90, max: change + 90 }));
    fc.assert(
      fc.property(schedules(zone, around), minutes, minutes, (schedule, a, b) => {
        const open = openMinutes(schedule, clock);
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const opens = open.indexOf(true, from);
        if (opens >= 0 && opens < COMPARED.to) expect(nextOpening(schedule, at(from))).toEqual(at(opens));
        const closes = open.indexOf(false, from);
        if (closes >= 0 && closes < COMPARED.to) expect(closingAfter(schedule, at(from))).toEqual(open[from] ? at(closes) : undefined);
        const since = open.lastIndexOf(false, from) + 1;
        if (open[from] && since > COMPARED.from) expect(openings(schedule, at(from), 1)[0]?.opensAt).toEqual(at(since));
        const worked = open.slice(from, to).filter(Boolean).length;
        expect(workingMs(schedule, at(from), at(to))).toBe(worked * MINUTE);
        const enough = Array.from({ length: to - from }, (_, n) => from + n).filter((n) => open[n]).at(worked - 1);
        if (worked > 0) expect(addWorkingMs(schedule, at(from), worked * MINUTE)).toEqual(at(enough! + 1));
      }),
      { numRuns: 100 },
    );
  });
});
