import { Controller, Get, Inject, Req } from '@nestjs/common';
import { Access, ApiZod, type Page, parsePage, pickLocale, toPage, ValidQuery } from '@tributary/platform';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { NOTIFIER_DEPS, type NotifierDeps } from '../deps.js';
import { type AlarmView, listAlarms } from './alarm-list.js';

const AlarmQuery = z.strictObject({ state: z.enum(['open', 'resolved']).optional(), limit: z.string().optional(), cursor: z.string().optional() });
const Position = z.tuple([z.iso.datetime(), z.uuid()]);

@Controller('api/v1/alarms')
export class AlarmsController {
  constructor(@Inject(NOTIFIER_DEPS) private readonly deps: NotifierDeps) {}

  @Get()
  @Access('operator')
  @ApiZod({ summary: 'Alarms, newest first: one a cause, with how telling it went', query: AlarmQuery })
  async list(@ValidQuery(AlarmQuery) query: z.infer<typeof AlarmQuery>, @Req() request: FastifyRequest): Promise<Page<AlarmView>> {
    const { limit, cursor } = parsePage(query, Position);
    const locale = pickLocale(request.headers['accept-language']);
    const rows = await listAlarms(this.deps.pool, { state: query.state, locale, limit: limit + 1, after: cursor });
    return toPage(rows, limit, ({ since, id }) => [since, id], (row) => row);
  }
}
