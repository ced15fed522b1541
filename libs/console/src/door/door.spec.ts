import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingHttpHeaders, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeActor } from '@tributary/platform';
import { API_TOKEN, settings, testConsole, type TestConsole } from '../testing/console-server.js';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A service of another process: answers what it saw, or what the spec wants. */
class Upstream {
  readonly seen: Seen[] = [];
  answer: (response: ServerResponse, seen: Seen) => void = answerSeen;
  private server: Server | undefined;
  private readonly listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const seen = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() };
      this.seen.push(seen);
      this.answer(response, seen);
    });
  };

  async start(): Promise<string> {
    this.server = createServer(this.listener).listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }
}

function answerSeen(response: ServerResponse, { method, url }: Seen): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ method, url }));
}

describe('the door', () => {
  const form = new Upstream();
  const lead = new Upstream();
  const notifier = new Upstream();
  let console: TestConsole;
  beforeAll(async () => {
    const [formUrl, leadUrl, notifierUrl] = await Promise.all([form.start(), lead.start(), notifier.start()]);
    console = await testConsole(settings({ FORM_URL: formUrl, LEAD_URL: leadUrl, NOTIFIER_URL: notifierUrl }), []);
  });
  afterEach(() => {
    for (const upstream of [form, lead, notifier]) {
      upstream.seen.length = 0;
      upstream.answer = answerSeen;
    }
  });
  afterAll(async () => {
    await console.stop();
    for (const upstream of [form, lead, notifier]) upstream.stop();
  });

  const token = API_TOKEN;

  it.each([
    ['POST', '/f/1', form],
    ['OPTIONS', '/f/1', form],
    ['GET', '/webhooks/vk/1/deep?hub.challenge=5', form],
    ['PUT', '/1c/1?mode=file', form],
    ['GET', '/api/v1/connectors', form],
    ['PATCH', '/api/v1/accounts/1', form],
    ['POST', '/api/v1/quarantine/7/replay', form],
    ['GET', '/api/v1/quarantine/records?limit=1', lead],
    ['POST', '/api/v1/contacts', form],
    ['GET', '/api/v1/contacts?q=%D0%B0&limit=5', lead],
    ['GET', '/api/v1/contacts/1/attachments/ab', lead],
    ['POST', '/api/v1/leads/1/take', lead],
    ['PUT', '/api/v1/lines', lead],
    ['GET', '/api/v1/people/1', lead],
    ['DELETE', '/api/v1/managers/1', lead],
    ['GET', '/api/v1/suggestions?status=all', lead],
    ['POST', '/api/v1/contacts/1/person', lead],
    ['POST', '/api/v1/contacts/1/lead', lead],
    ['GET', '/api/v1/not-leads', lead],
    ['DELETE', '/api/v1/shared-identities', lead],
    ['POST', '/api/v1/companies/1/people', lead],
    ['GET', '/api/v1/feed', notifier],
  ])('passes %s %s on', async (method, url, upstream) => {
    const { status, body } = await console.call(method, url, { token });
    expect([status, body]).toEqual([200, { method, url }]);
    expect(upstream.seen.map(({ url }) => url)).toEqual([url]);
  });

  it('vouches for who asks, and lets nobody else do so', async () => {
    const forged = Buffer.from(JSON.stringify({ role: 'admin', name: 'me' })).toString('base64url');
    const { token: weak } = (await console.call('POST', '/api/v1/tokens', { token, body: { name: 'phone', role: 'manager', managerId: 'm-1' } })).body;
    await console.call('GET', '/api/v1/leads', { token: weak, headers: { 'x-tributary-actor': forged, 'x-forwarded-for': '9.9.9.9', forwarded: 'for=9.9.9.9', 'x-real-ip': '9.9.9.9' } });
    const [{ headers }] = lead.seen as [Seen];
    expect(decodeActor(headers['x-tributary-actor'])).toEqual({ role: 'manager', managerId: 'm-1', name: 'phone', tokenId: expect.any(String) });
    expect(headers.authorization).toMatch(/^Internal [\w-]+$/);
    expect(headers['x-forwarded-for']).toBe('127.0.0.1');
    expect([headers['forwarded'], headers['x-real-ip']]).toEqual([undefined, undefined]);
    expect(headers['x-forwarded-host']).toBe(new URL(console.url).host);
  });

  it('keeps the session’s cookie to itself', async () => {
    const cookie = await console.signIn();
    await console.call('GET', '/api/v1/leads', { cookie });
    expect(lead.seen[0]?.headers.cookie).toBeUndefined();
    expect(decodeActor(lead.seen[0]?.headers['x-tributary-actor'])).toMatchObject({ role: 'admin', userId: expect.any(String) });
  });

  it('leaves a provider’s own Authorization to the channel, but not one that looks like ours', async () => {
    await console.call('POST', '/1c/1', { headers: { authorization: 'Basic MTpj' } });
    await console.call('POST', '/f/1', { headers: { authorization: 'internal guess', 'x-tributary-actor': 'e30' } });
    const [exchange, post] = form.seen as [Seen, Seen];
    expect(exchange.headers.authorization).toBe('Basic MTpj');
    expect(post.headers.authorization).toMatch(/^Internal (?!guess)/);
    expect(post.headers['x-tributary-actor']).toBeUndefined();
  });

  it('asks who it is before it passes on', async () => {
    expect((await console.call('GET', '/api/v1/leads')).status).toBe(401);
    expect((await console.call('POST', '/api/v1/contacts', { body: {} })).status).toBe(401);
    const cookie = await console.signIn();
    const forged = await console.call('POST', '/api/v1/leads/1/take', { cookie, headers: { origin: 'https://evil.example' }, body: {} });
    expect([forged.status, forged.body['code']]).toEqual([403, 'cross-origin']);
    expect([...lead.seen, ...form.seen]).toEqual([]);
  });

  it.each(['/f/..%2finternal/lead/stats', '/f/%2e%2e/internal/intake/stats', '/api/v1/leads/%2e%2e/%2e%2e/%2e%2e/internal/lead/stats', '/f//evil.example'])(
    'does not let %s out of what it routed',
    async (path) => {
      const { port } = new URL(console.url);
      const request = httpRequest({ host: '127.0.0.1', port, path, headers: { authorization: `Bearer ${token}` } });
      request.end();
      const [response] = (await once(request, 'response')) as [{ statusCode: number; resume(): void }];
      response.resume();
      expect(response.statusCode).toBe(400);
      expect([...lead.seen, ...form.seen]).toEqual([]);
    },
  );

  it('carries bodies unchanged: JSON, multipart, none', async () => {
    const json = '{ "text" : "Привет",\n "a": [1] }';
    await console.call('POST', '/api/v1/contacts', { token, body: json });
    const multipart = '--b\r\ncontent-disposition: form-data; name="x"\r\n\r\n1\r\n--b--\r\n';
    await console.call('POST', '/f/1', { body: multipart, headers: { 'content-type': 'multipart/form-data; boundary=b' } });
    await console.call('POST', '/api/v1/leads/1/take', { token });
    expect([...form.seen, ...lead.seen].map(({ body, headers }) => [headers['content-type'], body])).toEqual([
      ['application/json', json],
      ['multipart/form-data; boundary=b', multipart],
      [undefined, ''],
    ]);
  });

  it.each([
    ['POST', '/f/1', { expect: '100-continue' }, 'name=x'],
    ['POST', '/api/v1/leads', { expect: '100-continue' }, '{}'],
    ['POST', '/f/1', { connection: 'keep-alive, te', te: 'deflate', 'keep-alive': 'timeout=5', 'proxy-connection': 'keep-alive' }, 'name=x'],
    ['POST', '/f/1', { connection: 'upgrade, http2-settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABkAAQAAP__' }, 'name=x'],
    ['POST', '/f/1', { 'transfer-encoding': 'chunked' }, 'name=x'],
    ['GET', '/1c/1', { 'content-length': '0' }, ''],
    ['GET', '/1c/1', { 'content-length': '2' }, 'ab'],
    ['GET', '/api/v1/leads', { 'content-length': '2' }, '{}'],
    ['HEAD', '/api/v1/leads', { 'content-length': '0' }, ''],
  ])('passes a %s of %s on that says %o about its own connection', async (method, path, headers: Record<string, string>, body) => {
    const { port } = new URL(console.url);
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers: { authorization: `Bearer ${token}`, ...headers } });
    request.end(body);
    const [response] = (await once(request, 'response')) as [{ statusCode: number; resume(): void }];
    response.resume();
    expect(response.statusCode).toBe(200);
    expect([...form.seen, ...lead.seen].map(({ body: seen }) => seen)).toEqual([method === 'POST' ? body : '']);
  });

  it('streams uploads', async () => {
    const { port } = new URL(console.url);
    const request = httpRequest({ host: '127.0.0.1', port, path: '/f/1', method: 'POST', headers: { 'content-type': 'application/octet-stream' } });
    for (let sent = 0; sent < 64; sent += 1) if (!request.write(Buffer.alloc(65_536, 97))) await once(request, 'drain');
    request.end();
    const [response] = (await once(request, 'response')) as [{ statusCode: number; resume(): void }];
    response.resume();
    expect([response.statusCode, form.seen[0]?.body.length]).toEqual([200, 64 * 65_536]);
  });

  it('refuses a body of the API over 1 MiB itself', async () => {
    const answer = await console.call('POST', '/api/v1/contacts', { token, body: { text: 'x'.repeat(1_100_000) } });
    expect([answer.status, answer.body['code']]).toEqual([413, 'body-too-large']);
    expect(form.seen).toEqual([]);
  });

  it('gives answers as they are', async () => {
    lead.answer = (response) =>
      response.writeHead(409, { 'content-type': 'application/problem+json', 'retry-after': '7', 'x-own': 'yes' }).end('{"code":"lead-taken"}');
    const answer = await console.call('POST', '/api/v1/leads/1/take', { token, body: {} });
    expect([answer.status, answer.headers.get('x-own'), answer.headers.get('retry-after'), answer.text]).toEqual([409, 'yes', '7', '{"code":"lead-taken"}']);
    lead.answer = (response) => response.writeHead(303, { location: '/thanks?x=1' }).end();
    form.answer = lead.answer;
    expect((await console.call('POST', '/f/1')).headers.get('location')).toBe('/thanks?x=1');
  });

  it('asks a busy service once', async () => {
    lead.answer = (response) => response.writeHead(503, { 'retry-after': '1' }).end();
    expect((await console.call('GET', '/api/v1/leads', { token })).status).toBe(503);
    expect(lead.seen).toHaveLength(1);
  });

  it('streams the feed as it comes, and ends it with the reader', async () => {
    const closed = new Promise<void>((resolve) => {
      notifier.answer = (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('event: lead.opened\ndata: {}\n\n');
        response.on('close', resolve);
      };
    });
    const leave = new AbortController();
    const response = await fetch(`${console.url}/api/v1/feed`, { headers: { authorization: `Bearer ${token}` }, signal: leave.signal });
    const reader = response.body!.getReader();
    const { value } = await reader.read();
    expect(Buffer.from(value ?? []).toString()).toBe('event: lead.opened\ndata: {}\n\n');
    leave.abort();
    await closed;
  });

  it('has a feed for everybody', async () => {
    notifier.answer = (response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': begun\n\n');
    const leave = new AbortController();
    const open = (): Promise<Response> => fetch(`${console.url}/api/v1/feed`, { headers: { authorization: `Bearer ${token}` }, signal: leave.signal });
    const feeds = await Promise.all(Array.from({ length: 150 }, open));
    expect(feeds.map(({ status }) => status)).toEqual(Array(150).fill(200));
    leave.abort();
  });

  it('ends the feed of somebody who may no longer enter', async () => {
    notifier.answer = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': begun\n\n');
    };
    const user = { email: 'leaver@example.com', password: 'leaves on friday' };
    const { body } = await console.call('POST', '/api/v1/users', { token, body: { ...user, name: 'Leaver', role: 'operator' } });
    const response = await fetch(`${console.url}/api/v1/feed`, { headers: { cookie: await console.signIn(user) } });
    const reader = response.body!.getReader();
    await reader.read();
    await console.call('PATCH', `/api/v1/users/${body['id']}`, { token, body: { disabled: true } });
    await expect(reader.read()).rejects.toThrow();
  });

  it('outlives a client that leaves before the answer', async () => {
    const answering = new Promise<ServerResponse>((resolve) => (lead.answer = resolve));
    const leave = new AbortController();
    const left = fetch(`${console.url}/api/v1/leads`, { headers: { authorization: `Bearer ${token}` }, signal: leave.signal });
    const response = await answering;
    leave.abort();
    await expect(left).rejects.toThrow('aborted');
    lead.answer = answerSeen;
    // What is asked afterwards is answered after the door heard of the leaving, and of the late answer.
    expect((await console.call('GET', '/api/v1/leads', { token })).status).toBe(200);
    response.writeHead(200).write('{');
    for (let n = 0; n < 3; n += 1) expect((await console.call('GET', '/api/v1/leads', { token })).status).toBe(200);
    response.destroy();
  });

  it('audits what it passes on, with names of fields', async () => {
    lead.answer = (response) => response.writeHead(422).end();
    await console.call('POST', '/api/v1/leads/L-1/transfer', { token, body: { managerId: 'm-9' } });
    await console.call('POST', '/f/1', { body: { phone: '1' } });
    const { body } = await console.call('GET', '/api/v1/audit?limit=1', { token });
    expect(body['items']).toEqual([
      expect.objectContaining({ route: '/api/v1/leads/:id/transfer', objectId: 'L-1', fields: ['managerId'], outcome: 'failed', status: 422 }),
    ]);
    const { rowCount } = await console.pool.query(`select from console.audit where route not like '/api/%'`);
    expect(rowCount).toBe(0);
  });
});

