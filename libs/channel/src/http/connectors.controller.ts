import { Controller, Get, Inject, Param, Req } from '@nestjs/common';
import { Access, ApiZod, type Page, parsePage, pickLocale, Problem, toPage, ValidQuery } from '@tributary/platform';
import type { FastifyRequest } from 'fastify';
import type pg from 'pg';
import { z } from 'zod';
import { AccountDirectory } from '../accounts/account-directory.js';
import { AccountStore } from '../accounts/account-store.js';
import { connectors } from '../accounts/connectors.js';
import { type HistoryItem, historyOf } from '../status/history.js';
import { uuidOr404 } from './ids.js';
import { INTAKE_POOL } from './tokens.js';

const DAY_MS = 24 * 60 * 60_000;
/** History is kept for so long. */
const KEPT_MS = 90 * DAY_MS;
const Time = z.iso.datetime().transform((text) => new Date(text));
const HistoryQuery = z.strictObject({ from: Time.optional(), to: Time.optional(), limit: z.string().optional(), cursor: z.string().optional() });
const HistoryPosition = z.tuple([z.iso.datetime(), z.string().regex(/^\d{1,18}$/)]);

@Controller('api/v1/connectors')
export class ConnectorsController {
  constructor(
    @Inject(INTAKE_POOL) private readonly pool: pg.Pool,
    private readonly store: AccountStore,
    private readonly directory: AccountDirectory,
  ) {}

  @Get()
  @Access('operator')
  @ApiZod({ summary: 'How every account is: credential, consumer, traffic, quarantine, latest failure' })
  async list(@Req() request: FastifyRequest) {
    const locale = pickLocale(request.headers['accept-language']);
    return { items: await connectors(this.pool, this.store, this.directory, locale), nextCursor: null };
  }

  @Get(':id/history')
  @Access('operator')
  @ApiZod({ summary: 'How one account fared: each change of credential, consumer, traffic and health, newest first; the last 90 days unless told', query: HistoryQuery })
  async history(@Param('id') id: string, @ValidQuery(HistoryQuery) query: z.infer<typeof HistoryQuery>): Promise<Page<HistoryItem>> {
    const accountId = uuidOr404(id);
    if (!(await this.store.find(accountId))) throw new Problem(404, 'not-found');
    const { limit, cursor } = parsePage(query, HistoryPosition);
    const now = Date.now();
    const { from = new Date(now - KEPT_MS), to = new Date(now + DAY_MS) } = query;
    const rows = await historyOf(this.pool, accountId, { from, to, limit: limit + 1, after: cursor });
    return toPage(rows, limit, ({ at, id: number }) => [at, number], ({ id: _, ...item }) => item);
  }
}
