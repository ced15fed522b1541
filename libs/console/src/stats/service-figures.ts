import { Inject, Injectable } from '@nestjs/common';
import { serviceClient } from '@tributary/platform';
import type { ZodType } from 'zod';
import { CONSOLE_DEPS, type ConsoleDeps } from '../deps.js';
import type { Service } from '../door/passed-on.js';
import { IntakeStats, LeadStats } from './service-stats.js';
import { ServiceAddresses } from './service-addresses.js';

const MINUTE_MS = 60_000;
/** Minutes compared one by one; all before are compared together, by account. */
const LISTED_MINUTES = 15;

/** What both services counted; undefined is who can't be asked. */
export interface Figures {
  readonly intake: IntakeStats | undefined;
  readonly lead: LeadStats | undefined;
  /** When they were asked. */
  readonly at: Date;
}

@Injectable()
export class ServiceFigures {
  constructor(
    @Inject(CONSOLE_DEPS) private readonly deps: ConsoleDeps,
    @Inject(ServiceAddresses) private readonly addresses: ServiceAddresses,
  ) {}

  async ask(): Promise<Figures> {
    const at = new Date();
    const since = new Date(Math.floor(at.getTime() / MINUTE_MS - LISTED_MINUTES) * MINUTE_MS).toISOString();
    const [intake, lead] = await Promise.all([
      this.#askOne('form', `/internal/intake/stats?since=${since}`, IntakeStats),
      this.#askOne('lead', `/internal/lead/stats?since=${since}`, LeadStats),
    ]);
    return { intake, lead, at };
  }

  async #askOne<T>(service: Service, path: string, answer: ZodType<T>): Promise<T | undefined> {
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
