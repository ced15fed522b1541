import { Controller, Get, Inject } from '@nestjs/common';
import { Access, ApiZod, ValidQuery } from '@tributary/platform';
import type pg from 'pg';
import { z } from 'zod';
import { type IntakeStats, intakeStats } from '../intake/tally.js';
import { INTAKE_POOL } from './tokens.js';

const StatsQuery = z.strictObject({ since: z.iso.datetime().transform((text) => new Date(text)) });

/** Intake's side of the reckoning, for the console. */
@Controller('internal/intake/stats')
export class StatsController {
  constructor(@Inject(INTAKE_POOL) private readonly pool: pg.Pool) {}

  @Get()
  @Access('internal')
  @ApiZod({ summary: 'Minutes from `since` on, by account; all before together', query: StatsQuery })
  stats(@ValidQuery(StatsQuery) { since }: z.infer<typeof StatsQuery>): Promise<IntakeStats> {
    return intakeStats(this.pool, since);
  }
}
