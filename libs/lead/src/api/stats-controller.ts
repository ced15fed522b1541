import { Controller, Get, Inject } from '@nestjs/common';
import { Access, ApiZod, ValidQuery } from '@tributary/platform';
import { z } from 'zod';
import { LEAD_DEPS, type LeadDeps } from '../deps.js';
import { leadStats, type LeadStats } from '../accounting/lead-stats.js';
import { Time } from './fields.js';

const StatsQuery = z.strictObject({ since: Time });

/** Figures for the console, which sets them against those of intake. */
@Controller('internal/lead/stats')
export class StatsController {
  constructor(@Inject(LEAD_DEPS) private readonly deps: LeadDeps) {}

  @Get()
  @Access('internal')
  @ApiZod({ summary: 'Minutes from `since` on, by account; all before together', query: StatsQuery })
  stats(@ValidQuery(StatsQuery) { since }: z.infer<typeof StatsQuery>): Promise<LeadStats> {
    return leadStats(this.deps.pool, since);
  }
}
