import { describe, expect, it } from '@jest/globals';
import { russianCalendar } from './calendar.js';
import { scheduleSchema } from './schedule.js';

const day = [{ from: '09:00', to: '13:00' }, { from: '14:00', to: '24:00' }];
const good = { timeZone: 'Europe/Moscow', week: [day, day, day, day, day, [], []] };
const without = (intervals: unknown) => ({ ...good, week: [intervals, ...good.week.slice(1)] });

describe('a schedule', () => {
  it.each([
    ['of a week alone', good],
    ['with a calendar', { ...good, calendar: russianCalendar(2026) }],
    ['with exceptions', { ...good, exceptions: [{ date: '2028-02-29', intervals: [], note: 'Leap day' }, { date: '2026-12-30', intervals: day }] }],
    ['closed for good', { ...good, timeZone: 'UTC', week: Array.from({ length: 7 }, () => []) }],
    ['whose intervals touch', without([{ from: '00:00', to: '12:00' }, { from: '12:00', to: '24:00' }])],
  ])('%s is good', (_, schedule) => expect(scheduleSchema.parse(schedule)).toEqual({ exceptions: [], ...schedule }));

  it.each([
    ['an unknown zone', { ...good, timeZone: 'Europe/Atlantis' }, 'timeZone', 'not an IANA time zone'],
    ['an offset for a zone', { ...good, timeZone: '+03:00' }, 'timeZone', 'not an IANA time zone'],
    ['six days', { ...good, week: good.week.slice(1) }, 'week', 'Too small: expected array to have exactly 7 items'],
    ['a time of no clock', without([{ from: '09:60', to: '18:00' }]), 'week.0.0.from', 'not a time from 00:00 to 23:59'],
    ['a time after 24:00', without([{ from: '09:00', to: '24:01' }]), 'week.0.0.to', 'not a time from 00:00 to 24:00'],
    ['a time without its zero', without([{ from: '09:00', to: '9:30' }]), 'week.0.0.to', 'not a time from 00:00 to 24:00'],
    ['an interval past midnight', without([{ from: '22:00', to: '06:00' }]), 'week.0.0.to', 'ends at 06:00, not later than it begins'],
    ['an empty interval', without([{ from: '09:00', to: '09:00' }]), 'week.0.0.to', 'ends at 09:00, not later than it begins'],
    ['intervals that overlap', without([{ from: '09:00', to: '13:00' }, { from: '12:59', to: '18:00' }]), 'week.0.1.from', 'begins at 12:59, before the one before it ends'],
    ['intervals out of order', without([...day].reverse()), 'week.0.1.from', 'begins at 09:00, before the one before it ends'],
    ['a date that is none', { ...good, exceptions: [{ date: '2026-02-29', intervals: [] }] }, 'exceptions.0.date', 'not a date as YYYY-MM-DD'],
    ['a date twice', { ...good, exceptions: [{ date: '2026-12-30', intervals: [] }, { date: '2026-12-30', intervals: day }] }, 'exceptions.1.date', '2026-12-30 is here twice'],
    ['overlap in an exception', { ...good, exceptions: [{ date: '2026-12-30', intervals: [...day, ...day] }] }, 'exceptions.0.intervals.2.from', 'begins at 09:00, before the one before it ends'],
    ['a calendar with a date that is none', { ...good, calendar: { country: 'RU', days: { '2026-13-01': { kind: 'off' } } } }, 'calendar.days.2026-13-01', 'not a date as YYYY-MM-DD'],
    ['a day of an eighth weekday', { ...good, calendar: { country: 'RU', days: { '2026-01-03': { kind: 'work', like: 8 } } } }, 'calendar.days.2026-01-03.like', 'Too big: expected number to be <=7'],
    ['what nobody knows', { ...good, weeks: [] }, '', 'Unrecognized key: "weeks"'],
  ])('with %s is refused', (_, schedule, path, message) => {
    expect(scheduleSchema.safeParse(schedule).error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)).toEqual([`${path}: ${message}`]);
  });
});
