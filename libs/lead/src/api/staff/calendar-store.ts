import type { Transaction } from '@tributary/event-log';
import type { FieldFault } from '@tributary/platform';
import { RUSSIAN_YEARS, russianCalendar, type CalendarDay } from '@tributary/routing';
import type { YearRow } from '../../office/office-config.js';

export interface CalendarYear {
  readonly country: string;
  readonly year: number;
  /** False: as the program knows it. */
  readonly changed: boolean;
  /** False: only the holidays of the Labour Code are known, not the days that the Government moves. */
  readonly confirmed: boolean;
  readonly days: readonly (CalendarDay & { readonly date: string })[];
}

/** Countries of which the program knows years itself. */
const KNOWN = ['RU'];

export async function listCalendars(tx: Transaction): Promise<CalendarYear[]> {
  const { rows } = await tx.query<YearRow>('select country, year, days from lead.calendar_year order by country, year');
  // The next year is shown also before its decree, so that somebody can enter it.
  const own = [...RUSSIAN_YEARS, Math.max(...RUSSIAN_YEARS) + 1].filter((year) => !rows.some((row) => row.country === 'RU' && row.year === year)).map((year) => known('RU', year)!);
  return [...own, ...rows.map((row) => yearOf(row, true))].sort((a, b) => (a.country === b.country ? a.year - b.year : a.country < b.country ? -1 : 1));
}

export async function findCalendar(tx: Transaction, country: string, year: number): Promise<CalendarYear | undefined> {
  const { rows } = await tx.query<YearRow>('select country, year, days from lead.calendar_year where country = $1 and year = $2', [country, year]);
  return rows[0] ? yearOf(rows[0], true) : known(country, year);
}

export async function putCalendar(tx: Transaction, country: string, year: number, days: Readonly<Record<string, CalendarDay>>): Promise<void> {
  await tx.query(
    `insert into lead.calendar_year (country, year, days) values ($1, $2, $3) on conflict (country, year) do update set days = excluded.days`,
    [country, year, JSON.stringify(days)],
  );
}

/** Back to what the program knows. @returns whether somebody had changed it */
export async function resetCalendar(tx: Transaction, country: string, year: number): Promise<boolean> {
  return (await tx.query('delete from lead.calendar_year where country = $1 and year = $2', [country, year])).rowCount === 1;
}

export async function calendarFaults(tx: Transaction, country: string | null | undefined, field: string): Promise<FieldFault[]> {
  if (country == null || KNOWN.includes(country)) return [];
  const { rows } = await tx.query('select from lead.calendar_year where country = $1 limit 1', [country]);
  return rows.length > 0 ? [] : [{ field, code: 'unknown-calendar', params: { id: country } }];
}

function known(country: string, year: number): CalendarYear | undefined {
  const calendar = country === 'RU' ? russianCalendar(year) : undefined;
  return calendar && yearOf({ country, year, days: calendar.days }, false);
}

function yearOf({ country, year, days }: YearRow, changed: boolean): CalendarYear {
  return { country, year, changed, confirmed: changed || RUSSIAN_YEARS.includes(year), days: Object.entries(days).sort(([a], [b]) => (a < b ? -1 : 1)).map(([date, day]) => ({ date, ...day })) };
}
