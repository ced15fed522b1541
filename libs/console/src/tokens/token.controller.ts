import { Controller, Delete, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { Access, ACTOR, ApiZod, Problem, ValidBody, parsePage, toPage, type Actor, type Page } from '@tributary/platform';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { noteAudit } from '../audit/audit-note.js';
import { CONSOLE_DEPS, type ConsoleDeps } from '../deps.js';
import { IdPosition, Line, ManagerId, RoleName } from '../fields.js';
import { ActorCache } from '../sign-in/actor-cache.js';
import { createToken, listTokens, revokeToken, type ApiToken } from './token-store.js';

const NewToken = z.strictObject({ name: Line(200), role: RoleName, managerId: ManagerId.optional() });
type NewToken = z.infer<typeof NewToken>;

/** Tokens by which programs call the API. */
@Controller('api/v1/tokens')
export class TokenController {
  constructor(
    @Inject(CONSOLE_DEPS) private readonly deps: ConsoleDeps,
    @Inject(ActorCache) private readonly cache: ActorCache,
  ) {}

  @Get()
  @Access('admin')
  @ApiZod({ summary: 'API tokens, newest first, revoked ones too; never the tokens themselves' })
  async list(@Query() query: { limit?: string; cursor?: string }): Promise<Page<ApiToken>> {
    const { limit, cursor } = parsePage(query, IdPosition);
    const tokens = await listTokens(this.deps.pool, { limit: limit + 1, before: cursor?.[0] });
    return toPage(tokens, limit, ({ id }) => [id], (token) => token);
  }

  @Post()
  @Access('admin')
  @ApiZod({ summary: 'Make an API token; this answer is the only one that shows it', body: NewToken })
  async create(@ValidBody(NewToken) body: NewToken, @ACTOR() actor: Actor, @Req() request: FastifyRequest): Promise<ApiToken & { token: string }> {
    const { token, secret } = await createToken(this.deps.pool, { ...body, createdBy: actor.userId ?? actor.tokenId ?? null });
    noteAudit(request, { objectId: token.id });
    return { ...token, token: secret };
  }

  @Delete(':id')
  @HttpCode(204)
  @Access('admin')
  @ApiZod({ summary: 'Revoke an API token' })
  async revoke(@Param('id') id: string): Promise<void> {
    if (!z.uuid().safeParse(id).success) throw new Problem(404, 'token-unknown');
    const result = await revokeToken(this.deps.pool, id);
    this.cache.forget();
    if (result === 'unknown') throw new Problem(404, 'token-unknown');
    if (result === 'of-settings') throw new Problem(409, 'token-of-settings');
  }
}
