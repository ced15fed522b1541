import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { quietUntil } from './quiet-hours.js';

const NIGHT = { from: '22:00', to: '08:00' };
const until = (hours: Parameters<typeof quietUntil>[0], zone: string, at: string): string | undefined => quietUntil(hours, zone, new Date(at))?.toISOString();

describe('quiet hours', () => {
  it.each([
    ['2026-11-27T18:59:59Z', undefined],
    ['2026-11-27T19:00:00Z', '2026-11-28T05:00:00.000Z'],
    ['2026-11-28T04:59:59Z', '2026-11-28T05:00:00.000Z'],
    ['2026-11-28T05:00:00Z', undefined],
  ])('over midnight in Moscow at %s: until %s', (at, end) => expect(until(NIGHT, 'Europe/Moscow', at)).toBe(end));

  it('go by the clock of the zone, not by ours', () => {
    expect(until(NIGHT, 'Asia/Kamchatka', '2026-11-27T10:30:00Z')).toBe('2026-11-27T20:00:00.000Z');
    expect(until(NIGHT, 'America/New_York', '2026-11-27T10:30:00Z')).toBe('2026-11-27T13:00:00.000Z');
  });

  it('hold on the days on which they begin, and into the morning after', () => {
    const friday = { ...NIGHT, days: [5] };
    expect(until(friday, 'UTC', '2026-11-27T23:00:00Z')).toBe('2026-11-28T08:00:00.000Z');
    expect(until(friday, 'UTC', '2026-11-28T07:00:00Z')).toBe('2026-11-28T08:00:00.000Z');
    expect(until(friday, 'UTC', '2026-11-27T07:00:00Z')).toBeUndefined();
    expect(until(friday, 'UTC', '2026-11-28T23:00:00Z')).toBeUndefined();
  });

  it('may last a whole weekend', () => {
    expect(until({ from: '00:00', to: '00:00', days: [6, 7] }, 'Europe/Moscow', '2026-11-28T10:00:00Z')).toBe('2026-11-29T21:00:00.000Z');
  });

  it('end by the clock in the night in which it is put forward or back', () => {
    expect(until(NIGHT, 'Europe/Berlin', '2026-03-28T22:00:00Z')).toBe('2026-03-29T06:00:00.000Z');
    expect(until(NIGHT, 'Europe/Berlin', '2026-10-24T22:00:00Z')).toBe('2026-10-25T07:00:00.000Z');
  });

  it('are over when they end, whatever the hours, days, zone and moment', () => {
    const clock = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
    const zone = fc.constantFrom('Europe/Moscow', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Chatham', 'Australia/Lord_Howe', 'UTC');
    const days = fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 6 }), { nil: undefined });
    const at = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(clock, clock, days, zone, at, (from, to, onDays, timeZone, moment) => {
        fc.pre(from !== to || onDays !== undefined);
        const hours = { from, to, days: onDays };
        const end = quietUntil(hours, timeZone, moment);
        if (end === undefined) return;
        expect(end.getTime()).toBeGreaterThan(moment.getTime());
        expect(quietUntil(hours, timeZone, end)).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });
});
