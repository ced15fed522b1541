import { Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { Access, ApiZod, pickLocale, Problem, ValidBody, ValidQuery, parsePage, toPage } from '@tributary/platform';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AccountFaultError } from '../accounts/account.js';
import { AccountDirectory } from '../accounts/account-directory.js';
import { Accounts } from '../accounts/accounts.js';
import { UnavailableError } from '../intake/errors.js';
import { Intake } from '../intake/intake.js';
import { AskBackfill, AskReconcile, askedJob, type AskedWindow } from '../jobs/ask-job.js';
import { type JobKind, type JobView, showJob } from '../jobs/job-record.js';
import { JobStore } from '../jobs/job-store.js';
import { type ProbeAnswer, probeAccount } from '../jobs/probe-account.js';
import { uuidOr404 } from './ids.js';
import { unavailable } from './webhook-endpoint.js';

const ListQuery = z.strictObject({ limit: z.string().optional(), cursor: z.string().optional() });
const CursorPosition = z.tuple([z.iso.datetime(), z.uuid()]);

/** What may be asked of an account beside its settings. Any process takes it; the account's owner carries jobs out. */
@Controller('api/v1/accounts/:id')
export class JobsController {
  constructor(
    private readonly accounts: Accounts,
    private readonly directory: AccountDirectory,
    private readonly jobs: JobStore,
    private readonly intake: Intake,
  ) {}

  @Post('backfill')
  @Access('operator')
  @HttpCode(202)
  @ApiZod({ summary: 'Counts what the provider has of a window, and fetches it again unless `dryRun`; answers with the job', body: AskBackfill })
  backfill(@Param('id') id: string, @ValidBody(AskBackfill) window: z.infer<typeof AskBackfill>, @Req() request: FastifyRequest): Promise<JobView> {
    return this.#ask('backfill', id, window, request);
  }

  @Post('reconcile')
  @Access('operator')
  @HttpCode(202)
  @ApiZod({ summary: 'Asks the provider what came in a window, and fetches what is missing; answers with the job', body: AskReconcile })
  reconcile(@Param('id') id: string, @ValidBody(AskReconcile) window: z.infer<typeof AskReconcile>, @Req() request: FastifyRequest): Promise<JobView> {
    return this.#ask('reconcile', id, window, request);
  }

  @Get('jobs')
  @Access('operator')
  @ApiZod({ summary: 'Backfills, reconciles and gaps of outages, newest first: what was counted, fetched and new', query: ListQuery })
  async list(@Param('id') id: string, @ValidQuery(ListQuery) query: z.infer<typeof ListQuery>, @Req() request: FastifyRequest) {
    const account = await this.accounts.get(uuidOr404(id));
    const { limit, cursor } = parsePage(query, CursorPosition);
    const locale = pickLocale(request.headers['accept-language']);
    const rows = await this.jobs.list(account.id, limit + 1, cursor);
    return toPage(rows, limit, ({ asked_at, id: jobId }) => [asked_at.toISOString(), jobId], (row) => showJob(row, locale));
  }

  @Post('probe')
  @Access('operator')
  @HttpCode(200)
  @ApiZod({ summary: 'Sends a synthetic contact the way a real one goes; it is stored with the reason "probe" and makes no lead' })
  async probe(@Param('id') id: string, @Req() request: FastifyRequest): Promise<ProbeAnswer> {
    const account = await this.accounts.get(uuidOr404(id));
    try {
      const running = await this.directory.find(account.id);
      if (!running) throw new Problem(409, 'capability-not-available', { params: { channel: account.channel, capability: 'probe' } });
      return await probeAccount(running, this.intake, pickLocale(request.headers['accept-language']));
    } catch (error) {
      if (error instanceof AccountFaultError) throw new Problem(409, 'account-faulty', { cause: error });
      throw error instanceof UnavailableError ? unavailable(error, error.retryAfterSeconds) : error;
    }
  }

  async #ask(kind: JobKind, id: string, window: AskedWindow, request: FastifyRequest): Promise<JobView> {
    const account = await this.accounts.get(uuidOr404(id));
    const job = await this.jobs.ask(askedJob(kind, account, this.directory.channel(account.channel), window));
    if (!job) throw new Problem(409, 'too-many-jobs');
    return showJob(job, pickLocale(request.headers['accept-language']));
  }
}
