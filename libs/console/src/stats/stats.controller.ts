import { Controller, Get, Inject } from '@nestjs/common';
import { Access, ApiZod, serviceClient } from '@tributary/platform';
import type { ZodType } from 'zod';
import { CONSOLE_DEPS, type ConsoleDeps } from '../deps.js';
import type { Service } from '../door/passed-on.js';
import { composeStats, Stats } from './compose-stats.js';
import { IntakeStats, LeadStats } from './service-stats.js';
import { ServiceAddresses } from './service-addresses.js';

const MINUTE_MS = 60_000;
/** Minutes compared one by one; all before are compared together, by account. */
const LISTED_MINUTES = 15;

/** The one screen's figures. */
@Controller('api/v1/stats')
export class StatsController {
  constructor(
    @Inject(CONSOLE_DEPS) private readonly deps: ConsoleDeps,
    @Inject(ServiceAddresses) private readonly addresses: ServiceAddresses,
  ) {}

  @Get()
  @Access('manager')
  @ApiZod({ summary: 'What came, what became of it, and whether anything is unaccounted; "unknown" is never zero', response: Stats })
  async stats(): Promise<Stats> {
    const now = new Date();
    const since = new Date(Math.floor(now.getTime() / MINUTE_MS - LISTED_MINUTES) * MINUTE_MS).toISOString();
    const [intake, lead] = await Promise.all([
      this.ask('form', `/internal/intake/stats?since=${since}`, IntakeStats),
      this.ask('lead', `/internal/lead/stats?since=${since}`, LeadStats),
    ]);
    return composeStats(intake, lead, now);
  }

  /** Undefined when the service can't be asked. */
  private async ask<T>(service: Service, path: string, answer: ZodType<T>): Promise<T | undefined> {
    const { runtime } = this.deps;
    const urls = this.addresses.of(service);
    if (urls.length === 0) return undefined;
    try {
      return await serviceClient(runtime, ...urls).call(path, { answer });
    } catch (err) {
      runtime.log.warn({ err, service }, 'a service could not be asked for its figures');
      return undefined;
    }
  }
}
