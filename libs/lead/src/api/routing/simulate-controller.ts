import { Controller, Headers, HttpCode, Inject, Post } from '@nestjs/common';
import { Access, ApiZod, Problem, ValidBody, pickLocale } from '@tributary/platform';
import { Office, routeLead, traceRules, type RuleSet } from '@tributary/routing';
import { z } from 'zod';
import { explainDecision } from '../../decision.js';
import { LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { readOffice } from '../../office/office-config.js';
import { viewOffice } from '../../office/open-office.js';
import { pastLeadOf } from '../../simulate/past-leads.js';
import { compiled, newLeadOf } from '../../simulate/play.js';
import { simulate, type Simulation } from '../../simulate/simulate.js';
import { Uuid } from '../fields.js';
import { ruleFaults } from './routing-store.js';
import { RulesBody, rulesOf } from './rules-body.js';

const DAY_MS = 24 * 60 * 60_000;
const RETRY_SECONDS = '5';

const SimulateBody = z
  .strictObject({ draft: RulesBody.optional(), contactId: Uuid.optional(), days: z.int().min(1).max(90).optional() })
  .refine(({ contactId, days }) => (contactId === undefined) !== (days === undefined), { path: ['contactId'], params: { code: 'contact-or-days' } });
type SimulateBody = z.infer<typeof SimulateBody>;

/** What a draft of the rules would do, before it counts. */
@Controller('api/v1/routing/simulate')
export class SimulateController {
  /** Over many leads: one at a time in a process. */
  #running = false;

  constructor(@Inject(LEAD_DEPS) private readonly deps: LeadDeps) {}

  @Post()
  @HttpCode(200)
  @Access('operator')
  @ApiZod({ summary: 'One contact, with what each rule said of it; or the leads of the last days: loads, waiting, and exactly which go elsewhere', body: SimulateBody })
  async simulate(@ValidBody(SimulateBody) { draft: body, contactId, days }: SimulateBody, @Headers('accept-language') language?: string): Promise<Simulation | { current: OneResult; draft?: OneResult }> {
    const draft = body && rulesOf(body);
    if (draft) {
      const errors = await ruleFaults(this.deps.pool, draft, 'draft.');
      if (errors.length > 0) throw new Problem(422, 'validation-failed', { errors });
    }
    const locale = pickLocale(language);
    if (contactId !== undefined) return this.#one(contactId, draft, locale);
    return this.#many(days!, draft, locale);
  }

  async #many(days: number, draft: RuleSet | undefined, locale: 'ru' | 'en'): Promise<Simulation> {
    if (this.#running) throw new Problem(429, 'simulation-running', { headers: { 'retry-after': RETRY_SECONDS } });
    this.#running = true;
    try {
      const until = new Date();
      return await simulate(this.deps.pool, draft, { since: new Date(until.getTime() - days * DAY_MS), until }, locale);
    } finally {
      this.#running = false;
    }
  }

  async #one(contactId: string, draft: RuleSet | undefined, locale: 'ru' | 'en') {
    const { pool } = this.deps;
    const past = await pastLeadOf(pool, contactId);
    if (!past) throw new Problem(404, 'contact-unknown');
    const config = await readOffice(pool);
    const lead = newLeadOf(past, config);
    if (!lead) throw new Problem(404, 'line-unknown');
    const { state } = await viewOffice(pool, config, new Date());
    const of = (rules: typeof config.rules): OneResult => {
      const { decision, waiting } = routeLead(lead, new Office({ ...state, rules }));
      return { managerId: decision.managerId ?? null, queueId: decision.queueId ?? null, ...(waiting && { waiting }), ...explainDecision(decision, locale), rules: traceRules(rules, lead.facts) };
    };
    return { current: of(config.rules), ...(draft && { draft: of(compiled(draft, config)) }) };
  }
}

interface OneResult {
  readonly managerId: string | null;
  readonly queueId: string | null;
  readonly waiting?: string;
  readonly sentence: string;
  readonly steps: readonly string[];
  readonly rules: ReturnType<typeof traceRules>;
}
