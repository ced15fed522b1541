import { Controller, Get, Inject } from '@nestjs/common';
import { Access, ApiZod, Problem, ValidQuery } from '@tributary/platform';
import { z } from 'zod';
import { type LeadCustody, leadCustody } from '../custody/lead-custody.js';
import { checkLog, type LogCheck, LogCheckBusyError } from '../custody/log-check.js';
import { LEAD_DEPS, type LeadDeps } from '../deps.js';
import { Time } from './fields.js';

const Window = z.strictObject({ from: Time, to: Time });
type Window = z.infer<typeof Window>;
const IdWindow = Window.extend({ after: z.uuid().optional(), until: z.uuid().optional() });

/** The lead service's side of an audit, for the console. */
@Controller('internal/lead/custody')
export class CustodyController {
  constructor(@Inject(LEAD_DEPS) private readonly deps: LeadDeps) {}

  @Get()
  @Access('internal')
  @ApiZod({ summary: 'Contacts by time of receipt, and which of them lie in quarantine', query: IdWindow })
  custody(@ValidQuery(IdWindow) window: z.infer<typeof IdWindow>): Promise<LeadCustody> {
    return leadCustody(this.deps.pool, window);
  }

  @Get('log')
  @Access('internal')
  @ApiZod({ summary: 'Reads the log again and compares it with what was handled', query: Window })
  async log(@ValidQuery(Window) window: Window): Promise<LogCheck> {
    try {
      return await checkLog(this.deps, window);
    } catch (cause) {
      if (cause instanceof LogCheckBusyError) throw new Problem(409, 'audit-busy', { cause });
      throw cause;
    }
  }
}
