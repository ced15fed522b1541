import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { Access, ACTOR, ApiZod, Problem, requireSameOrigin, validate, type Actor } from '@tributary/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { noteAudit } from '../audit/audit-note.js';
import { CONSOLE_DEPS, type ConsoleDeps } from '../deps.js';
import { secretHash } from '../secret-text.js';
import { findByEmail } from '../users/user-store.js';
import { ActorCache } from './actor-cache.js';
import { AttemptLimits } from './attempt-limits.js';
import { verifyPassword } from './password.js';
import { SessionCookie } from './session-cookie.js';
import { beginSession, endSession } from './session-store.js';

const Credentials = z.strictObject({ email: z.string().trim().min(1).max(320), password: z.string().min(1).max(1_000) });

const Me = z.object({
  id: z.string().nullable(),
  name: z.string(),
  role: z.string(),
  managerId: z.string().nullable(),
});
type Me = z.infer<typeof Me>;

/** Signing in and out. */
@Controller('api/v1/session')
export class SessionController {
  constructor(
    @Inject(CONSOLE_DEPS) private readonly deps: ConsoleDeps,
    @Inject(SessionCookie) private readonly cookie: SessionCookie,
    @Inject(ActorCache) private readonly cache: ActorCache,
    @Inject(AttemptLimits) private readonly limits: AttemptLimits,
  ) {}

  @Get()
  @Access('manager')
  @ApiZod({ summary: 'Who is signed in', response: Me })
  who(@ACTOR() actor: Actor): Me {
    return { id: actor.userId ?? null, name: actor.name, role: actor.role, managerId: actor.managerId ?? null };
  }

  @Post()
  @HttpCode(200)
  @Access('public')
  @ApiZod({ summary: 'Sign in: the answer sets the session cookie', body: Credentials, response: Me })
  async signIn(@Body() body: unknown, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Me> {
    requireSameOrigin(request, this.deps.runtime.config.publicUrl);
    const { email, password } = validate(Credentials, body ?? {});
    const address = request.clientAddress();
    await this.limits.begin(address, email);
    const user = await findByEmail(this.deps.pool, email);
    if (!(await verifyPassword(user?.passwordHash, password)) || !user) throw new Problem(401, 'wrong-credentials');
    await this.limits.succeeded(address, email);
    await this.end(request);
    const secret = await beginSession(this.deps.pool, user.id, request.headers['user-agent'] ?? '');
    void reply.header('set-cookie', this.cookie.give(secret)).header('cache-control', 'no-store');
    noteAudit(request, { actor: { role: user.role, userId: user.id, name: user.name }, objectId: user.id });
    return { id: user.id, name: user.name, role: user.role, managerId: user.managerId };
  }

  @Delete()
  @HttpCode(204)
  @Access('public')
  @ApiZod({ summary: 'Sign out; harmless when nobody is signed in' })
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    requireSameOrigin(request, this.deps.runtime.config.publicUrl);
    await request.authenticate();
    await this.end(request);
    void reply.header('set-cookie', this.cookie.take());
  }

  /** Ends the session that the browser brought, if any. */
  private async end(request: FastifyRequest): Promise<void> {
    const secret = this.cookie.read(request.headers.cookie);
    if (!secret) return;
    await endSession(this.deps.pool, secretHash(secret));
    this.cache.forget();
  }
}
