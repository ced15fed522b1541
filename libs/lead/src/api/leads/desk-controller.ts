import { Controller, Get, Inject } from '@nestjs/common';
import { ACTOR, Access, ApiZod, type Actor } from '@tributary/platform';
import { LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { scopeOf } from '../scope.js';

interface Row {
  queue_id: string | null;
  waiting: string;
  count: number;
  oldest_at: Date;
}

/** Who waits, and for how long. */
@Controller('api/v1/desk')
export class DeskController {
  constructor(@Inject(LEAD_DEPS) private readonly deps: LeadDeps) {}

  @Get()
  @Access('manager')
  @ApiZod({ summary: 'Leads that nobody has by queue and reason, with the oldest; and what is yours' })
  async show(@ACTOR() actor: Actor) {
    const { managerId } = await scopeOf(this.deps.pool, actor);
    const { rows } = await this.deps.pool.query<Row>(
      `select queue_id, coalesce(waiting, 'pool') as waiting, count(*)::int as count, min(opened_at) as oldest_at
         from lead.lead where manager_id is null and status = 'open' group by 1, 2 order by 4`);
    const { rows: own } = await this.deps.pool.query<{ open: number; untaken: number; late: number }>(
      `select count(*)::int as open, count(*) filter (where taken_at is null)::int as untaken, count(*) filter (where due_at < now() or answer_due_at < now())::int as late
         from lead.lead where manager_id = $1 and status = 'open'`, [managerId ?? null]);
    return {
      waiting: rows.map(({ queue_id, waiting, count, oldest_at }) => ({ queueId: queue_id, waiting, count, oldestAt: oldest_at.toISOString() })),
      ...(managerId !== undefined && { mine: { managerId, ...own[0]! } }),
    };
  }
}
