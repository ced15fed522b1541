import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { Api } from '../../e2e/api.mjs';
import { type Hub, endHub, makeDataDir, removeDataDir, startHub, TOKEN } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { chunkedRequest, requestBytes, sendRaw } from '../../e2e/raw-http.mjs';
import { until } from '../../e2e/until.mjs';
import { memoryOf } from '../../e2e/usage.mjs';
import { databaseOf } from '../../faults/database.mjs';
import { NO_FORM, NO_JSON, NO_OBJECT, type Place } from '../bad-input/bodies.js';

const MIB = 1024 * 1024;
const dataDir = makeDataDir();
let hub: Hub;
let port: number;
let form: string;
let api: string;
let rssBefore: number;
let posted = 0;

beforeAll(async () => {
  hub = await startHub({ dataDir });
  port = Number(new URL(hub.url).port);
  ({ form, api = '' } = await install(hub.api, { apiAccount: true }));
  await goodPost();
  rssBefore = memoryOf(hub.pid).rssBytes;
}, 90_000);

afterAll(async () => {
  await endHub(hub);
  await removeDataDir(dataDir);
}, 60_000);

/** A good post beside the bad ones is unharmed. */
async function goodPost(): Promise<void> {
  posted += 1;
  const answer = await new Api(hub.url).call('POST', `/f/${form}`, { name: 'Анна', phone: '+7 916 123-45-67', message: `хорошее ${posted}` });
  expect(answer.status).toBe(202);
}

afterEach(goodPost);

const JSON_TYPE = { 'content-type': 'application/json', 'accept-language': 'en' };
const AUTHORIZED = { ...JSON_TYPE, authorization: `Bearer ${TOKEN}` };

type Answer = Awaited<ReturnType<typeof sendRaw>>;

function send(path: string, headers: Record<string, string>, body: string | Buffer, method = 'POST'): Promise<Answer> {
  return sendRaw(port, requestBytes(method, path, headers, body));
}

/** 4xx, RFC 9457, and it says where. */
function expectProblem(answer: Answer, place: Place = 'whole'): void {
  expect({ ...answer, head: undefined }).toMatchObject({ status: expect.any(Number) });
  expect(`${answer.status} ${answer.body}`).toMatch(/^4\d\d /);
  expect(answer.head).toMatch(/content-type: application\/problem\+json/i);
  const problem = JSON.parse(answer.body) as { status: number; code: string; title: string; detail: string; errors?: { field: string; code: string; detail: string }[] };
  expect(problem.status).toBe(answer.status);
  expect(problem.code).toMatch(/^[a-z0-9-]+$/);
  expect(problem.detail).not.toBe('');
  if (place === 'byte') expect(`${problem.detail} ${JSON.stringify(problem.errors ?? [])}`).toMatch(/\d|"field"/);
  if (typeof place === 'object') expect((problem.errors ?? []).map(({ field }) => field).join(' ')).toMatch(place.field);
}

