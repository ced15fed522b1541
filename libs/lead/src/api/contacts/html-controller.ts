import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import { Access, ACTOR, ApiZod, Problem, type Actor } from '@tributary/platform';
import type { FastifyReply } from 'fastify';
import { LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { scopeOf } from '../scope.js';
import { visibleContact, wholeEnvelope } from './contact-controller.js';
import { contentOf } from './content-view.js';

/** Nothing runs, nothing is loaded, nothing is sent; a link opens a page of its own. */
const POLICY = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
const HEAD = '<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><style>body{font-family:sans-serif;margin:12px;overflow-wrap:anywhere}img{max-width:100%}</style>';

/** A mail as its sender formatted it, for a frame. It was made harmless when it came; here the browser is told so as well. */
@Controller('api/v1/contacts/:id/html')
export class HtmlController {
  constructor(@Inject(LEAD_DEPS) private readonly deps: LeadDeps) {}

  @Get()
  @Access('manager')
  @ApiZod({ summary: 'A mail as its sender formatted it, cleaned, as a page for a sandboxed frame' })
  async page(@Param('id') id: string, @ACTOR() actor: Actor, @Res() reply: FastifyReply): Promise<void> {
    const row = await visibleContact(this.deps, id, await scopeOf(this.deps.pool, actor));
    const { html } = contentOf(await wholeEnvelope(this.deps, row));
    if (!html) throw new Problem(404, 'contact-without-html');
    await reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', POLICY)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('cache-control', 'private, no-store')
      .send(HEAD + html);
  }
}
