import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Runtime } from '../runtime/runtime.js';
import { mayUse } from './access.js';
import { ACTOR_HEADER, decodeActor, encodeActor, type Actor, type Authenticator, type Role } from './actor.js';
import { clientAddress, trustedProxyCheck } from './client-address.js';
import { Problem } from './errors/problem.js';
import { internalTokenCheck } from './internal-token.js';
import { requireSameOrigin } from './same-origin.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on routes that need a role, and after `authenticate()`. */
    actor: Actor | undefined;
    /**
     * Who asks, for routes that anybody may call but that answer known people differently; asked once a request.
     * @throws Problem 403 `cross-origin`  a change by cookie from another site's page
     */
    authenticate(): Promise<Actor | undefined>;
    /** Whether who asked would be known as the same, with the same rights, if asked now. For answers that last: see `whenRevoked`. */
    isStillAllowed(): Promise<boolean>;
    /** The client's address past trusted proxies and our own door. */
    clientAddress(): string;
  }
}

export interface Guard {
  /** Undefined where the console is another process: then only the actors that it forwards are known. */
  useAuthenticator(authenticator: Authenticator | undefined): void;
}

/**
 * Guards every route by its `@Access`, in a hook before the body is read: strangers can't make the hub take in a body
 * that it will refuse.
 */
export function guardRoutes(server: FastifyInstance, runtime: Runtime): Guard {
  const { publicUrl, trustedProxies } = runtime.config;
  const isInternal = internalTokenCheck(runtime.internalToken);
  const isTrusted = trustedProxyCheck(trustedProxies);
  const asked = new WeakMap<FastifyRequest, Promise<Actor | undefined>>();
  let authenticator: Authenticator | undefined;

  server.decorateRequest('actor', undefined);
  server.decorateRequest('clientAddress', function (this: FastifyRequest) {
    return clientAddress(this, isTrusted, isInternal(this));
  });
  server.decorateRequest('authenticate', function (this: FastifyRequest) {
    const known = asked.get(this) ?? identify(this);
    asked.set(this, known);
    return known;
  });
  server.decorateRequest('isStillAllowed', async function (this: FastifyRequest) {
    const [then, now] = [this.actor, await whoAsks(this)];
    return then === undefined || (now !== undefined && encodeActor(now) === encodeActor(then));
  });
  server.addHook('onRoute', (route) => {
    const access = route.config?.access;
    if (access === undefined || access === 'public') return;
    const guard = access === 'internal' ? (request: FastifyRequest) => requireInternal(request) : (request: FastifyRequest) => requireRole(request, access);
    route.onRequest = [...[route.onRequest ?? []].flat(), (request, _reply, done) => void guard(request).then(() => done(), done)];
  });

  return { useAuthenticator: (found) => void (authenticator = found) };

  async function identify(request: FastifyRequest): Promise<Actor | undefined> {
    const actor = await whoAsks(request);
    // No Authorization header: what vouched for this caller is a cookie.
    if (actor && request.headers.authorization === undefined) requireSameOrigin(request, publicUrl);
    request.actor = actor;
    return actor;
  }

  /** The actor header means something only beside the token: from anybody else it is not even looked at. */
  async function whoAsks(request: FastifyRequest): Promise<Actor | undefined> {
    return isInternal(request) ? decodeActor(request.headers[ACTOR_HEADER]) : authenticator?.authenticate(request);
  }

  async function requireInternal(request: FastifyRequest): Promise<void> {
    if (!isInternal(request)) throw new Problem(401, 'unauthenticated');
  }

  async function requireRole(request: FastifyRequest, needed: Role): Promise<void> {
    const actor = await request.authenticate();
    if (!actor) throw new Problem(401, 'unauthenticated', { headers: { 'www-authenticate': 'Bearer' } });
    if (!mayUse(actor.role, needed)) throw new Problem(403, 'forbidden');
  }
}