describe('the door of a service with several processes', () => {
  const first = new Upstream();
  const second = new Upstream();
  let console: TestConsole;
  let urls: readonly [string, string];
  beforeEach(async () => {
    urls = [await first.start(), await second.start()];
    console = await testConsole(settings({ FORM_URL: urls.join(','), LEAD_URL: urls.join(',') }), []);
  });
  afterEach(async () => {
    await console.stop();
    for (const upstream of [first, second]) {
      upstream.stop();
      upstream.seen.length = 0;
      upstream.answer = answerSeen;
    }
  });

  /** Whatever turn it is. */
  const twice = async (method: string, path: string, body?: unknown): Promise<number[]> => {
    const statuses = [];
    for (let n = 0; n < 2; n += 1) statuses.push((await console.call(method, path, { token: API_TOKEN, body })).status);
    return statuses;
  };

  it('asks them in turn, each by its own name', async () => {
    expect(await twice('POST', '/f/1', { a: 1 })).toEqual([200, 200]);
    expect([first, second].map(({ seen }) => seen.map(({ headers }) => headers.host))).toEqual(urls.map((url) => [new URL(url).host]));
  });

  it('gives the next one what an absent one never got, body and all', async () => {
    first.stop();
    expect(await twice('POST', '/api/v1/leads/1/take', { managerId: 'm' })).toEqual([200, 200]);
    expect(await twice('POST', '/f/1', { a: 1 })).toEqual([200, 200]);
    expect(second.seen.map(({ body }) => body)).toEqual(['{"managerId":"m"}', '{"managerId":"m"}', '{"a":1}', '{"a":1}']);
  });

  it('repeats what may be repeated when the connection breaks off, and nothing else', async () => {
    first.answer = second.answer = (response) => response.destroy();
    for (const [method, path, tries] of [['POST', '/f/1', 2], ['POST', '/api/v1/contacts', 2], ['GET', '/api/v1/leads', 2], ['POST', '/api/v1/leads/1/take', 1]] as const) {
      const { status, body } = await console.call(method, path, { token: API_TOKEN, ...(method === 'POST' && { body: {} }) });
      expect([path, status, body['code'], first.seen.length + second.seen.length]).toEqual([path, 503, 'part-silent', tries]);
      first.seen.length = second.seen.length = 0;
    }
  });

  it('leaves one alone that ends, and tells its client nothing of that', async () => {
    first.answer = (response, seen) => {
      response.setHeader('connection', 'close');
      answerSeen(response, seen);
    };
    const { headers } = await console.call('POST', '/f/1', { body: {} });
    expect([first.seen.length, headers.get('connection')]).toEqual([1, 'keep-alive']);
    for (let n = 0; n < 4; n += 1) await console.call('POST', '/f/1', { body: {} });
    expect([first.seen.length, second.seen.length]).toEqual([1, 4]);
  });
});

