import { describe, expect, it } from '@jest/globals';
import { russianCalendar, weekdaysOff, weekdayOf } from './calendar.js';

function datesOf(year: number): string[] {
  const days = (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / 86_400_000;
  return Array.from({ length: days }, (_, n) => new Date(Date.UTC(year, 0, 1 + n)).toISOString().slice(0, 10));
}

function workingDays(year: number): string[] {
  const { days } = russianCalendar(year)!;
  return datesOf(year).filter((date) => (days[date] ? days[date].kind !== 'off' : weekdayOf(date) < 6));
}

function byMonth(year: number): Record<string, number> {
  const months: Record<string, number> = {};
  for (const date of workingDays(year)) months[date.slice(5, 7)] = (months[date.slice(5, 7)] ?? 0) + 1;
  return months;
}

function short(year: number): string[] {
  return Object.entries(russianCalendar(year)!.days).filter(([, { kind }]) => kind === 'short').map(([date]) => date);
}

describe('Russia’s production calendar', () => {
  it('of 2026 has its days off, its moved days and its working days', () => {
    expect(weekdaysOff(russianCalendar(2026)!)).toEqual([
      '2026-01-01', '2026-01-02', '2026-01-05', '2026-01-06', '2026-01-07', '2026-01-08', '2026-01-09', '2026-02-23', '2026-03-09',
      '2026-05-01', '2026-05-11', '2026-06-12', '2026-11-04', '2026-12-31',
    ]);
    const { days } = russianCalendar(2026)!;
    expect(days['2026-01-09']).toEqual({ kind: 'off', note: 'Перенос с 2026-01-03' });
    expect(days['2026-12-31']).toEqual({ kind: 'off', note: 'Перенос с 2026-01-04' });
    expect([days['2026-03-09'], days['2026-05-11']]).toEqual([days['2026-03-08'], days['2026-05-09']]);
    expect(short(2026)).toEqual(['2026-04-30', '2026-05-08', '2026-06-11', '2026-11-03']);
    expect(workingDays(2026)).toHaveLength(247);
    expect(byMonth(2026)).toEqual({ '01': 15, '02': 19, '03': 21, '04': 22, '05': 19, '06': 21, '07': 23, '08': 21, '09': 22, '10': 22, '11': 20, '12': 22 });
  });

  it('of 2025 follows the decree where a holiday falls on a weekend, and has a Saturday that is worked, an hour shorter', () => {
    expect(weekdaysOff(russianCalendar(2025)!)).toEqual([
      '2025-01-01', '2025-01-02', '2025-01-03', '2025-01-06', '2025-01-07', '2025-01-08',
      '2025-05-01', '2025-05-02', '2025-05-08', '2025-05-09', '2025-06-12', '2025-06-13', '2025-11-03', '2025-11-04', '2025-12-31',
    ]);
    // 23 February was a Sunday and 8 March a Saturday: the Mondays behind them are worked.
    expect(workingDays(2025)).toEqual(expect.arrayContaining(['2025-02-24', '2025-03-10']));
    expect(russianCalendar(2025)!.days['2025-11-01']).toEqual({ kind: 'short', like: 5 });
    expect(short(2025)).toEqual(['2025-03-07', '2025-04-30', '2025-06-11', '2025-11-01']);
    expect(workingDays(2025)).toHaveLength(247);
    expect(byMonth(2025)).toEqual({ '01': 17, '02': 20, '03': 21, '04': 22, '05': 18, '06': 19, '07': 23, '08': 21, '09': 22, '10': 23, '11': 19, '12': 22 });
  });

  it('has the holidays of the Labour Code in a year without a decree', () => {
    expect(weekdaysOff(russianCalendar(2027))).toEqual([
      '2027-01-01', '2027-01-04', '2027-01-05', '2027-01-06', '2027-01-07', '2027-01-08', '2027-02-23', '2027-03-08', '2027-05-03', '2027-05-10', '2027-06-14', '2027-11-04',
    ]);
  });
});
