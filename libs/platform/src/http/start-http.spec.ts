import { connect } from 'node:net';
import { Controller, Get, NotFoundException, Param, Query, Res } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { serveForTest, testRuntime } from '../testing.js';
import { Access } from './access.js';
import { Problem } from './errors/problem.js';
import { startHttp, type HttpServer } from './start-http.js';

@Controller('api/v1/things')
class Things {
  @Get()
  @Access('public')
  list(@Query('q') q?: string) {
    return { q: q ?? null };
  }

  @Get('gone')
  @Access('public')
  gone() {
    throw new Problem(410, 'not-found', { headers: { 'x-reason': 'old' } });
  }

  @Get('zod')
  @Access('public')
  zod() {
    return z.object({ a: z.string() }).parse({});
  }

  @Get('nest')
  @Access('public')
  nest() {
    throw new NotFoundException();
  }

  @Get('database')
  @Access('public')
  database() {
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  }

  @Get('bug')
  @Access('public')
  bug(@Res({ passthrough: true }) reply: FastifyReply) {
    void reply.header('content-length', 5).header('content-disposition', 'attachment');
    throw new TypeError('secret detail of the bug');
  }

  @Get('by-id/:id')
  @Access('public')
  one(@Param('id') id: string) {
    return { id };
  }
}

const runtime = testRuntime({ PUBLIC_URL: 'https://hub.example.ru' });
let server: HttpServer;
beforeAll(async () => void (server = await serveForTest(runtime, { controllers: [Things] })));
afterAll(() => runtime.stop());

async function get(path: string, init: RequestInit = {}) {
  const response = await fetch(server.url + path, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: (text === '' ? undefined : JSON.parse(text)) as Record<string, unknown> };
}

/** For what `fetch` would tidy up. */
function rawStatus(head: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(head));
    let text = '';
    socket.setEncoding('latin1').on('data', (part: string) => {
      text += part;
      if (text.trimEnd().endsWith('}')) socket.end();
    });
    socket.on('close', () => resolve(text)).on('error', reject);
  });
}

describe('answers', () => {
  it('carry security headers and an id, and no name of the server', async () => {
    const { headers } = await get('/api/v1/things');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    expect(headers.get('x-request-id')).toMatch(/^[\da-f]{8}-/);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
  });

  it('to HEAD are those to GET without a body', async () => {
    expect(await get('/api/v1/things', { method: 'HEAD' })).toMatchObject({ status: 200, body: undefined });
  });
});

describe('problems', () => {
  it('come as RFC 9457 in the language asked for', async () => {
    const { status, headers, body } = await get('/nothing', { headers: { 'accept-language': 'ru-RU,ru;q=0.9,en;q=0.8' } });
    expect(status).toBe(404);
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(body).toEqual({ type: 'urn:tributary:problem:not-found', title: 'Не найдено', status: 404, code: 'not-found', detail: 'Здесь ничего нет.' });
  });

  it('carry their own headers', async () => {
    const { status, headers } = await get('/api/v1/things/gone');
    expect([status, headers.get('x-reason')]).toEqual([410, 'old']);
  });

  it.each([
    ['zod', 422, 'validation-failed'],
    ['nest', 404, 'not-found'],
    ['database', 503, 'storage-unavailable'],
    ['bug', 500, 'internal'],
  ])('stand for what a controller threw: %s', async (path, status, code) => expect(await get(`/api/v1/things/${path}`)).toMatchObject({ status, body: { code } }));

  it('ask to come back when storage is away', async () => {
    expect((await get('/api/v1/things/database')).headers.get('retry-after')).toBe('2');
  });

  it('tell the id of a bug, not the bug', async () => {
    const { headers, body } = await get('/api/v1/things/bug');
    expect(body['detail']).toContain(headers.get('x-request-id'));
    expect(JSON.stringify(body)).not.toContain('secret detail');
    expect(headers.get('content-disposition')).toBeNull();
  });
});

describe('addresses', () => {
  it('under another method answer 405 with what is possible', async () => {
    const { status, headers } = await get('/api/v1/things', { method: 'DELETE' });
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });

  it('answer OPTIONS', async () => {
    const { status, headers } = await get('/api/v1/things/by-id/5', { method: 'OPTIONS' });
    expect([status, headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
  });

  it.each([
    ['a NUL in the path', '/api/v1/things/by-id/%00', 400, 'bad-url'],
    ['a NUL in the query', '/api/v1/things?q=a%00', 400, 'bad-url'],
    ['a broken escape in the path', '/api/v1/things/by-id/%zz', 400, 'bad-url'],
    ['broken UTF-8 in the path', '/api/v1/things/by-id/%ff', 400, 'bad-url'],
    ['a broken escape in the query', '/api/v1/things?q=%zz', 400, 'bad-url'],
    ['broken UTF-8 in the query', '/api/v1/things?q=%cf%f0', 400, 'bad-url'],
    ['too many letters', `/api/v1/things?q=${'x'.repeat(9_000)}`, 414, 'url-too-long'],
    ['too long an id', `/api/v1/things/by-id/${'x'.repeat(2_000)}`, 414, 'url-too-long'],
  ])('with %s are refused', async (_, path, status, code) => {
    const answer = await rawStatus(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*"code":"${code}"`));
  });

  it('outside the API may hold queries in old encodings', async () => {
    expect(await rawStatus('GET /health/live?utm_campaign=%EF%F0%E8 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')).toMatch(/^HTTP\/1.1 200 /);
  });
});

describe('what is no HTTP', () => {
  it.each([
    ['HELLO\r\n\r\n', 400, 'bad-request'],
    [`GET / HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'headers-too-large'],
    ['POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n', 400, 'bad-request'],
  ])('is told so', async (head, status, code) => {
    expect(await rawStatus(head)).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*"code":"${code}"`));
  });
});

describe('health and metrics', () => {
  it('say that it lives', async () => expect((await get('/health/live')).body).toEqual({ status: 'ok' }));

  it('say whether it can store, with 503 when not', async () => {
    runtime.health.addCheck('database', () => ({ ok: false, detail: 'refused' }));
    const answer = await get('/health/ready');
    runtime.health.removeCheck('database');
    expect(answer).toMatchObject({ status: 503, body: { status: 'unavailable', checks: { database: { ok: false, detail: 'refused' } } } });
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(await get('/health/ready')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  it('count requests by route, never by address', async () => {
    await get('/api/v1/things/by-id/secret-id');
    const text = await (await fetch(`${server.url}/metrics`)).text();
    expect(text).toContain('tributary_http_request_duration_seconds_count{method="GET",route="/api/v1/things/by-id/:id",status="200"}');
    expect(text).not.toContain('secret-id');
  });
});

it('lists its routes with who may call them', () => {
  expect(server.routes).toContainEqual({ method: 'GET', url: '/api/v1/things/by-id/:id', access: 'public', schemas: undefined });
  expect(server.routes.map(({ method }) => method)).not.toContain('HEAD');
});

it('fails to start on an address that is taken', async () => {
  const other = testRuntime();
  class Empty {}
  await expect(startHttp({ module: Empty }, other, { host: '127.0.0.1', port: Number(new URL(server.url).port) })).rejects.toMatchObject({
    message: `port ${new URL(server.url).port} is taken by another process: stop it, or set PORT`,
    cause: { code: 'EADDRINUSE' },
  });
  await other.stop();
});