describe('a form post', () => {
  it.each(NO_JSON)('of $name, said to be JSON, is refused', async ({ body, place }) => {
    expectProblem(await send(`/f/${form}`, JSON_TYPE, body), place);
  });

  it.each(NO_OBJECT)('of $name is refused', async ({ body, place }) => {
    expectProblem(await send(`/f/${form}`, JSON_TYPE, body), place);
  });

  it.each(NO_FORM)('with $name is refused', async ({ body, place }) => {
    expectProblem(await send(`/f/${form}`, JSON_TYPE, body), place);
  });

  it.each([
    ['text/plain', '{"name":"A","phone":"+79161234567"}'],
    ['application/xml', '<a/>'],
    ['application/octet-stream', 'abc'],
    ['image/png', 'abc'],
    ['application/json; charset=utf-16', '{"name":"A","phone":"+79161234567"}'],
    ['multipart/form-data', 'no boundary'],
    ['multipart/form-data; boundary=x', '{"name":"A","phone":"+79161234567"}'],
    ['multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data; name="phone"\r\n\r\n+79161234567'],
    ['multipart/form-data; boundary=x', '--x\r\nrubbish\r\n\r\nA\r\n--x--\r\n'],
    ['multipart/form-data; boundary=x', `--x\r\ncontent-disposition: form-data; name="${'n'.repeat(100_000)}"\r\n\r\nA\r\n--x--\r\n`],
    ['multipart/form-data; boundary=x', `${'--x\r\ncontent-disposition: form-data; name="phone"\r\n\r\n1\r\n'.repeat(20_000)}--x--\r\n`],
    ['multipart/form-data; boundary=x', '--x--\r\n'],
    [`multipart/form-data; boundary=${'b'.repeat(5_000)}`, 'x'],
    ['application/x-www-form-urlencoded', '{"name":"A","phone":"+79161234567"}'],
    ['application/x-www-form-urlencoded', 'name=A&phone=%ZZ'],
    ['application/x-www-form-urlencoded', 'name=%C0%AF&phone=%2B79161234567'],
    ['application/x-www-form-urlencoded', 'name=A%00B&phone=%2B79161234567'],
    ['application/x-www-form-urlencoded', 'a=1&'.repeat(50_000)],
    ['application/x-www-form-urlencoded', ''],
    ['application/x-www-form-urlencoded', 'name=A&__proto__[admin]=1&phone=nothing'],
    ['', '{"name":"A","phone":"+79161234567"}'],
    ['rubbish', '{"name":"A","phone":"+79161234567"}'],
  ])('said to be %j is refused when it can not be', async (contentType, body) => {
    expectProblem(await send(`/f/${form}`, { ...JSON_TYPE, 'content-type': contentType }, body));
  });

  it('with a content encoding is refused or taken as it is, never an error of ours', async () => {
    expectProblem(await send(`/f/${form}`, { ...JSON_TYPE, 'content-encoding': 'gzip' }, Buffer.from('1f8b0800000000000003', 'hex')));
  });

  it.each(['/f/none', '/f/%00', '/f/..%2f..%2fetc', `/f/${'a'.repeat(3_000)}`, '/f/%E0%A4%A', '/f/00000000-0000-4000-8000-000000000000'])('to %s is refused', async (path) => {
    expectProblem(await send(path, JSON_TYPE, '{"name":"A","phone":"+79161234567"}'));
  });

  it.each(['PUT', 'DELETE', 'PATCH'])('by %s is refused', async (method) => {
    expectProblem(await send(`/f/${form}`, JSON_TYPE, '{}', method));
  });

  it('with a bad query is refused or taken, never an error of ours', async () => {
    const answer = await send(`/f/${form}?utm_source=%ZZ&a[b]=1&__proto__[x]=1&${'x=1&'.repeat(2_000)}`, JSON_TYPE, '{"name":"A","phone":"+79161234567"}');
    expect(answer.status).toBeLessThan(500);
    expect(answer.status).toBeGreaterThan(199);
  });

  it('with a lone surrogate is refused or taken, never an error of ours', async () => {
    const answer = await send(`/f/${form}`, JSON_TYPE, '{"name":"A\\ud800","phone":"+79161234567"}');
    expect(answer.status).toBeLessThan(500);
    expect(answer.status).toBeGreaterThan(199);
  });
});

