import { Controller, Get, Inject } from '@nestjs/common';
import { Access, ApiZod, ValidQuery, parsePage, toPage, type Page } from '@tributary/platform';
import { z } from 'zod';
import { CONSOLE_DEPS, type ConsoleDeps } from '../deps.js';
import { Line } from '../fields.js';
import { listAudit, type AuditRecord } from './audit-store.js';

const AuditFilter = z.strictObject({
  limit: z.string().optional(),
  cursor: z.string().optional(),
  objectId: Line(200).optional(),
  actorId: Line(200).optional(),
});
type AuditFilter = z.infer<typeof AuditFilter>;

const Position = z.tuple([z.string().regex(/^\d{1,18}$/)]);

/** Who changed what, and who was refused. */
@Controller('api/v1/audit')
export class AuditController {
  constructor(@Inject(CONSOLE_DEPS) private readonly deps: ConsoleDeps) {}

  @Get()
  @Access('admin')
  @ApiZod({ summary: 'Changes through the API, newest first', query: AuditFilter })
  async list(@ValidQuery(AuditFilter) filter: AuditFilter): Promise<Page<AuditRecord>> {
    const { limit, cursor } = parsePage(filter, Position);
    const { objectId, actorId } = filter;
    const records = await listAudit(this.deps.pool, { limit: limit + 1, before: cursor?.[0], objectId, actorId });
    return toPage(records, limit, ({ id }) => [id], (record) => record);
  }
}
