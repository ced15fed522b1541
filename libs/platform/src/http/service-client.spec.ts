import { Controller, Get, Post, Req } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { serveForTest, testRuntime } from '../testing.js';
import { Access } from './access.js';
import { ACTOR, type Actor } from './actor.js';
import { ServiceFailure, serviceClient, type ServiceClient } from './service-client.js';

@Controller()
class Other {
  @Get('internal/other/stats')
  @Access('internal')
  stats() {
    return { leads: 3 };
  }

  @Post('api/v1/echo')
  @Access('manager')
  echo(@ACTOR() actor: Actor, @Req() request: FastifyRequest) {
    return { actor, body: request.body };
  }

  @Get('internal/other/slow')
  @Access('internal')
  slow() {
    return new Promise(() => undefined);
  }
}

describe('serviceClient', () => {
  const runtime = testRuntime();
  let client: ServiceClient;
  beforeAll(async () => void (client = serviceClient(runtime, (await serveForTest(runtime, { controllers: [Other] })).url)));
  afterAll(() => runtime.stop());

  function failureOf(call: Promise<unknown>): Promise<unknown> {
    return call.then(
      () => 'none',
      (error: unknown) => (error instanceof ServiceFailure ? [error.kind, error.status] : error),
    );
  }

  it('calls internal routes', async () => {
    expect(await client.call('/internal/other/stats', { answer: z.object({ leads: z.number() }) })).toEqual({ leads: 3 });
  });

  it('speaks for an actor', async () => {
    const actor: Actor = { role: 'manager', managerId: 'm1', name: 'Анна' };
    expect(await client.call('/api/v1/echo', { method: 'POST', actor, body: { a: 1 }, answer: z.unknown() })).toEqual({ actor, body: { a: 1 } });
  });

  it('asks the next process when one is away, to read', async () => {
    const gone = 'http://127.0.0.1:1';
    const here = (await serveForTest(runtime, { controllers: [Other] })).url;
    const answer = z.object({ leads: z.number() });
    expect(await serviceClient(runtime, gone, here).call('/internal/other/stats', { answer })).toEqual({ leads: 3 });
    expect(await failureOf(serviceClient(runtime, gone, here).call('/api/v1/echo', { method: 'POST', answer }))).toEqual(['network', undefined]);
  });

  it('tells failures apart', async () => {
    const answer = z.object({ other: z.string() });
    expect(await failureOf(client.call('/nothing', { answer }))).toEqual(['status', 404]);
    expect(await failureOf(client.call('/internal/other/stats', { answer }))).toEqual(['answer', 200]);
    expect(await failureOf(client.call('/internal/other/slow', { answer, timeoutMs: 20 }))).toEqual(['timeout', undefined]);
    expect(await failureOf(serviceClient(runtime, 'http://127.0.0.1:1').call('/', { answer }))).toEqual(['network', undefined]);
  });
});
