import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { russianCalendar } from './calendar.js';
import { addWorkingMs, alwaysOpen, closingAfter, isOpen, nextOpening, openings, workingMs } from './hours.js';
import type { Interval, Schedule } from './schedule.js';
import { toLocal } from './zone.js';

const ZONES = ['Europe/Moscow', 'Europe/Kaliningrad', 'Asia/Kamchatka', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC'];
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const clock = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const day = fc.uniqueArray(fc.nat({ max: 96 }), { maxLength: 6 }).map((quarters): Interval[] => {
  const sorted = quarters.sort((a, b) => a - b);
  return Array.from({ length: sorted.length >> 1 }, (_, n) => ({ from: clock(sorted[2 * n]! * 15), to: clock(sorted[2 * n + 1]! * 15) }));
});
const schedules = fc.record({ timeZone: fc.constantFrom(...ZONES), week: fc.array(day, { minLength: 7, maxLength: 7 }) });
/** Around changes of clocks, leap days and the turn of the year, as well as anywhere. */
const moments = fc.tuple(
  fc.constantFrom('2026-03-29T00:00Z', '2026-10-25T00:00Z', '2026-03-08T06:00Z', '2026-11-01T05:00Z', '2028-02-28T20:00Z', '2026-12-31T20:00Z', '2026-04-05T00:00Z', '2026-07-14T00:00Z'),
  fc.integer({ min: -3 * 24 * 60, max: 3 * 24 * 60 }),
).map(([near, minutes]) => new Date(Date.parse(near) + minutes * MINUTE));

/** By the book: what the clocks on the wall show at this very minute. */
function plainlyOpen({ timeZone, week }: Schedule, at: number): boolean {
  const local = new Date(toLocal(at, timeZone));
  const now = local.getUTCHours() * 60 + local.getUTCMinutes();
  return week[(local.getUTCDay() + 6) % 7]!.some(({ from, to }) => {
    const [start, end] = [from, to].map((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) as [number, number];
    return now >= start && now < end;
  });
}

describe('working hours', () => {
  const office: Schedule = { timeZone: 'Europe/Moscow', week: [...Array.from({ length: 5 }, () => [{ from: '09:00', to: '13:00' }, { from: '14:00', to: '18:00' }]), [], []] };
  const at = (text: string): Date => new Date(`${text}+03:00`);

  it.each([
    ['before the day', '2026-11-26T08:59', false],
    ['as it opens', '2026-11-26T09:00', true],
    ['in the break', '2026-11-26T13:00', false],
    ['as it closes', '2026-11-26T18:00', false],
    ['on Sunday', '2026-11-29T12:00', false],
  ])('are open or not %s', (_, moment, open) => expect(isOpen(office, at(moment))).toBe(open));

  it('tell the next opening, over a weekend and from within', () => {
    expect(nextOpening(office, at('2026-11-27T18:00'))).toEqual(at('2026-11-30T09:00'));
    expect(nextOpening(office, at('2026-11-27T10:00'))).toEqual(at('2026-11-27T10:00'));
    expect(nextOpening({ ...office, week: Array.from({ length: 7 }, () => []) }, at('2026-11-27T10:00'))).toBeUndefined();
  });

  it('tell when they close, and nothing where they never do', () => {
    expect(closingAfter(office, at('2026-11-27T10:00'))).toEqual(at('2026-11-27T13:00'));
    expect(closingAfter(office, at('2026-11-27T13:30'))).toBeUndefined();
    expect(closingAfter(alwaysOpen('Europe/Moscow'), at('2026-11-27T13:30'))).toBeUndefined();
  });

  it('join what has no gap between two days', () => {
    const night: Schedule = { timeZone: 'Europe/Moscow', week: [[{ from: '22:00', to: '24:00' }], [{ from: '00:00', to: '06:00' }], [], [], [], [], []] };
    expect(openings(night, at('2026-11-23T12:00'), 2)).toEqual([
      { opensAt: at('2026-11-23T22:00'), closesAt: at('2026-11-24T06:00') },
      { opensAt: at('2026-11-30T22:00'), closesAt: at('2026-12-01T06:00') },
    ]);
  });

  it('count only what is worked', () => {
    expect(workingMs(office, at('2026-11-27T12:00'), at('2026-11-30T10:00'))).toBe((1 + 4 + 1) * HOUR);
    expect(addWorkingMs(office, at('2026-11-27T17:30'), HOUR)).toEqual(at('2026-11-30T09:30'));
  });

  it('let an exception win over the calendar, and the calendar over the week', () => {
    const russian: Schedule = { ...office, calendar: russianCalendar(2026), exceptions: [{ date: '2026-01-05', intervals: [{ from: '10:00', to: '12:00' }] }] };
    expect(isOpen(russian, at('2026-01-09T10:00'))).toBe(false);
    expect(isOpen(russian, at('2026-01-05T11:00'))).toBe(true);
    expect(nextOpening(russian, at('2025-12-31T18:00'))).toEqual(at('2026-01-05T10:00'));
    expect(closingAfter(russian, at('2026-04-30T15:00'))).toEqual(at('2026-04-30T17:00'));
  });

  it('open at the jump where spring skips the hour, and close at the last of two in autumn', () => {
    const early: Schedule = { timeZone: 'Europe/Berlin', week: Array.from({ length: 7 }, () => [{ from: '02:15', to: '02:45' }]) };
    // Both ends lie in the hour that 29 March does not have, so nothing is left of it.
    expect(openings(early, new Date('2026-03-29T00:00Z'), 1)[0]?.opensAt).toEqual(new Date('2026-03-30T00:15Z'));
    const spring: Schedule = { ...early, week: early.week.map(() => [{ from: '02:30', to: '04:00' }]) };
    expect(openings(spring, new Date('2026-03-29T00:00Z'), 1)).toEqual([{ opensAt: new Date('2026-03-29T01:00Z'), closesAt: new Date('2026-03-29T02:00Z') }]);
    expect(openings(early, new Date('2026-10-25T00:00Z'), 1)).toEqual([{ opensAt: new Date('2026-10-25T00:15Z'), closesAt: new Date('2026-10-25T01:45Z') }]);
  });

  it.each(ZONES.filter((zone) => !zone.includes('Lord_Howe')))('agree with the clock on the wall, minute by minute, in %s', (timeZone) => {
    fc.assert(
      fc.property(schedules, moments, ({ week }, moment) => {
        const schedule = { timeZone, week };
        const start = Math.floor(moment.getTime() / MINUTE) * MINUTE;
        for (let minute = 0; minute < 180; minute += 5) {
          const time = start + minute * MINUTE;
          // Within the hour that comes twice, an interval is one piece from the first to the last of the two.
          if (isTwice(time, timeZone)) continue;
          expect(isOpen(schedule, new Date(time))).toBe(plainlyOpen(schedule, time));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('add up over a split, and what is added is there', () => {
    fc.assert(
      fc.property(schedules, moments, fc.nat({ max: 5 * DAY }), fc.nat({ max: 5 * DAY }), (schedule, from, a, b) => {
        const [middle, to] = [new Date(from.getTime() + a), new Date(from.getTime() + a + b)];
        expect(workingMs(schedule, from, middle) + workingMs(schedule, middle, to)).toBe(workingMs(schedule, from, to));
        const added = addWorkingMs(schedule, from, a);
        if (added) expect(workingMs(schedule, from, added)).toBe(a);
      }),
      { numRuns: 300 },
    );
  });

  it('tell openings in order, each open from its beginning to its end', () => {
    fc.assert(
      fc.property(schedules, moments, (schedule, from) => {
        const found = openings(schedule, from, 4);
        for (const [n, { opensAt, closesAt }] of found.entries()) {
          expect(opensAt < closesAt && (n === 0 || found[n - 1]!.closesAt < opensAt)).toBe(true);
          expect(isOpen(schedule, opensAt) && isOpen(schedule, new Date(closesAt.getTime() - 1)) && !isOpen(schedule, closesAt)).toBe(true);
        }
        const first = nextOpening(schedule, from);
        expect(first && Math.max(found[0]!.opensAt.getTime(), from.getTime())).toBe(first?.getTime());
      }),
      { numRuns: 200 },
    );
  });
});

function isTwice(at: number, timeZone: string): boolean {
  return [-HOUR, HOUR].some((shift) => toLocal(at + shift, timeZone) === toLocal(at, timeZone));
}
