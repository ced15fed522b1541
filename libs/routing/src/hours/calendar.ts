/**
 * A day that differs from its week: `off` is closed; `work` is a weekend with the hours of `like` (1 to 7, Monday if not said);
 * `short` ends an hour earlier, a weekend that is worked with `like` as well.
 */
export interface CalendarDay {
  readonly kind: 'off' | 'work' | 'short';
  readonly like?: number | undefined;
  readonly note?: string | undefined;
}

/** A country's days off and moved days, by date `YYYY-MM-DD`. */
export interface ProductionCalendar {
  /** ISO 3166-1. */
  readonly country: string;
  readonly days: Readonly<Record<string, CalendarDay>>;
}

const DAY_MS = 24 * 60 * 60_000;

/** Article 112 of the Labour Code: month, day, note. */
const HOLIDAYS: readonly (readonly [month: number, day: number, note: string])[] = [
  ...Array.from({ length: 8 }, (_, n): readonly [number, number, string] => [1, n + 1, n === 6 ? 'Рождество Христово' : 'Новогодние каникулы']),
  [2, 23, 'День защитника Отечества'],
  [3, 8, 'Международный женский день'],
  [5, 1, 'Праздник Весны и Труда'],
  [5, 9, 'День Победы'],
  [6, 12, 'День России'],
  [11, 4, 'День народного единства'],
];

/** Days off that the Government moves by a decree each year, from a weekend to a working day. Years that aren't here are unknown. */
const MOVED: Readonly<Record<number, readonly (readonly [from: string, to: string])[]>> = {
  2025: [['2025-01-04', '2025-05-02'], ['2025-02-23', '2025-05-08'], ['2025-03-08', '2025-06-13'], ['2025-11-01', '2025-11-03'], ['2025-01-05', '2025-12-31']],
  2026: [['2026-01-03', '2026-01-09'], ['2026-01-04', '2026-12-31']],
};
/** Weekends that are worked for it. */
const WORKED: Readonly<Record<number, Readonly<Record<string, CalendarDay>>>> = { 2025: { '2025-11-01': { kind: 'short', like: 5 } } };

/** Years of which the decree is known; of others a calendar has the holidays of the Labour Code alone, which the decree only moves. */
export const RUSSIAN_YEARS: readonly number[] = Object.keys(MOVED).map(Number);

/** Years that lines keep: those and as many as somebody may look ahead. */
export const CALENDAR_YEARS: readonly number[] = Array.from({ length: 30 }, (_, n) => Math.min(...RUSSIAN_YEARS) + n);

/**
 * Russia's production calendar of a year: holidays, holidays on a weekend moved to the next working day (but for January and what
 * the decree moves elsewhere), the decree's moves, and the days before holidays, which are an hour shorter.
 */
export function russianCalendar(year: number): ProductionCalendar {
  const moves = MOVED[year] ?? [];
  const days: Record<string, CalendarDay> = {};
  for (const [month, day, note] of HOLIDAYS) days[dateOf(year, month, day)] = { kind: 'off', note };
  const moved = new Set(moves.map(([from]) => from));
  for (const [month, day, note] of HOLIDAYS) {
    const date = dateOf(year, month, day);
    if (month === 1 || !isWeekend(date) || moved.has(date)) continue;
    let next = date;
    while (isWeekend(next) || days[next]) next = shifted(next, 1);
    days[next] = { kind: 'off', note };
  }
  for (const [from, to] of moves) days[to] = { kind: 'off', note: `Перенос с ${from}` };
  Object.assign(days, WORKED[year]);
  for (const [month, day] of HOLIDAYS) {
    // The year's last day is the one before the next year's first.
    const before = shifted(dateOf(month === 1 && day === 1 ? year + 1 : year, month, day), -1);
    if (!days[before] && !isWeekend(before)) days[before] = { kind: 'short' };
  }
  return { country: 'RU', days: Object.fromEntries(Object.entries(days).sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** Days that fall on Monday to Friday and are off. */
export function weekdaysOff({ days }: ProductionCalendar): string[] {
  return Object.entries(days).filter(([date, { kind }]) => kind === 'off' && !isWeekend(date)).map(([date]) => date).sort();
}

/** 1 is Monday. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}

export function shifted(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

function isWeekend(date: string): boolean {
  return weekdayOf(date) > 5;
}

function dateOf(year: number, month: number, day: number): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
