import type { FastifyInstance } from 'fastify';
import { Problem } from './errors/problem.js';

const MAX_URL_LENGTH = 8_192;

/**
 * Refuses addresses that would only fail deeper down: PostgreSQL takes no NUL, and the API's queries are UTF-8.
 * Elsewhere queries are left alone: providers still send Windows-1251.
 */
export function checkAddresses(server: FastifyInstance): void {
  server.addHook('onRequest', ({ raw: { url = '/' } }, _reply, done) => {
    if (url.length > MAX_URL_LENGTH) done(new Problem(414, 'url-too-long', { params: { limit: MAX_URL_LENGTH } }));
    else if (url.includes('%') && (url.includes('%00') || (url.startsWith('/api/') && !isDecodable(url)))) done(new Problem(400, 'bad-url'));
    else done();
  });
}

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
}
