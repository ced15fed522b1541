import { describe, expect, it } from '@jest/globals';
import { russianCalendar, weekdaysOff } from './calendar.js';

function workingDays(year: number): string[] {
  const { days } = russianCalendar(year)!;
  const all: string[] = [];
  for (let date = new Date(Date.UTC(year, 0, 1)); date.getUTCFullYear() === year; date = new Date(date.getTime() + 86_400_000)) {
    const text = date.toISOString().slice(0, 10);
    const weekend = date.getUTCDay() % 6 === 0;
    if (days[text] ? days[text].kind !== 'off' : !weekend) all.push(text);
  }
  return all;
}

describe('Russia’s production calendar', () => {
  it('of 2026 has its days off and its moved days', () => {
    expect(weekdaysOff(russianCalendar(2026)!)).toEqual([
      '2026-01-01', '2026-01-02', '2026-01-05', '2026-01-06', '2026-01-07', '2026-01-08', '2026-01-09', '2026-02-23', '2026-03-09',
      '2026-05-01', '2026-05-11', '2026-06-12', '2026-11-04', '2026-12-31',
    ]);
    expect(workingDays(2026)).toHaveLength(247);
    const months = Array.from({ length: 12 }, (_, n) => workingDays(2026).filter((date) => Number(date.slice(5, 7)) === n + 1).length);
    expect(months).toEqual([15, 19, 21, 22, 19, 21, 23, 21, 22, 22, 20, 22]);
  });

  it('of 2025 has a Saturday that is worked, an hour shorter', () => {
    expect(russianCalendar(2025)!.days['2025-11-01']).toEqual({ kind: 'short', like: 5 });
    expect(workingDays(2025)).toHaveLength(247);
  });

  it('is unknown for a year without a decree', () => expect(russianCalendar(2031)).toBeUndefined());
});
