import { Problem } from '@tributary/platform';
import '../texts.js';

const MAX_AGE_SECONDS = 600;

/**
 * Headers that let a page of another site post and read the answer.
 * @param origin  the request's Origin; without one it is no browser's cross-site request
 * @param allowed  empty: any site
 * @throws Problem 403  a site that isn't allowed
 */
export function crossOriginHeaders(origin: string | undefined, allowed: readonly string[], publicUrl: string): Record<string, string> {
  if (origin === undefined) return {};
  const own = origin === new URL(publicUrl).origin;
  if (!own && allowed.length > 0 && !allowed.includes(origin)) throw new Problem(403, 'origin-not-allowed', { params: { origin } });
  // No cookies are ever read here, so nothing is given away by naming the origin.
  return { 'access-control-allow-origin': origin, vary: 'origin' };
}

/** Answer to the question that browsers ask before a cross-site post that is no plain form. */
export function preflightHeaders(methods: readonly string[]): Record<string, string> {
  return {
    'access-control-allow-methods': methods.join(', '),
    'access-control-allow-headers': 'content-type, idempotency-key',
    'access-control-max-age': String(MAX_AGE_SECONDS),
  };
}
