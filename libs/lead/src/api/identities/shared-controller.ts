import { Controller, Delete, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { Access, ACTOR, ApiZod, Problem, ValidBody, ValidQuery, parsePage, toPage, type Actor, type Page } from '@tributary/platform';
import { inTransaction } from '@tributary/storage';
import { z } from 'zod';
import { LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { listShared, markShared, unmarkShared, type SharedIdentity } from '../../people/shared-identities.js';
import { pageFields } from '../fields.js';
import { userOf } from '../leads/lead-actions.js';
import { IdentityInput, normalizedIdentity } from './identity-input.js';

const SharedQuery = z.strictObject(pageFields);

/** Addresses of several people: an office's main number, info@, a kiosk's phone. They join nobody. */
@Controller('api/v1/shared-identities')
export class SharedIdentityController {
  constructor(@Inject(LEAD_DEPS) private readonly deps: LeadDeps) {}

  @Get()
  @Access('operator')
  @ApiZod({ summary: 'Addresses that are nobody\'s own, by type and value', query: SharedQuery })
  async list(@ValidQuery(SharedQuery) query: z.infer<typeof SharedQuery>): Promise<Page<SharedIdentity>> {
    const { limit, cursor } = parsePage(query, z.tuple([z.string(), z.string()]));
    const rows = await listShared(this.deps.pool, { limit: limit + 1, after: cursor });
    return toPage(rows, limit, ({ type, value }) => [type, value], (row) => row);
  }

  @Post()
  @Access('operator')
  @ApiZod({ summary: 'Mark an address as shared: from now on it joins nobody', body: IdentityInput })
  async mark(@ValidBody(IdentityInput) body: IdentityInput, @ACTOR() actor: Actor): Promise<{ type: string; value: string }> {
    const { type, value } = normalizedIdentity(body);
    await inTransaction(this.deps.pool, (tx) => markShared(tx, { type, value, cause: 'by-hand', markedBy: userOf(actor) }));
    return { type, value };
  }

  @Delete()
  @HttpCode(204)
  @Access('operator')
  @ApiZod({ summary: 'The address is one person\'s after all', body: IdentityInput })
  async unmark(@ValidBody(IdentityInput) body: IdentityInput): Promise<void> {
    const { type, value } = normalizedIdentity(body);
    if (!(await inTransaction(this.deps.pool, (tx) => unmarkShared(tx, type, value)))) throw new Problem(404, 'identity-unknown');
  }
}
