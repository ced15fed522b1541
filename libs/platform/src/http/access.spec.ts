import { Controller, Get, Post, Req, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { headersOf, serveForTest, testRuntime } from '../testing.js';
import { Access, type AccessLevel } from './access.js';
import { ACTOR, ACTOR_HEADER, AUTHENTICATOR, encodeActor, ROLES, type Actor, type Authenticator } from './actor.js';
import { internalAuthorization } from './internal-token.js';
import type { HttpServer } from './start-http.js';

@Controller()
class Guarded {
  handled = 0;

  @Get('admin')
  @Access('admin')
  admin(@ACTOR() actor: Actor) {
    return actor;
  }

  @Get('operator')
  @Access('operator')
  operator() {
    return {};
  }

  @Get('manager')
  @Access('manager')
  manager() {
    return {};
  }

  @Post('manager')
  @Access('manager')
  change() {
    return {};
  }

  @Get('public')
  @Access('public')
  async public(@Req() request: FastifyRequest) {
    return { actor: (await request.authenticate()) ?? null };
  }

  @Get('internal')
  @Access('internal')
  internal() {
    return {};
  }
}

/** Knows people by `Bearer <role>` or a cookie `session=<role>`. */
class ByName implements Authenticator {
  async authenticate({ headers: { authorization, cookie } }: FastifyRequest): Promise<Actor | undefined> {
    const role = ROLES.find((name) => authorization === `Bearer ${name}` || (authorization === undefined && cookie === `session=${name}`));
    return Promise.resolve(role && { role, name: role });
  }
}

const runtime = testRuntime({ PUBLIC_URL: 'https://hub.example.ru' });
let server: HttpServer;

beforeAll(async () => {
  server = await serveForTest(runtime, { controllers: [Guarded], providers: [{ provide: AUTHENTICATOR, useClass: ByName }] });
});
afterAll(() => runtime.stop());

async function call(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(server.url + path, { method, headers });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('access', () => {
  const allowed: Record<AccessLevel, string[]> = {
    admin: ['admin'],
    operator: ['admin', 'operator'],
    manager: ['admin', 'operator', 'manager'],
    public: ['admin', 'operator', 'manager', 'nobody', 'service'],
    internal: ['service'],
  };
  const callers: Record<string, Record<string, string>> = {
    admin: { authorization: 'Bearer admin' },
    operator: { authorization: 'Bearer operator' },
    manager: { authorization: 'Bearer manager' },
    nobody: {},
    service: { authorization: internalAuthorization(runtime.internalToken) },
  };

  for (const [route, who] of Object.entries(allowed))
    for (const [caller, headers] of Object.entries(callers))
      it(`${caller} ${who.includes(caller) ? 'may' : 'may not'} use a route for ${route}`, async () => {
        const { status, body } = await call(`/${route}`, headers);
        if (who.includes(caller)) expect(status).toBe(200);
        // A service that acts for nobody has no role; a person is nobody to an internal route.
        else if (route === 'internal' || caller === 'nobody' || caller === 'service') expect([status, body['code']]).toEqual([401, 'unauthenticated']);
        else expect([status, body['code']]).toEqual([403, 'forbidden']);
      });

  it('hands the actor to the route', async () => {
    expect((await call('/admin', { authorization: 'Bearer admin' })).body).toEqual({ role: 'admin', name: 'admin' });
    expect((await call('/public', { authorization: 'Bearer manager' })).body).toEqual({ actor: { role: 'manager', name: 'manager' } });
    expect((await call('/public')).body).toEqual({ actor: null });
  });

  it('believes the door about whom it speaks for', async () => {
    const actor: Actor = { role: 'admin', userId: 'u1', name: 'Анна' };
    expect(await call('/admin', headersOf(runtime, actor))).toEqual({ status: 200, body: actor });
  });

  it('believes nobody else about it', async () => {
    const claim = { [ACTOR_HEADER]: encodeActor({ role: 'admin', name: 'Mallory' }) };
    expect((await call('/admin', claim)).status).toBe(401);
    expect((await call('/admin', { ...claim, authorization: 'Internal wrong' })).status).toBe(401);
    expect((await call('/admin', { ...claim, authorization: 'Bearer manager' })).status).toBe(403);
  });

  it('takes no nonsense from the door either', async () => {
    const authorization = internalAuthorization(runtime.internalToken);
    for (const claim of ['', 'x', Buffer.from('{"role":"god","name":"x"}').toString('base64url')])
      expect((await call('/admin', { authorization, [ACTOR_HEADER]: claim })).status).toBe(401);
  });
});

describe('a change that a cookie vouches for', () => {
  const cookie = 'session=manager';

  it.each([
    ['our own page', { 'sec-fetch-site': 'same-origin' }],
    ['our own page over plain http', { origin: 'https://hub.example.ru' }],
    ['a program', {}],
  ])('is taken from %s', async (_, headers) => expect((await call('/manager', { cookie, ...headers }, 'POST')).status).toBe(201));

  it('is taken from a page of the host that was called', async () => {
    expect((await call('/manager', { cookie, origin: server.url }, 'POST')).status).toBe(201);
  });

  it.each([
    ["another site's page", { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['a sister site', { 'sec-fetch-site': 'same-site' }],
    ["another site's page in an old browser", { origin: 'https://evil.example' }],
    ['a sandboxed page', { origin: 'null' }],
  ])('is refused from %s', async (_, headers) => {
    expect(await call('/manager', { cookie, ...headers }, 'POST')).toMatchObject({ status: 403, body: { code: 'cross-origin' } });
  });

  it('needs none of this with a token or for reading', async () => {
    const foreign = { origin: 'https://evil.example' };
    expect((await call('/manager', { authorization: 'Bearer manager', ...foreign }, 'POST')).status).toBe(201);
    expect((await call('/manager', { cookie, ...foreign })).status).toBe(200);
  });
});

describe('a route without @Access', () => {
  @Controller()
  class Forgotten {
    @Get('open')
    open() {
      return {};
    }
  }

  it('makes the start fail and is named', async () => {
    const other = testRuntime();
    await expect(serveForTest(other, { controllers: [Forgotten] })).rejects.toThrow('routes without @Access: GET /open');
    await other.stop();
  });

  it('is found when a plugin brought it, too', async () => {
    class WithPlugin implements OnModuleInit {
      constructor(private readonly host: HttpAdapterHost) {}
      onModuleInit() {
        (this.host.httpAdapter.getInstance() as FastifyInstance).register(async (scope) => void scope.get('/plugin', () => ({})), { prefix: '/by' });
      }
    }
    const other = testRuntime();
    const provider = { provide: WithPlugin, useFactory: (host: HttpAdapterHost) => new WithPlugin(host), inject: [HttpAdapterHost] };
    await expect(serveForTest(other, { providers: [provider] })).rejects.toThrow('GET /by/plugin');
    await other.stop();
  });

  it('may not say it twice either', () => {
    const route = Object.getOwnPropertyDescriptor(Guarded.prototype, 'admin') as PropertyDescriptor;
    expect(() => Access('public')(Guarded.prototype, 'admin', route)).toThrow('Guarded.admin declares its access twice');
  });
});
