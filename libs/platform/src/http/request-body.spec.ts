import { connect } from 'node:net';
import { Controller, Post, Req } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { serveForTest, testRuntime } from '../testing.js';
import { Access } from './access.js';
import { readRawBody } from './raw-body.js';
import { RequestBody } from './request-body.js';
import type { HttpServer } from './start-http.js';

const MEBIBYTE = 1024 * 1024;

@Controller()
class Bodies {
  @Post('api/json')
  @Access('public')
  json(@Req() request: FastifyRequest) {
    return { got: request.body === undefined ? 'nothing' : request.body };
  }

  @Post('api/raw')
  @Access('public')
  @RequestBody({ as: 'raw', maxBytes: 100 })
  rawInApi(@Req() request: FastifyRequest) {
    return show(request.body);
  }

  @Post('hook')
  @Access('public')
  raw(@Req() request: FastifyRequest) {
    return show(request.body);
  }

  @Post('stream')
  @Access('public')
  @RequestBody({ as: 'stream', maxBytes: 0 })
  async stream(@Req() request: FastifyRequest) {
    return show(await readRawBody(request, 10));
  }

  @Post('secret')
  @Access('admin')
  secret() {
    return {};
  }
}

function show(body: unknown) {
  return Buffer.isBuffer(body) ? { bytes: body.toString('latin1') } : { unread: (body as { readableEnded: boolean }).readableEnded === false };
}

const runtime = testRuntime();
let server: HttpServer;
beforeAll(async () => void (server = await serveForTest(runtime, { controllers: [Bodies] })));
afterAll(() => runtime.stop());

async function post(path: string, body: string | Buffer<ArrayBuffer> | FormData | undefined, type?: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(server.url + path, { method: 'POST', ...(body !== undefined && { body }), headers: type === undefined ? {} : { 'content-type': type } });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Sends bytes as they are and gives all that comes back before the connection ends or an answer is whole. */
function exchange(request: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(request));
    let answer = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      answer += text;
      if (answer.includes('\r\n\r\n') && answer.trimEnd().endsWith('}')) socket.destroy();
    });
    socket.on('close', () => resolve(answer)).on('error', reject);
  });
}

describe('bodies of the API', () => {
  it('are parsed', async () => {
    expect(await post('/api/json', '{"a":[1]}', 'application/json; charset=UTF-8')).toEqual({ status: 201, body: { got: { a: [1] } } });
    expect(await post('/api/json', '{"a":1}', 'application/vnd.x+json')).toMatchObject({ status: 201 });
  });

  it('may be missing', async () => {
    expect(await post('/api/json', undefined)).toEqual({ status: 201, body: { got: 'nothing' } });
    expect(await post('/api/json', '', 'application/json')).toEqual({ status: 201, body: { got: 'nothing' } });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=windows-1251', 'application/jsonp', 'garbage'])('are refused as %s', async (type) => {
    expect(await post('/api/json', '{}', type)).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
  });

  it('are refused with the place of the fault', async () => {
    expect(await post('/api/json', '{"a":1,}', 'application/json')).toMatchObject({ status: 400, body: { code: 'bad-json', detail: expect.stringContaining('byte 7 (line 1, column 8)') } });
  });

  it('may be wanted raw', async () => {
    expect(await post('/api/raw', '{"a":1,}', 'application/json')).toEqual({ status: 201, body: { bytes: '{"a":1,}' } });
  });
});

describe('other bodies', () => {
  it('come as bytes whatever they claim to be', async () => {
    for (const type of ['application/json', 'application/x-www-form-urlencoded', 'x/y', undefined])
      expect(await post('/hook', Buffer.from([0, 255, 1]), type)).toEqual({ status: 201, body: { bytes: '\u0000\u00ff\u0001' } });
  });

  it('are empty bytes when there are none', async () => expect(await post('/hook', undefined)).toEqual({ status: 201, body: { bytes: '' } }));

  it('stay unread when they are multipart', async () => {
    const form = new FormData();
    form.append('name', 'Anna');
    expect(await post('/hook', form)).toEqual({ status: 201, body: { unread: true } });
  });

  it('are read by the route where it says so', async () => expect(await post('/stream', 'ten  bytes')).toEqual({ status: 201, body: { bytes: 'ten  bytes' } }));
});

describe('bodies that are too large', () => {
  it.each([
    ['/api/json', MEBIBYTE],
    ['/hook', MEBIBYTE],
    ['/api/raw', 100],
    ['/stream', 10],
  ])('are refused with the limit: %s', async (path, limit) => {
    const answer = await post(path, Buffer.alloc(limit + 1, '1'), 'application/json');
    expect(answer).toMatchObject({ status: 413, body: { code: 'body-too-large', detail: expect.stringContaining(`${limit} bytes`) } });
  });

  it('are refused before they are sent when their length is told', async () => {
    const answer = await exchange('POST /hook HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
  });

  it('are refused at the limit when it is not', async () => {
    const chunk = `100000\r\n${'x'.repeat(MEBIBYTE)}\r\n`;
    expect(await exchange(`POST /hook HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n${chunk}${chunk}`)).toMatch(/^HTTP\/1.1 413 /);
  });

  it('are still taken off the line, so that every client sees the answer and the connection lives', async () => {
    const large = Buffer.concat([Buffer.from(`POST /hook HTTP/1.1\r\nhost: x\r\ncontent-length: ${8 * MEBIBYTE}\r\n\r\n`), Buffer.alloc(8 * MEBIBYTE)]);
    const next = 'POST /hook HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\nconnection: close\r\n\r\nhi';
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(Buffer.concat([large, Buffer.from(next)])));
      let text = '';
      socket.setEncoding('latin1').on('data', (part: string) => (text += part));
      socket.on('close', () => resolve(text)).on('error', reject);
    });
    expect(answer.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 201']);
  });

  it('of strangers are not even looked at', async () => {
    expect(await exchange('POST /secret HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999\r\n\r\n')).toMatch(/^HTTP\/1.1 401 /);
  });
});

it('survives a client that leaves in the middle of a body', async () => {
  const left = await new Promise<boolean>((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write('POST /hook HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc', () => socket.destroy()));
    socket.on('close', () => resolve(true)).on('error', reject);
  });
  expect(left).toBe(true);
  expect(await post('/hook', 'good')).toMatchObject({ status: 201 });
});
