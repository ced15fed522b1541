import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { Access, Problem, pickLocale, type Locale } from '@tributary/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readCookie } from '../read-cookie.js';
import { PageFiles, type PageFile } from './page-files.js';

/** Nothing inline, nothing from elsewhere, no script made of text. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  // The set-up link's address holds its secret.
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  vary: 'accept-language, cookie',
};

/** Addresses of the console's pages; the browser's router (assets/main.js) has the same. */
const PAGES = ['', 'setup', 'sign-in', 'leads', 'contacts', 'contacts/:id', 'connectors', 'connectors/:id', 'quarantine', 'managers', 'users'];

/** The pages: one shell for every address, and its files. They hold no data, so anybody may have them. */
@Controller()
export class PageController {
  constructor(@Inject(PageFiles) private readonly files: PageFiles) {}

  @Get(PAGES)
  @Access('public')
  page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    send(this.files.shell(localeOf(request)), request, reply.headers(HEADERS));
  }

  @Get('assets/*')
  @Access('public')
  asset(@Param('*') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const file = this.files.file(name);
    if (!file) throw new Problem(404, 'not-found');
    send(file, request, reply);
  }
}

/** Asked for anew each time, but sent only when it has changed. */
function send({ bytes, mediaType, etag }: PageFile, request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('cache-control', 'no-cache').header('etag', etag);
  if (request.headers['if-none-match'] === etag) void reply.code(304).send();
  else void reply.header('content-type', mediaType).send(bytes);
}

/** The language that the viewer chose, else the browser's. */
function localeOf({ headers }: FastifyRequest): Locale {
  const chosen = readCookie(headers.cookie, 'tributary_lang');
  return chosen === 'ru' || chosen === 'en' ? chosen : pickLocale(headers['accept-language']);
}
