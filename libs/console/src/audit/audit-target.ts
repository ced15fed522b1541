import type { FastifyRequest } from 'fastify';

const MAX_LENGTH = 200;

/** Which route was called, and on what. */
export interface AuditTarget {
  readonly route: string;
  readonly objectId: string | undefined;
}

/**
 * A path that is passed on is known here by its beginning only (`/api/v1/leads/*`); the API puts an object's id right
 * after its collection.
 */
export function auditTarget(request: FastifyRequest): AuditTarget {
  const { url = '' } = request.routeOptions;
  const { id, '*': rest } = request.params as { id?: string; '*'?: string };
  const target = rest === undefined ? { route: url, objectId: id } : passedOnTarget(url, rest);
  return { route: target.route.slice(0, MAX_LENGTH), objectId: target.objectId?.slice(0, MAX_LENGTH) || undefined };
}

function passedOnTarget(url: string, rest: string): AuditTarget {
  const [objectId, ...action] = rest.split('/');
  return { route: [url.replace(/\/\*$/, ''), ':id', ...action].join('/'), objectId };
}
