import { Controller, Get, Inject, Param, Put } from '@nestjs/common';
import { Access, ApiZod, Problem, ValidBody, ValidQuery, parsePage, toPage, type FieldFault, type Page } from '@tributary/platform';
import { alwaysOpen, openings, timeZoneSchema } from '@tributary/routing';
import { inTransaction } from '@tributary/storage';
import type { Transaction } from '@tributary/event-log';
import { z } from 'zod';
import { LineAnswersSetting } from '../../conversations/automatic-answers.js';
import { LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { readOffice } from '../../office/office-config.js';
import { Line, Name, pageFields } from '../fields.js';
import { calendarFaults } from './calendar-store.js';
import { Country, Hours, Minutes, OutOfHoursSetting } from './hours-fields.js';
import { findLine, lineExists, listLines, lookAtHeld, putLine, type LineRow } from './line-store.js';
import { managerFaults } from './manager-store.js';
import { queueFaults } from './queue-store.js';

const LineBody = z.strictObject({
  id: Name,
  name: Line(200),
  timeZone: timeZoneSchema.optional(),
  queueId: Name.optional(),
  repeatLeads: z.boolean().optional(),
  autoMerge: z.boolean().optional(),
  hours: Hours.optional(),
  calendar: Country.nullable().optional(),
  outOfHours: OutOfHoursSetting.optional(),
  patienceMinutes: z.int().min(0).max(10_080).optional(),
  answerMinutes: Minutes.nullable().optional(),
  callBackMinutes: Minutes.nullable().optional(),
  answers: LineAnswersSetting.optional(),
});
type LineBody = z.infer<typeof LineBody>;

const LineQuery = z.strictObject(pageFields);
const OpeningsQuery = z.strictObject({ count: z.coerce.number().int().min(1).max(60).default(10), from: z.iso.datetime({ offset: true }).optional() });

/** Lines: what customers address, when they are open, and which queue answers. */
@Controller('api/v1/lines')
export class LineController {
  constructor(@Inject(LEAD_DEPS) private readonly deps: LeadDeps) {}

  @Get()
  @Access('manager')
  @ApiZod({ summary: 'Lines by id', query: LineQuery })
  async list(@ValidQuery(LineQuery) query: z.infer<typeof LineQuery>): Promise<Page<LineRow>> {
    const { limit, cursor } = parsePage(query, z.tuple([Name]));
    const rows = await listLines(this.deps.pool, { limit: limit + 1, after: cursor?.[0] });
    return toPage(rows, limit, ({ id }) => [id], (line) => line);
  }

  @Put()
  @Access('admin')
  @ApiZod({ summary: 'Make or change a line; what is not given stays as it is', body: LineBody })
  async put(@ValidBody(LineBody) line: LineBody): Promise<LineRow> {
    return inTransaction(this.deps.pool, async (tx) => {
      const errors = await faultsOf(tx, line);
      if (errors.length > 0) throw new Problem(422, 'validation-failed', { errors });
      await putLine(tx, line);
      await lookAtHeld(tx, line);
      return (await findLine(tx, line.id))!;
    });
  }

  @Get(':id/openings')
  @Access('manager')
  @ApiZod({ summary: 'When a line is open next, the opening under way first; times are UTC, `timeZone` is the line’s', query: OpeningsQuery })
  async openings(@Param('id') id: string, @ValidQuery(OpeningsQuery) { count, from }: z.infer<typeof OpeningsQuery>) {
    const line = (await readOffice(this.deps.pool)).lines.get(id);
    if (!line) throw new Problem(404, 'line-unknown');
    const schedule = line.hours ?? alwaysOpen(line.timeZone);
    const items = line.hours ? openings(schedule, from ? new Date(from) : new Date(), count) : [];
    return { timeZone: line.timeZone, alwaysOpen: line.hours === undefined, items: items.map(({ opensAt, closesAt }) => ({ opensAt: opensAt.toISOString(), closesAt: closesAt.toISOString() })) };
  }
}

async function faultsOf(tx: Transaction, { id, queueId, outOfHours, calendar }: LineBody): Promise<FieldFault[]> {
  const faults = queueId === undefined ? [] : await queueFaults(tx, [queueId], () => 'queueId');
  faults.push(...(await calendarFaults(tx, calendar, 'calendar')));
  if (outOfHours?.kind === 'duty') faults.push(...(await managerFaults(tx, [outOfHours.managerId], () => 'outOfHours.managerId')));
  if (outOfHours?.kind === 'line') {
    if (outOfHours.lineId === id) faults.push({ field: 'outOfHours.lineId', code: 'same-line' });
    else if (!(await lineExists(tx, outOfHours.lineId))) faults.push({ field: 'outOfHours.lineId', code: 'unknown-line', params: { id: outOfHours.lineId } });
  }
  return faults;
}
