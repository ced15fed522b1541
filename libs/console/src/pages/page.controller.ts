import { randomBytes } from 'node:crypto';
import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { Access, Problem, pickLocale, type Locale } from '@tributary/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readCookie } from '../read-cookie.js';
import { PageFiles } from './page-files.js';

/**
 * Nothing inline but styles that carry this answer's nonce, nothing from elsewhere, no script or markup made of text. Frames are for
 * mail as its sender formatted it; those answers carry a policy of their own.
 */
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ');
}

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  // The set-up link's address holds its secret.
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  // Each answer has a nonce of its own.
  'cache-control': 'no-store',
};

/** Addresses of the console's pages; the browser's router (apps/console-web/src/shell/routes.tsx) has the same. */
const PAGES = [
  '', 'setup', 'sign-in', 'desk', 'leads', 'leads/:id', 'conversations', 'conversations/:id', 'canned-answers', 'contacts', 'contacts/:id', 'people', 'people/:id', 'notifications',
  'connectors', 'connectors/:id', 'connectors/add/:channel', 'quarantine', 'alarms', 'custody', 'managers', 'routing', 'office', 'users', 'audit',
];

/** The pages: one shell for every address, and its files. They hold no data, so anybody may have them. */
@Controller()
export class PageController {
  constructor(@Inject(PageFiles) private readonly files: PageFiles) {}

  @Get(PAGES)
  @Access('public')
  page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const nonce = randomBytes(16).toString('base64url');
    void reply.headers({ ...HEADERS, 'content-security-policy': contentSecurityPolicy(nonce) }).send(this.files.shell(localeOf(request), nonce));
  }

  @Get('icon.svg')
  @Access('public')
  icon(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.send('icon.svg', 'no-cache', request, reply);
  }

  /** Their names change with their content, so browsers keep them. */
  @Get('assets/*')
  @Access('public')
  asset(@Param('*') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.send(`assets/${name}`, 'public, max-age=31536000, immutable', request, reply);
  }

  private send(name: string, cacheControl: string, { headers }: FastifyRequest, reply: FastifyReply): void {
    const file = this.files.file(name);
    if (!file) throw new Problem(404, 'not-found');
    void reply.headers({ 'cache-control': cacheControl, etag: file.etag, vary: 'accept-encoding', 'x-content-type-options': 'nosniff' });
    if (headers['if-none-match'] === file.etag) return void reply.code(304).send();
    void reply.header('content-type', file.mediaType);
    if (/\bgzip\b/.test(String(headers['accept-encoding'] ?? ''))) void reply.header('content-encoding', 'gzip').send(file.gzipped);
    else void reply.send(file.bytes);
  }
}

/** The language that the viewer chose, else the browser's. */
function localeOf({ headers }: FastifyRequest): Locale {
  const chosen = readCookie(headers.cookie, 'tributary_lang');
  return chosen === 'ru' || chosen === 'en' ? chosen : pickLocale(headers['accept-language']);
}
