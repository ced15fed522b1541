import { Controller, Delete, Get, HttpCode, Inject, Param, Put } from '@nestjs/common';
import { Access, ApiZod, Problem, ValidBody, type FieldFault } from '@tributary/platform';
import { dateSchema, type CalendarDay } from '@tributary/routing';
import { inTransaction } from '@tributary/storage';
import { z } from 'zod';
import { LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { Line } from '../fields.js';
import { lookAtHeld } from './line-store.js';
import { findCalendar, listCalendars, putCalendar, resetCalendar, type CalendarYear } from './calendar-store.js';
import { Country } from './hours-fields.js';

const Day = z.strictObject({ date: dateSchema, kind: z.enum(['off', 'work', 'short']), like: z.int().min(1).max(7).optional(), note: Line(200).optional() });
const YearBody = z.strictObject({ days: z.array(Day).max(366) });
const Year = z.coerce.number().int().min(1970).max(2100);

/** Production calendars: days off, moved and shortened days of a country's year. */
@Controller('api/v1/calendars')
export class CalendarController {
  constructor(@Inject(LEAD_DEPS) private readonly deps: LeadDeps) {}

  @Get()
  @Access('manager')
  @ApiZod({ summary: 'Years that are known, by country' })
  async list(): Promise<{ items: CalendarYear[]; nextCursor: null }> {
    return { items: await listCalendars(this.deps.pool), nextCursor: null };
  }

  @Get(':country/:year')
  @Access('manager')
  @ApiZod({ summary: 'Days of one year that differ from the week' })
  async show(@Param('country') country: string, @Param('year') year: string): Promise<CalendarYear> {
    const found = await findCalendar(this.deps.pool, countryOf(country), yearOf(year));
    if (!found) throw new Problem(404, 'calendar-unknown');
    return found;
  }

  @Put(':country/:year')
  @Access('admin')
  @ApiZod({ summary: 'Change a year: these days and no others differ from the week', body: YearBody })
  async put(@Param('country') country: string, @Param('year') year: string, @ValidBody(YearBody) { days }: z.infer<typeof YearBody>): Promise<CalendarYear> {
    const [land, number] = [countryOf(country), yearOf(year)];
    const errors = days.flatMap(({ date }, index): FieldFault[] => {
      if (!date.startsWith(`${number}-`)) return [{ field: `days.${index}.date`, code: 'other-year', params: { year: number } }];
      return days.findIndex((day) => day.date === date) < index ? [{ field: `days.${index}.date`, code: 'twice', params: { id: date } }] : [];
    });
    if (errors.length > 0) throw new Problem(422, 'validation-failed', { errors });
    const byDate = Object.fromEntries(days.map(({ date, ...day }): [string, CalendarDay] => [date, day]));
    return inTransaction(this.deps.pool, async (tx) => {
      await putCalendar(tx, land, number, byDate);
      await lookAtHeld(tx, { calendar: land });
      return (await findCalendar(tx, land, number))!;
    });
  }

  @Delete(':country/:year')
  @HttpCode(204)
  @Access('admin')
  @ApiZod({ summary: 'Take back what was changed of a year' })
  async reset(@Param('country') country: string, @Param('year') year: string): Promise<void> {
    if (!(await resetCalendar(this.deps.pool, countryOf(country), yearOf(year)))) throw new Problem(404, 'calendar-unknown');
  }
}

function countryOf(text: string): string {
  const { success, data } = Country.safeParse(text);
  if (!success) throw new Problem(404, 'calendar-unknown');
  return data;
}

function yearOf(text: string): number {
  const { success, data } = Year.safeParse(text);
  if (!success) throw new Problem(404, 'calendar-unknown');
  return data;
}
