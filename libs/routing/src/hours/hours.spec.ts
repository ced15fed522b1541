import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clockOf } from '../testing/wall-clock.js';
import { russianCalendar } from './calendar.js';
import { addWorkingMs, alwaysOpen, closingAfter, isOpen, nextOpening, openings, workingMs } from './hours.js';
import type { Interval, Schedule } from './schedule.js';

const ZONES = ['Europe/Moscow', 'Europe/Kaliningrad', 'Asia/Kamchatka', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC'];
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const day = fc.uniqueArray(fc.nat({ max: 96 }), { maxLength: 6 }).map((quarters): Interval[] => {
  const sorted = quarters.sort((a, b) => a - b);
  return Array.from({ length: sorted.length >> 1 }, (_, n) => ({ from: clockOf(sorted[2 * n]! * 15), to: clockOf(sorted[2 * n + 1]! * 15) }));
});
const schedules = fc.record({ timeZone: fc.constantFrom(...ZONES), week: fc.array(day, { minLength: 7, maxLength: 7 }) });
/** Around changes of clocks, leap days and the turn of the year, as well as anywhere. */
const moments = fc.tuple(
  fc.constantFrom('2026-03-29T00:00Z', '2026-10-25T00:00Z', '2026-03-08T06:00Z', '2026-11-01T05:00Z', '2028-02-28T20:00Z', '2026-12-31T20:00Z', '2026-04-05T00:00Z', '2026-07-14T00:00Z'),
  fc.integer({ min: -3 * 24 * 60, max: 3 * 24 * 60 }),
).map(([near, minutes]) => new Date(Date.parse(near) + minutes * MINUTE));

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
    const last: Schedule = { ...office, week: [[], [], [], [], [], [], []], exceptions: [{ date: '2026-11-27', intervals: [{ from: '10:00', to: '11:00' }] }] };
    expect(closingAfter(last, at('2026-11-27T10:30'))).toEqual(at('2026-11-27T11:00'));
  });

  it('join what has no gap between two days', () => {
    const night: Schedule = { timeZone: 'Europe/Moscow', week: [[{ from: '22:00', to: '24:00' }], [{ from: '00:00', to: '06:00' }], [], [], [], [], []] };
    expect(openings(night, at('2026-11-23T12:00'), 2)).toEqual([
      { opensAt: at('2026-11-23T22:00'), closesAt: at('2026-11-24T06:00') },
      { opensAt: at('2026-11-30T22:00'), closesAt: at('2026-12-01T06:00') },
    ]);
  });

  it('tell of what is open now since when it has been', () => {
    const night: Schedule = { timeZone: 'Europe/Moscow', week: Array.from({ length: 7 }, () => [{ from: '00:00', to: '06:00' }, { from: '22:00', to: '24:00' }]) };
    expect(openings(night, at('2026-11-24T03:00'), 1)).toEqual([{ opensAt: at('2026-11-23T22:00'), closesAt: at('2026-11-24T06:00') }]);
    expect(openings(night, at('2026-11-24T22:00'), 1)).toEqual([{ opensAt: at('2026-11-24T22:00'), closesAt: at('2026-11-25T06:00') }]);
    expect(openings(night, at('2026-11-24T03:00'), 0)).toEqual([]);
  });

  it('look 400 days ahead', () => {
    const closed = (date: string): Schedule => ({ timeZone: 'UTC', week: [[], [], [], [], [], [], []], exceptions: [{ date, intervals: [{ from: '00:00', to: '01:00' }] }] });
    const from = new Date('2026-01-01T12:00Z');
    expect(nextOpening(closed('2027-02-05'), from)).toEqual(new Date('2027-02-05T00:00Z'));
    expect([nextOpening(closed('2027-02-06'), from), openings(closed('2027-02-06'), from, 1), addWorkingMs(closed('2027-02-06'), from, 2 * HOUR)]).toEqual([undefined, [], undefined]);
  });

  it('take the hours of another weekday on a weekend that is worked, and their own on any other day', () => {
    const days = { '2026-11-28': { kind: 'work' as const, like: 5 }, '2026-11-29': { kind: 'work' as const }, '2026-11-25': { kind: 'work' as const }, '2026-11-27': { kind: 'short' as const } };
    const week = [1, 2, 3, 4, 5].map((hour) => [{ from: `0${hour}:00`, to: '12:00' }]);
    const schedule: Schedule = { timeZone: 'UTC', week: [...week, [], []], calendar: { country: 'XX', days } };
    expect(openings(schedule, new Date('2026-11-25T00:00Z'), 5).map(({ opensAt, closesAt }) => [opensAt, closesAt].map((time) => time.toISOString().slice(8, 16)))).toEqual([
      ['25T03:00', '25T12:00'], ['26T04:00', '26T12:00'], ['27T05:00', '27T11:00'], ['28T05:00', '28T12:00'], ['29T01:00', '29T12:00'],
    ]);
  });

  it('end an hour earlier before a holiday, whatever the last interval is', () => {
    const days = { '2026-11-24': { kind: 'short' as const } };
    const closes = (...intervals: Interval[]): string | undefined => {
      const schedule = { timeZone: 'UTC', week: [[], intervals, [], [], [], [], []], calendar: { country: 'XX', days } };
      return openings(schedule, new Date('2026-11-24T00:00Z'), 9).filter(({ opensAt }) => opensAt < new Date('2026-11-25')).at(-1)?.closesAt.toISOString().slice(11, 16);
    };
    expect(closes({ from: '09:00', to: '18:00' })).toBe('17:00');
    expect(closes({ from: '09:00', to: '12:00' }, { from: '13:00', to: '13:30' })).toBe('12:00');
    expect(closes({ from: '09:00', to: '13:00' }, { from: '13:00', to: '13:30' })).toBe('12:30');
    expect(closes({ from: '09:00', to: '09:45' })).toBeUndefined();
  });

  it.each([isOpen, nextOpening, closingAfter, (schedule: Schedule, at: Date) => openings(schedule, at, 1), (schedule: Schedule, at: Date) => workingMs(schedule, new Date(0), at)])(
    'throw for a date that is none (%#)', (ask) => expect(() => ask(office, new Date('never'))).toThrow(RangeError),
  );

  it('count only what is worked', () => {
    expect(workingMs(office, at('2026-11-30T10:00'), at('2026-11-27T12:00'))).toBe(0);
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

  it('follow the moved days of Russia', () => {
    const office2026: Schedule = { ...office, calendar: russianCalendar(2026) };
    expect(nextOpening(office2026, at('2026-01-01T10:00'))).toEqual(at('2026-01-12T09:00'));
    expect(workingMs(office2026, at('2026-01-01T00:00'), at('2026-02-01T00:00'))).toBe(15 * 8 * HOUR);
    expect(workingMs(office2026, at('2026-01-01T00:00'), at('2027-01-01T00:00'))).toBe((247 * 8 - 4) * HOUR);
    expect(addWorkingMs(office2026, at('2026-04-30T16:30'), HOUR)).toEqual(at('2026-05-04T09:30'));
    const office2025: Schedule = { ...office, calendar: russianCalendar(2025) };
    expect(openings(office2025, at('2025-10-31T19:00'), 3).map(({ closesAt }) => closesAt)).toEqual([at('2025-11-01T13:00'), at('2025-11-01T17:00'), at('2025-11-05T13:00')]);
  });

  it('open at the jump where spring skips the hour, and close at the last of two in autumn', () => {
    const early: Schedule = { timeZone: 'Europe/Berlin', week: Array.from({ length: 7 }, () => [{ from: '02:15', to: '02:45' }]) };
    // Both ends lie in the hour that 29 March does not have, so nothing is left of it.
    expect(openings(early, new Date('2026-03-29T00:00Z'), 1)[0]?.opensAt).toEqual(new Date('2026-03-30T00:15Z'));
    const spring: Schedule = { ...early, week: early.week.map(() => [{ from: '02:30', to: '04:00' }]) };
    expect(openings(spring, new Date('2026-03-29T00:00Z'), 1)).toEqual([{ opensAt: new Date('2026-03-29T01:00Z'), closesAt: new Date('2026-03-29T02:00Z') }]);
    expect(openings(early, new Date('2026-10-25T00:00Z'), 1)).toEqual([{ opensAt: new Date('2026-10-25T00:15Z'), closesAt: new Date('2026-10-25T01:45Z') }]);
  });

  it('add up over a split, and what is added is there', () => {
    fc.assert(
      fc.property(schedules, moments, fc.nat({ max: 5 * DAY }), fc.nat({ max: 5 * DAY }), (schedule, from, a, b) => {
        const [middle, to] = [new Date(from.getTime() + a), new Date(from.getTime() + a + b)];
        expect(workingMs(schedule, from, middle) + workingMs(schedule, middle, to)).toBe(workingMs(schedule, from, to));
        const added = addWorkingMs(schedule, from, a);
        if (added) expect(workingMs(schedule, from, added)).toBe(a);
        if (added && a > 0) expect(isOpen(schedule, new Date(added.getTime() - 1))).toBe(true);
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
          // Of what never closes, both ends are cut.
          if (closesAt.getTime() - from.getTime() > 399 * DAY) continue;
          expect([opensAt.getTime() - 1, opensAt.getTime(), closesAt.getTime() - 1, closesAt.getTime()].map((time) => isOpen(schedule, new Date(time)))).toEqual([false, true, true, false]);
        }
        const first = nextOpening(schedule, from);
        expect(first && Math.max(found[0]!.opensAt.getTime(), from.getTime())).toBe(first?.getTime());
        if (first) expect([isOpen(schedule, first), workingMs(schedule, from, first)]).toEqual([true, 0]);
      }),
      { numRuns: 200 },
    );
  });
});
