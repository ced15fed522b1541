import { Inject, Injectable } from '@nestjs/common';
import type { Actor, Authenticator } from '@tributary/platform';
import type { FastifyRequest } from 'fastify';
import { CONSOLE_DEPS, type ConsoleDeps } from '../deps.js';
import { secretHash } from '../secret-text.js';
import { findToken } from '../tokens/token-store.js';
import { ActorCache } from './actor-cache.js';
import { SessionCookie } from './session-cookie.js';
import { findSession } from './session-store.js';

const BEARER = /^Bearer ([\x20-\x7e]{1,500})$/i;

/** Tells who asks: by API token (`Authorization: Bearer …`) or by the session's cookie. */
@Injectable()
export class SessionAuthenticator implements Authenticator {
  constructor(
    @Inject(CONSOLE_DEPS) private readonly deps: ConsoleDeps,
    @Inject(SessionCookie) private readonly cookie: SessionCookie,
    @Inject(ActorCache) private readonly cache: ActorCache,
  ) {}

  /** A request with an Authorization header is judged by it alone: a bad token doesn't fall back to the cookie. */
  async authenticate({ headers }: FastifyRequest): Promise<Actor | undefined> {
    if (headers.authorization !== undefined) {
      const token = BEARER.exec(headers.authorization)?.[1];
      return token === undefined ? undefined : this.byToken(secretHash(token));
    }
    const secret = this.cookie.read(headers.cookie);
    return secret ? this.bySession(secretHash(secret)) : undefined;
  }

  private byToken(hash: Buffer): Promise<Actor | undefined> {
    return this.cache.get(hash, async () => {
      const holder = await findToken(this.deps.pool, hash);
      return holder && { role: holder.role, tokenId: holder.tokenId, managerId: holder.managerId ?? undefined, name: holder.name };
    });
  }

  private bySession(hash: Buffer): Promise<Actor | undefined> {
    return this.cache.get(hash, async () => {
      const user = await findSession(this.deps.pool, hash);
      return user && { role: user.role, userId: user.userId, managerId: user.managerId ?? undefined, name: user.name };
    });
  }
}
