import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { Access, ApiZod, Problem, requireSameOrigin, validate } from '@tributary/platform';
import { inTransaction } from '@tributary/storage';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import { noteAudit } from '../audit/audit-note.js';
import { CONSOLE_DEPS, type ConsoleDeps } from '../deps.js';
import { Email, Line, NewPassword } from '../fields.js';
import { AttemptLimits } from '../sign-in/attempt-limits.js';
import { hashPassword } from '../sign-in/password.js';
import { SessionCookie } from '../sign-in/session-cookie.js';
import { beginSession } from '../sign-in/session-store.js';
import { anyUser, insertUser, lockUsers, type User } from '../users/user-store.js';
import { useSetupLink, voidSetupLinks } from './setup-link.js';

const Setup = z.strictObject({ token: z.string().min(1).max(200), name: Line(200), email: Email, password: NewPassword });
type Setup = z.infer<typeof Setup>;

/** The first administrator, by the one-time link that was printed at the start. */
@Controller('api/v1/setup')
export class SetupController {
  constructor(
    @Inject(CONSOLE_DEPS) private readonly deps: ConsoleDeps,
    @Inject(SessionCookie) private readonly cookie: SessionCookie,
    @Inject(AttemptLimits) private readonly limits: AttemptLimits,
  ) {}

  @Get()
  @Access('public')
  @ApiZod({ summary: 'Whether the first administrator is still to be made', response: z.object({ needed: z.boolean() }) })
  async state(): Promise<{ needed: boolean }> {
    return { needed: !(await anyUser(this.deps.pool)) };
  }

  @Post()
  @Access('public')
  @ApiZod({ summary: 'Make the first administrator and sign in', body: Setup })
  async setUp(@Body() body: unknown, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<User> {
    requireSameOrigin(request, this.deps.runtime.config.publicUrl);
    const setup = validate(Setup, body ?? {});
    const address = request.clientAddress();
    await this.limits.begin(address);
    const passwordHash = await hashPassword(setup.password);
    const { user, secret } = await inTransaction(this.deps.pool, async (client) => {
      const user = await firstAdmin(client, setup, passwordHash);
      return { user, secret: await beginSession(client, user.id, request.headers['user-agent'] ?? '') };
    });
    await this.limits.succeeded(address);
    void reply.header('set-cookie', this.cookie.give(secret)).header('cache-control', 'no-store');
    noteAudit(request, { actor: { role: user.role, userId: user.id, name: user.name }, objectId: user.id });
    return user;
  }
}

async function firstAdmin(client: PoolClient, { token, name, email }: Setup, passwordHash: string): Promise<User> {
  await lockUsers(client);
  if ((await anyUser(client)) || !(await useSetupLink(client, token))) throw new Problem(410, 'setup-link-invalid');
  const user = await insertUser(client, { name, email, role: 'admin', passwordHash });
  await voidSetupLinks(client);
  return user;
}
