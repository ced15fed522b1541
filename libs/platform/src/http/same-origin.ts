import type { FastifyRequest } from 'fastify';
import { Problem } from './errors/problem.js';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'QUERY']);

/**
 * Against forged requests (CSRF): a change that a cookie vouches for must come from our own page. Browsers say where a
 * request comes from (Sec-Fetch-Site on https, Origin on every POST); a client that says neither is no browser, and no
 * page can make it send our cookie.
 * @throws Problem 403 `cross-origin`
 */
export function requireSameOrigin(request: FastifyRequest, publicUrl: string): void {
  if (SAFE_METHODS.has(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  const { origin } = request.headers;
  const own = site === undefined ? origin === undefined || isOwnOrigin(origin, request.host, publicUrl) : site === 'same-origin' || site === 'none';
  if (!own) throw new Problem(403, 'cross-origin');
}

function isOwnOrigin(origin: string, host: string, publicUrl: string): boolean {
  if (origin === new URL(publicUrl).origin) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
