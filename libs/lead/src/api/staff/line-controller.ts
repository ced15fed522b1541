import { Controller, Get, Inject, Put } from '@nestjs/common';
import { Access, ApiZod, Problem, ValidBody, ValidQuery, parsePage, toPage, type Page } from '@tributary/platform';
import { inTransaction } from '@tributary/storage';
import { z } from 'zod';
import { LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { Line, Name, pageFields } from '../fields.js';
import { listLines, putLine, type LineRow } from './line-store.js';
import { queueFaults } from './queue-store.js';

/** Region and city, or UTC: offsets and abbreviations are no zones, they know nothing of summer time. */
const ZONE = /^(UTC|[A-Za-z_]+(\/[A-Za-z0-9_+-]+)+)$/;

const TimeZone = z.string().max(100).refine(isTimeZone, { params: { code: 'time-zone' } });

const LineBody = z.strictObject({
  id: Name,
  name: Line(200),
  timeZone: TimeZone.default('Europe/Moscow'),
  queueId: Name.default('main'),
  repeatLeads: z.boolean().default(true),
  autoMerge: z.boolean().default(false),
});
type LineBody = z.infer<typeof LineBody>;

const LineQuery = z.strictObject(pageFields);

/** Lines: what customers address, and which queue answers. */
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
  @ApiZod({ summary: 'Make or change a line', body: LineBody })
  async put(@ValidBody(LineBody) line: LineBody): Promise<LineRow> {
    return inTransaction(this.deps.pool, async (tx) => {
      const errors = await queueFaults(tx, [line.queueId], () => 'queueId');
      if (errors.length > 0) throw new Problem(422, 'validation-failed', { errors });
      await putLine(tx, line);
      return line;
    });
  }
}

function isTimeZone(zone: string): boolean {
  if (!ZONE.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
