import { Controller, Get, Inject } from '@nestjs/common';
import { Access } from '@tributary/platform';
import type pg from 'pg';
import { type IntakeStats, intakeStats } from '../intake/tally.js';
import { INTAKE_POOL } from './tokens.js';

/** Intake's side of the reckoning, for the console. */
@Controller('internal/intake/stats')
export class StatsController {
  constructor(@Inject(INTAKE_POOL) private readonly pool: pg.Pool) {}

  @Get()
  @Access('internal')
  stats(): Promise<IntakeStats> {
    return intakeStats(this.pool);
  }
}
