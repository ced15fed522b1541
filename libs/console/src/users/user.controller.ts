import { Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { Access, ApiZod, Problem, ValidBody, parsePage, toPage, type Page } from '@tributary/platform';
import { inTransaction } from '@tributary/storage';
import type { FastifyRequest } from 'fastify';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import { noteAudit } from '../audit/audit-note.js';
import { CONSOLE_DEPS, type ConsoleDeps } from '../deps.js';
import { Email, IdPosition, Line, ManagerId, NewPassword, RoleName } from '../fields.js';
import { isUniqueViolation } from '../unique-violation.js';
import { secretHash } from '../secret-text.js';
import { ActorCache } from '../sign-in/actor-cache.js';
import { hashPassword } from '../sign-in/password.js';
import { SessionCookie } from '../sign-in/session-cookie.js';
import { endSessionsOf } from '../sign-in/session-store.js';
import { keepingAnAdmin, LastAdminError } from './last-admin.js';
import { deleteUser, insertUser, listUsers, updateUser, type User } from './user-store.js';

const NewUser = z
  .strictObject({ email: Email, name: Line(200), role: RoleName, managerId: ManagerId.optional(), password: NewPassword })
  .refine(({ email, password }) => email.toLowerCase() !== password.toLowerCase(), { path: ['password'], params: { code: 'email-as-password' } });
type NewUser = z.infer<typeof NewUser>;

const UserChanges = z.strictObject({
  email: Email.optional(),
  name: Line(200).optional(),
  role: RoleName.optional(),
  managerId: ManagerId.optional(),
  password: NewPassword.optional(),
  disabled: z.boolean().optional(),
});
type UserChanges = z.infer<typeof UserChanges>;

/** Who may sign in; administrators' business alone. */
@Controller('api/v1/users')
export class UserController {
  constructor(
    @Inject(CONSOLE_DEPS) private readonly deps: ConsoleDeps,
    @Inject(SessionCookie) private readonly cookie: SessionCookie,
    @Inject(ActorCache) private readonly cache: ActorCache,
  ) {}

  @Get()
  @Access('admin')
  @ApiZod({ summary: 'Users, newest first' })
  async list(@Query() query: { limit?: string; cursor?: string }): Promise<Page<User>> {
    const { limit, cursor } = parsePage(query, IdPosition);
    const users = await listUsers(this.deps.pool, { limit: limit + 1, before: cursor?.[0] });
    return toPage(users, limit, ({ id }) => [id], (user) => user);
  }

  @Post()
  @Access('admin')
  @ApiZod({ summary: 'Add a user', body: NewUser })
  async create(@ValidBody(NewUser) body: NewUser, @Req() request: FastifyRequest): Promise<User> {
    const { password, ...user } = body;
    const created = await insertUser(this.deps.pool, { ...user, passwordHash: await hashPassword(password) }).catch(refuseTakenEmail);
    noteAudit(request, { objectId: created.id });
    return created;
  }

  @Patch(':id')
  @Access('admin')
  @ApiZod({ summary: 'Change a user; a new password or disabling ends the sessions', body: UserChanges })
  async change(@Param('id') id: string, @ValidBody(UserChanges) body: UserChanges, @Req() request: FastifyRequest): Promise<User> {
    const { password, ...changes } = body;
    const passwordHash = password === undefined ? undefined : await hashPassword(password);
    const user = await this.changing(id, async (client) => {
      const changed = await updateUser(client, id, { ...changes, passwordHash });
      if (password !== undefined || changes.disabled) await endSessionsOf(client, id, this.ownSession(request));
      return changed;
    });
    if (!user) throw new Problem(404, 'user-unknown');
    return user;
  }

  @Delete(':id')
  @HttpCode(204)
  @Access('admin')
  @ApiZod({ summary: 'Delete a user; the audit keeps what the user did' })
  async remove(@Param('id') id: string): Promise<void> {
    if (!(await this.changing(id, (client) => deleteUser(client, id)))) throw new Problem(404, 'user-unknown');
  }

  private async changing<T>(id: string, change: (client: PoolClient) => Promise<T>): Promise<T> {
    if (!z.uuid().safeParse(id).success) throw new Problem(404, 'user-unknown');
    try {
      return await inTransaction(this.deps.pool, (client) => keepingAnAdmin(client, () => change(client)));
    } catch (error) {
      if (error instanceof LastAdminError) throw new Problem(409, 'last-admin', { cause: error });
      return refuseTakenEmail(error);
    } finally {
      this.cache.forget();
    }
  }

  /** Who changes the own password stays signed in here and nowhere else. */
  private ownSession(request: FastifyRequest): Buffer | undefined {
    const secret = this.cookie.read(request.headers.cookie);
    return secret ? secretHash(secret) : undefined;
  }
}

function refuseTakenEmail(error: unknown): never {
  if (!isUniqueViolation(error)) throw error;
  throw new Problem(409, 'email-taken', { errors: [{ field: 'email', code: 'email-taken' }], cause: error });
}