describe('the door of a process that stops', () => {
  const upstream = new Upstream();
  let console: TestConsole;
  beforeEach(async () => {
    const url = await upstream.start();
    console = await testConsole(settings({ FORM_URL: url, LEAD_URL: url, NOTIFIER_URL: url }), []);
  });
  afterEach(async () => {
    await console.stop();
    upstream.stop();
  });

  it('finishes every answer that has an end, however slow', async () => {
    const begun: ServerResponse[] = [];
    const allBegun = new Promise<void>((resolve) => {
      upstream.answer = (response) => {
        response.writeHead(202, { 'content-type': 'application/json' }).write('{"id":');
        if (begun.push(response) === 60) resolve();
      };
    });
    const posts = Array.from({ length: 60 }, (_, n) => console.call('POST', ['/f/1', '/api/v1/contacts', '/api/v1/leads/1/take'][n % 3] ?? '', { token: API_TOKEN, body: { n } }));
    await allBegun;
    const stopped = console.stop();
    for (const response of begun) {
      response.write('"1"');
      await new Promise((resolve) => setImmediate(resolve));
      response.end('}');
    }
    expect((await Promise.all(posts)).map(({ status, text }) => `${status} ${text}`)).toEqual(Array(60).fill('202 {"id":"1"}'));
    await stopped;
  });

  it('finishes one whose audit is being written', async () => {
    const answering = new Promise<ServerResponse>((resolve) => (upstream.answer = resolve));
    const taken = console.call('POST', '/api/v1/leads/1/take', { token: API_TOKEN, body: {} });
    const response = await answering;
    const lock = await console.pool.connect();
    await lock.query('begin; lock table console.audit in exclusive mode');
    response.writeHead(200).write('{');
    const waits = `select from pg_locks where relation = 'console.audit'::regclass and not granted`;
    while ((await lock.query(waits)).rowCount === 0);
    const stopped = console.stop();
    await new Promise((resolve) => setImmediate(resolve));
    await lock.query('rollback');
    lock.release();
    response.end('}');
    expect(await taken).toMatchObject({ status: 200, text: '{}' });
    await stopped;
  });

  it('ends the feed, one that begins just then as well', async () => {
    upstream.answer = (response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': begun\n\n');
    const feed = (): Promise<Response> => fetch(`${console.url}/api/v1/feed`, { headers: { authorization: `Bearer ${API_TOKEN}` } });
    const reader = (await feed()).body!.getReader();
    await reader.read();
    const asked = new Promise<ServerResponse>((resolve) => (upstream.answer = resolve));
    const late = feed();
    const response = await asked;
    const stopped = console.stop();
    await expect(reader.read()).rejects.toThrow();
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': begun\n\n');
    await Promise.allSettled([late.then((answer) => answer.text())]);
    await stopped;
    // Before the stop cuts what is left.
  }, 9_000);
});