describe('a body of 50 MB', () => {
  const chunk = Buffer.alloc(MIB, 'x');

  function* declared(path: string, headers: Record<string, string>): Generator<Uint8Array> {
    yield Buffer.from(`POST ${path} HTTP/1.1\r\nhost: t\r\ncontent-length: ${50 * MIB}\r\n${Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
    for (let n = 0; n < 50; n += 1) yield chunk;
  }

  it.each([
    ['a form', () => `/f/${form}`, JSON_TYPE],
    ['the API', () => `/api/v1/contacts?accountId=${api}`, AUTHORIZED],
    ['a route of JSON', () => '/api/v1/managers', AUTHORIZED],
    ['a webhook', () => `/webhooks/form/${form}`, JSON_TYPE],
  ])('to %s is refused with 413, declared or not, or not at all', async (_, path, headers) => {
    for (const bytes of [declared(path(), headers), chunkedRequest('POST', path(), headers, chunk, 50)]) {
      const answer = await sendRaw(port, bytes);
      expectProblem(answer);
      expect([404, 405, 413, 415]).toContain(answer.status);
    }
  });

  it('of multipart is refused', async () => {
    const head = Buffer.from('--x\r\ncontent-disposition: form-data; name="file"; filename="a.bin"\r\n\r\n');
    const headers = { ...JSON_TYPE, 'content-type': 'multipart/form-data; boundary=x' };
    const bytes = chunkedRequest('POST', `/f/${form}`, headers, Buffer.concat([head, chunk]), 50);
    expectProblem(await sendRaw(port, bytes));
  });

  it('twenty at once leave memory bounded', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => sendRaw(port, chunkedRequest('POST', `/f/${form}`, JSON_TYPE, chunk, 50))));
    for (const answer of answers) expectProblem(answer);
    await goodPost();
    expect((memoryOf(hub.pid).peakRssBytes - rssBefore) / MIB).toBeLessThan(200);
  });
});

describe('the API', () => {
  /** Every route that takes a body, from the product's own document. */
  async function routes(): Promise<{ method: string; path: string }[]> {
    const document = await new Api(hub.url).get('/api/openapi.json');
    const documented = Object.entries(document.paths as Record<string, Record<string, { requestBody?: unknown }>>)
      .filter(([path]) => path.startsWith('/api/'))
      .flatMap(([path, operations]) => Object.entries(operations)
        .filter(([, operation]) => operation.requestBody)
        .map(([method]) => ({ method: method.toUpperCase(), path: path.replaceAll(/\{\w+\}/g, '01890000-0000-7000-8000-000000000000') })));
    return [...documented, { method: 'POST', path: `/api/v1/contacts?accountId=${api}` }];
  }

  it('has routes that take bodies', async () => {
    expect((await routes()).length).toBeGreaterThan(5);
  });

  it.each([...NO_JSON, ...NO_OBJECT])('refuses $name at every route', async ({ body, place }) => {
    for (const { method, path } of await routes()) {
      const answer = await send(path, AUTHORIZED, body, method);
      expectProblem(answer, answer.status === 404 || answer.status === 422 ? 'whole' : place);
    }
  });

  it.each([
    ['no content type', {}],
    ['text/plain', { 'content-type': 'text/plain' }],
    ['multipart', { 'content-type': 'multipart/form-data; boundary=x' }],
  ])('refuses a body with %s at every route', async (_, type) => {
    for (const { method, path } of await routes()) {
      const { 'content-type': _type, ...headers } = AUTHORIZED;
      expectProblem(await send(path, { ...headers, ...type }, '{"name":1}', method));
    }
  });

  it.each(['limit=0', 'limit=-1', 'limit=501', 'limit=x', 'limit=1e3', 'cursor=rubbish', 'cursor=%00', `cursor=${'A'.repeat(2_000)}`, 'since=yesterday', 'accountId=%00', 'q=%00'])('refuses the query %s of contacts, or ignores it, never an error of ours', async (query) => {
    const answer = await send(`/api/v1/contacts?${query}`, AUTHORIZED, '', 'GET');
    expect(answer.status).toBeLessThan(500);
    if (/limit|cursor|since/.test(query)) expectProblem(answer);
  });

  it.each(['%00', 'x', '../..', `${'9'.repeat(500)}`, '%E0%A4%A', "'; drop table lead.lead; --"])('refuses the id %s in every list', async (id) => {
    for (const list of ['contacts', 'leads', 'people', 'accounts', 'managers', 'quarantine']) {
      const answer = await send(`/api/v1/${list}/${encodeURI(id)}`, AUTHORIZED, '', 'GET');
      expect(`${list} ${answer.status}`).toMatch(/ 4\d\d$/);
    }
  });

  it('refuses contacts of wrong types with their fields', async () => {
    for (const wrong of [{ identities: 'x' }, { identities: [{ type: 1 }] }, { text: { a: 1 } }, { occurredAt: 'yesterday' }, { name: 5 }, { sequence: -1 }, { unknown: 1 }]) {
      const answer = await send(`/api/v1/contacts?accountId=${api}`, AUTHORIZED, JSON.stringify({ externalId: 'x', text: 'x', phone: '+79161234567', ...wrong }));
      expectProblem(answer, { field: new RegExp(Object.keys(wrong)[0]!) });
    }
  });
});

describe('a webhook', () => {
  it.each(NO_JSON)('of $name is refused', async ({ body }) => {
    expectProblem(await send(`/webhooks/form/${form}`, JSON_TYPE, body));
  });

  it.each(['/webhooks/none/x', '/webhooks/form/none', '/webhooks/form/%00', '/webhooks', '/webhooks/form'])('to %s is refused', async (path) => {
    expectProblem(await send(path, JSON_TYPE, '{"name":"A","phone":"+79161234567"}'));
  });
});

describe('HTTP itself', () => {
  it.each([
    ['no HTTP', 'hello\r\n\r\n'],
    ['a wrong version', 'GET / HTTP/9.9\r\nhost: t\r\n\r\n'],
    ['two lengths', 'POST /f/x HTTP/1.1\r\nhost: t\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabcd'],
    ['length and chunks at once', 'POST /f/x HTTP/1.1\r\nhost: t\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a length of words', 'POST /f/x HTTP/1.1\r\nhost: t\r\ncontent-length: many\r\n\r\n'],
    ['a bad chunk', 'POST /f/x HTTP/1.1\r\nhost: t\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'],
    ['a header with NUL', 'GET / HTTP/1.1\r\nhost: t\r\nx: a\0b\r\n\r\n'],
    ['a header of 100 KB', `GET / HTTP/1.1\r\nhost: t\r\nx: ${'a'.repeat(100_000)}\r\n\r\n`],
    ['10,000 headers', `GET / HTTP/1.1\r\nhost: t\r\n${Array.from({ length: 10_000 }, (_, n) => `x${n}: y\r\n`).join('')}\r\n`],
    ['an address of 100 KB', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nhost: t\r\n\r\n`],
  ])('with %s is refused', async (_, bytes) => {
    const { status } = await sendRaw(port, [bytes]);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });

  it('serves others while 300 connections send a byte now and then', async () => {
    const slow = Array.from({ length: 300 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
    const head = `POST /f/${form} HTTP/1.1\r\nhost: t\r\ncontent-length: 1000\r\n`;
    let at = 0;
    const dripping = setInterval(() => {
      for (const socket of slow) socket.write(head[at % head.length]!);
      at += 1;
    }, 20);
    for (let n = 0; n < 50; n += 1) await goodPost();
    clearInterval(dripping);
    for (const socket of slow) socket.destroy();
  });
});

describe('after all this', () => {
  it('the process is the same, each good post is a contact, nothing bad made a lead, and memory is bounded', async () => {
    expect(hub.running).toBe(true);
    await until('all is handled', async () => (await databaseOf(dataDir).waiting()) === 0);
    const contacts = await hub.api.all(`/api/v1/contacts?accountId=${form}`);
    expect(contacts.filter(({ text }) => String(text).startsWith('хорошее')).length).toBe(posted);
    expect((await hub.api.all('/api/v1/leads')).length).toBe(1);
    expect((memoryOf(hub.pid).peakRssBytes - rssBefore) / MIB).toBeLessThan(250);
  });
});
