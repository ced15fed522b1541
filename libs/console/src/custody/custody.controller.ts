import { Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { Access, ApiZod, parsePage, Problem, toPage, ValidBody, ValidQuery, type Page } from '@tributary/platform';
import type { FastifyRequest } from 'fastify';
import { validate } from 'uuid';
import { z } from 'zod';
import { noteAudit } from '../audit/audit-note.js';
import { IdPosition } from '../fields.js';
import { missingRows } from '../stats/compose-stats.js';
import { ServiceFigures } from '../stats/service-figures.js';
import { AuditRunner } from './audit-runner.js';
import { AuditRequest } from './audit-request.js';
import { CustodyAuditor } from './custody-auditor.js';
import { CustodyStore, type CustodyAudit, type KeptFinding } from './custody-store.js';
import { unaccountedContacts, type UnaccountedContacts } from './unaccounted-contacts.js';

const PageQuery = z.strictObject({ limit: z.string().optional(), cursor: z.string().optional() });
const FindingQuery = PageQuery.extend({ state: z.enum(['open', 'ended']).optional(), accountId: z.uuid().optional() });
const FindingPosition = z.tuple([z.string().regex(/^\d{1,18}$/)]);

/** Whether every contact is where it must be: what is unaccounted, and audits of intake, log, lead service and blobs. */
@Controller('api/v1/custody')
export class CustodyController {
  constructor(
    @Inject(CustodyAuditor) private readonly auditor: CustodyAuditor,
    @Inject(CustodyStore) private readonly store: CustodyStore,
    @Inject(AuditRunner) private readonly runner: AuditRunner,
    @Inject(ServiceFigures) private readonly figures: ServiceFigures,
  ) {}

  @Get('unaccounted')
  @Access('operator')
  @ApiZod({ summary: 'Contacts without lead, reason or quarantine after 60 s, by account and minute, with their ids' })
  async unaccounted(): Promise<{ items: UnaccountedContacts[]; nextCursor: null }> {
    const { intake, lead, at } = await this.figures.ask();
    if (!intake || !lead) throw new Problem(503, 'figures-unknown');
    return { items: await unaccountedContacts(missingRows(intake, lead, at), this.runner, this.store), nextCursor: null };
  }

  @Post('audits')
  @Access('operator')
  @HttpCode(202)
  @ApiZod({ summary: 'Begin an audit of what was received in a window; `deep` reads every blob', body: AuditRequest })
  async begin(@ValidBody(AuditRequest) body: z.infer<typeof AuditRequest>, @Req() request: FastifyRequest): Promise<CustodyAudit> {
    const id = await this.auditor.begin(body);
    noteAudit(request, { objectId: id });
    return this.get(id);
  }

  @Get('audits')
  @Access('operator')
  @ApiZod({ summary: 'Audits, newest first; one runs by itself every hour', query: PageQuery })
  async list(@ValidQuery(PageQuery) query: z.infer<typeof PageQuery>): Promise<Page<CustodyAudit>> {
    const { limit, cursor } = parsePage(query, IdPosition);
    return toPage(await this.store.list(limit + 1, cursor?.[0]), limit, ({ id }) => [id], (audit) => audit);
  }

  @Get('audits/:id')
  @Access('operator')
  @ApiZod({ summary: 'How far an audit has come' })
  async get(@Param('id') id: string): Promise<CustodyAudit> {
    const audit = validate(id) ? await this.store.find(id) : undefined;
    if (!audit) throw new Problem(404, 'audit-unknown');
    return audit;
  }

  @Get('findings')
  @Access('operator')
  @ApiZod({ summary: 'What did not add up, newest first; it ends when an audit of its minute no longer finds it', query: FindingQuery })
  async findings(@ValidQuery(FindingQuery) query: z.infer<typeof FindingQuery>): Promise<Page<KeptFinding>> {
    const { limit, cursor } = parsePage(query, FindingPosition);
    const open = query.state && query.state === 'open';
    const findings = await this.store.findings(limit + 1, { before: cursor?.[0], open, accountId: query.accountId });
    return toPage(findings, limit, ({ id }) => [id], (finding) => finding);
  }
}
