import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

const SCHEME = 'Internal ';

export function internalAuthorization(token: string): string {
  return SCHEME + token;
}

/** Tells requests of the hub's own services; compares in constant time. */
export function internalTokenCheck(token: string): (request: FastifyRequest) => boolean {
  const expected = digest(token);
  return ({ headers: { authorization } }) => authorization?.startsWith(SCHEME) === true && timingSafeEqual(digest(authorization.slice(SCHEME.length)), expected);
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
