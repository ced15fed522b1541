import type { IncomingHttpHeaders } from 'node:http';
import { ACTOR_HEADER, encodeActor, internalAuthorization } from '@tributary/platform';
import type { FastifyRequest } from 'fastify';

/** What only this door may say to a service. Whatever a client says under these names is dropped. */
const OURS = [ACTOR_HEADER, 'forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port', 'x-real-ip'];

/** What is settled between the client and this door. (`expect` was answered by our "100 Continue".) */
const OF_THE_CONNECTION = ['expect'];

/** The body of a GET means nothing (RFC 9110 §9.3.1), even where a client announces one of no bytes. */
export function isBodiless(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

/**
 * The headers of a request that is passed on: the caller's identity is vouched for by the internal token; his session
 * stays here.
 */
export function forwardedHeaders(request: FastifyRequest, headers: IncomingHttpHeaders, internalToken: string): IncomingHttpHeaders {
  const { cookie: _session, ...passed } = headers;
  for (const name of [...OURS, ...OF_THE_CONNECTION]) delete passed[name];
  if (isBodiless(request.method)) delete passed['content-length'];
  return {
    ...passed,
    authorization: authorizationOf(request, internalToken),
    ...(request.actor && { [ACTOR_HEADER]: encodeActor(request.actor) }),
    'x-forwarded-for': request.clientAddress(),
    'x-forwarded-host': request.host,
    'x-forwarded-proto': request.protocol,
  };
}

/**
 * A provider's own Authorization (a webhook's, a 1C base's) is for the channel to check and passes through, unless it
 * pretends to be ours; then the client's address is the door's for a service that doesn't trust it as a proxy.
 */
function authorizationOf(request: FastifyRequest, internalToken: string): string {
  const own = request.headers.authorization;
  const isProviders = own !== undefined && request.routeOptions.config.access === 'public' && !/^internal\b/i.test(own);
  return isProviders ? own : internalAuthorization(internalToken);
}