describe('the door of a service that is away', () => {
  let console: TestConsole;
  afterEach(() => console.stop());

  it('says so at once, in the reader’s language', async () => {
    const gone = new Upstream();
    const url = await gone.start();
    gone.stop();
    console = await testConsole(settings({ FORM_URL: url, LEAD_URL: url, NOTIFIER_URL: url }), []);
    for (const [method, path] of [['GET', '/api/v1/leads'], ['POST', '/f/1'], ['GET', '/api/v1/feed']] as const) {
      const answer = await console.call(method, path, { token: API_TOKEN, headers: { 'accept-language': 'ru' } });
      expect([answer.status, answer.headers.get('retry-after'), answer.body['code']]).toEqual([503, '2', 'part-away']);
      expect(answer.body['detail']).toMatch(/^Часть «(form|lead|notifier)» сейчас не отвечает/);
    }
  });

  it('says so when it does not know where the service is', async () => {
    console = await testConsole(settings(), ['form']);
    const answer = await console.call('GET', '/api/v1/leads', { token: API_TOKEN });
    expect([answer.status, answer.body['code']]).toEqual([503, 'part-away']);
    expect((await console.call('GET', '/api/v1/connectors', { token: API_TOKEN })).status).toBe(404);
  });

  it('does not claim that nothing was done when the service broke off in between', async () => {
    const broken = new Upstream();
    broken.answer = (response) => response.destroy();
    const url = await broken.start();
    console = await testConsole(settings({ LEAD_URL: url }), []);
    const answer = await console.call('POST', '/api/v1/leads/1/take', { token: API_TOKEN, body: {} });
    expect([answer.status, answer.headers.get('retry-after'), answer.body['code']]).toEqual([503, '2', 'part-silent']);
    broken.stop();
  });
});
