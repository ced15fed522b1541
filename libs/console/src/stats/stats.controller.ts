import { Controller, Get, Inject } from '@nestjs/common';
import { Access, ApiZod } from '@tributary/platform';
import { composeStats, Stats } from './compose-stats.js';
import { ServiceFigures } from './service-figures.js';

/** The one screen's figures. */
@Controller('api/v1/stats')
export class StatsController {
  constructor(@Inject(ServiceFigures) private readonly figures: ServiceFigures) {}

  @Get()
  @Access('manager')
  @ApiZod({ summary: 'What came, what became of it, and whether anything is unaccounted; "unknown" is never zero', response: Stats })
  async stats(): Promise<Stats> {
    const { intake, lead, at } = await this.figures.ask();
    return composeStats(intake, lead, at);
  }
}
