import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { fromBinary } from '@bufbuild/protobuf';
import { EnvelopeSchema, Origin } from '@tributary/proto';
import { httpFixture, type HttpFixture } from '../testing/http-fixture.js';
import { toyChannel, toySignature } from '../testing/toy-channel.js';

let hub: HttpFixture;
beforeAll(async () => {
  hub = await httpFixture([toyChannel]);
});
afterAll(() => hub.drop());

const SECRET = 'open sesame';

async function account(settings: object = {}): Promise<string> {
  const { body } = await hub.api<{ id: string }>('admin', 'POST', '/api/v1/accounts', { channel: 'toy', settings: { secret: SECRET, ...settings } });
  return body.id;
}

interface Sent {
  readonly headers?: Record<string, string>;
  readonly secret?: string;
  readonly method?: string;
  readonly path?: string;
}

async function send(id: string, payload: unknown, { headers = {}, secret = SECRET, method = 'POST', path = '' }: Sent = {}) {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const response = await fetch(`${hub.url}/webhooks/toy/${id}${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'x-toy-signature': toySignature(secret, body), ...headers },
    ...(method === 'POST' && { body }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: (text ? JSON.parse(text) : {}) as { ids?: string[]; code?: string; errors?: object[] } };
}

async function contactsOf(accountId: string) {
  const records = await hub.log();
  return records.filter(({ headers }) => headers['source'] === `/accounts/${accountId}`).map(({ value, topic }) => ({ ...fromBinary(EnvelopeSchema, value), topic }));
}

async function nothingStored(accountId: string) {
  expect(await contactsOf(accountId)).toEqual([]);
  expect(await hub.rows('select id from intake.quarantine where account_id = $1', [accountId])).toEqual([]);
}

describe('a webhook', () => {
  it('answers after the contacts are stored', async () => {
    const id = await account();
    const { status, body } = await send(id, [{ id: 'a', text: 'Привет 👩🏽‍🚀' }, { id: 'b' }]);
    expect(status).toBe(200);
    expect((await contactsOf(id)).map((contact) => ({ id: contact.id, text: contact.text }))).toEqual([
      { id: body.ids?.[0], text: 'Привет 👩🏽‍🚀' },
      { id: body.ids?.[1], text: 'hello' },
    ]);
  });

  it.each([
    ['none', { headers: { 'x-toy-signature': '' } }],
    ["another account's", { secret: 'other' }],
    ['of other bytes', { headers: { 'x-toy-signature': toySignature(SECRET, '[ ]') } }],
  ])('refuses a signature: %s', async (_, sent) => {
    const id = await account();
    expect(await send(id, [], sent)).toMatchObject({ status: 401, body: { code: 'bad-signature' } });
    await nothingStored(id);
  });

  it('keeps nothing when verification itself breaks down', async () => {
    const id = await account();
    expect((await send(id, '{', { headers: { 'x-toy-signature': 'break' } })).status).toBe(500);
    await nothingStored(id);
  });

  it('tells the sender of his mistake and stores nothing', async () => {
    const id = await account();
    expect(await send(id, { refuse: 'because' })).toMatchObject({
      status: 422,
      body: { code: 'toy-refused', errors: [{ field: 'refuse', code: 'toy', detail: 'because' }] },
    });
    await nothingStored(id);
  });

  it.each([
    ['what it does not understand', '{"what":', { failure_class: 'payload', code: 'not-understood' }],
    ['what its parser fails on', '{"crash":"boom"}', { failure_class: 'internal', code: 'parser-failed', detail: 'boom' }],
  ])('keeps %s, byte for byte, and acknowledges', async (_, payload, expected) => {
    const id = await account();
    expect((await send(id, payload)).status).toBe(200);
    expect(await hub.rows('select stage, failure_class, code, detail, raw, seen from intake.quarantine where account_id = $1', [id])).toMatchObject([
      { stage: 'parse', raw: Buffer.from(payload), seen: 1, ...expected },
    ]);
  });

  it('keeps the same bad bytes once', async () => {
    const id = await account();
    for (let n = 0; n < 3; n++) await send(id, '{');
    expect(await hub.rows('select seen from intake.quarantine where account_id = $1', [id])).toEqual([{ seen: 3 }]);
  });

  it('keeps no secret of the request', async () => {
    const id = await account();
    await send(id, '{', { headers: { authorization: 'Bearer tip', cookie: 'sid=top' }, path: '/sub?token=secret&page=2' });
    const [row] = await hub.rows<{ request: object }>('select request from intake.quarantine where account_id = $1', [id]);
    expect(row?.request).toMatchObject({ method: 'POST', path: '/sub', query: { page: '2' } });
    expect(JSON.stringify(row?.request)).not.toMatch(/tip|top|secret|signature/);
  });

  it.each(['/webhooks/toy/nonsense', `/webhooks/toy/${randomUUID()}`, '/f/nonsense'])('%s is not found', async (path) => {
    expect((await fetch(hub.url + path, { method: 'POST', body: '[]' })).status).toBe(404);
  });

  it('is found only under its own channel', async () => {
    const id = await account();
    for (const path of [`/f/${id}`, `/webhooks/form/${id}`]) expect((await fetch(hub.url + path, { method: 'POST', body: '[]' })).status).toBe(404);
  });

  it('says which methods it takes', async () => {
    const response = await fetch(`${hub.url}/webhooks/toy/${await account()}`, { method: 'PUT', body: '[]' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });

  it('refuses a body over its limit, and one of unsaid length at the limit', async () => {
    const id = await account();
    const large = `[${' '.repeat(300_000)}]`;
    expect((await send(id, large)).status).toBe(413);
    const stream = new ReadableStream({
      start: (controller) => {
        for (let n = 0; n < 40; n++) controller.enqueue(new Uint8Array(10_000));
        controller.close();
      },
    });
    const response = await fetch(`${hub.url}/webhooks/toy/${id}`, { method: 'POST', body: stream, duplex: 'half' } as RequestInit);
    expect(response.status).toBe(413);
    await nothingStored(id);
  });

  it('limits the rate of each client', async () => {
    const id = await account({ rateLimitPerMinute: 2 });
    const statuses = [];
    for (let n = 0; n < 3; n++) statuses.push((await send(id, [])).status);
    const refused = await send(id, []);
    expect([...statuses, refused.status]).toEqual([200, 200, 429, 429]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('takes posts of allowed sites only', async () => {
    const id = await account({ origins: ['https://shop.example'] });
    const allowed = await send(id, [], { headers: { origin: 'https://shop.example' } });
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([200, 'https://shop.example']);
    expect((await send(id, [], { headers: { origin: 'https://evil.example' } })).status).toBe(403);
    const preflight = await fetch(`${hub.url}/webhooks/toy/${id}`, {
      method: 'OPTIONS',
      headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' },
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([204, 'GET, POST']);
  });

  it('stores nothing for a request without contacts', async () => {
    const id = await account();
    expect((await send(id, '', { method: 'GET' })).status).toBe(200);
    await nothingStored(id);
  });
});

describe('a multipart post', () => {
  const boundary = 'XX';
  const file = (name: string, content: string) => `--${boundary}\r\ncontent-disposition: form-data; name="f"; filename="${name}"\r\ncontent-type: text/plain\r\n\r\n${content}\r\n`;
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}`, 'x-toy-signature': toySignature(SECRET, '') };
  const post = async (id: string, body: string) => (await fetch(`${hub.url}/webhooks/toy/${id}`, { method: 'POST', headers, body })).status;

  it('has its files stored before its contact', async () => {
    const id = await account();
    const form = new FormData();
    form.set('note', 'заметка');
    form.set('file', new File(['hello'], '../../etc/отчёт.txt', { type: 'text/plain' }));
    form.set('empty', new File([], ''));
    const response = await fetch(`${hub.url}/webhooks/toy/${id}`, { method: 'POST', headers: { 'x-toy-signature': headers['x-toy-signature'] }, body: form });
    expect(response.status).toBe(200);
    const [contact] = await contactsOf(id);
    expect(contact?.text).toBe('отчёт.txt заметка');
    expect((await hub.blobs.read(contact?.externalId ?? '')).toString()).toBe('hello');
  });

  it.each([
    ['cut short', file('a', 'text'), 400],
    ['no multipart at all', 'nothing', 400],
    ['a field without a name', `--${boundary}\r\ncontent-disposition: form-data\r\n\r\nx\r\n--${boundary}--\r\n`, 400],
    ['a file without a name of its field', `--${boundary}\r\ncontent-disposition: form-data; filename="a"\r\n\r\nx\r\n--${boundary}--\r\n`, 400],
    ['too many files', `${file('a', '1')}${file('b', '2')}${file('c', '3')}--${boundary}--`, 413],
    ['a file too large', `${file('a', 'x'.repeat(120_000))}--${boundary}--`, 413],
    ['too large altogether', `${file('a', 'x'.repeat(400_000))}--${boundary}--`, 413],
  ])('is refused when it is %s', async (_, body, status) => {
    const id = await account();
    expect(await post(id, body)).toBe(status);
    await nothingStored(id);
  });

  it('leaves nothing behind when the client goes away', async () => {
    const id = await account();
    const { hostname, port } = new URL(hub.url);
    const before = await filesOf(hub.blobFolder);
    const socket = connect(Number(port), hostname);
    const head = `POST /webhooks/toy/${id} HTTP/1.1\r\nhost: hub\r\ncontent-length: 90000\r\ncontent-type: ${headers['content-type']}\r\n\r\n`;
    socket.write(head + file('a', 'x'.repeat(10_000)).slice(0, 9000), () => socket.destroy());
    // The next request is answered after the lost one was noticed; then no file may be left half written.
    await send(id, []);
    await expect(eventuallyEqual(() => filesOf(hub.blobFolder), before)).resolves.toEqual(before);
    await nothingStored(id);
  });
});

describe('quarantine', () => {
  interface Item {
    id: string;
    status: string;
    contactIds: string[];
    reason: object;
    raw: { base64: string };
  }
  const list = async (id: string) => (await hub.api<{ items: Item[] }>('operator', 'GET', `/api/v1/quarantine?accountId=${id}`)).body.items;

  it('is listed and shown with its bytes', async () => {
    const id = await account();
    await send(id, '{"odd":"<script>"}');
    const [item] = await list(id);
    expect(item).toMatchObject({ status: 'open', reason: { stage: 'parse', class: 'payload', code: 'not-understood' } });
    const { body } = await hub.api<Item>('operator', 'GET', `/api/v1/quarantine/${item?.id}`);
    expect(Buffer.from(body.raw.base64, 'base64').toString()).toBe('{"odd":"<script>"}');
  });

  it('stays while it is still not understood', async () => {
    const id = await account();
    await send(id, '{');
    const [item] = await list(id);
    expect(await hub.api('operator', 'POST', `/api/v1/quarantine/${item?.id}/replay`)).toMatchObject({ status: 422, body: { code: 'still-not-understood' } });
    expect((await list(id))[0]).toMatchObject({ status: 'open' });
  });

  it('is replayed once the parser is mended: people are told once, twice gives the same contacts', async () => {
    const mended = JSON.stringify([{ id: 'a' }, { id: 'b' }]);
    const id = await account();
    await send(id, '{');
    const [item] = await list(id);
    // The mending: the kept bytes are now such that the parser takes them.
    await hub.rows('update intake.quarantine set raw = $2 where id = $1', [item?.id, Buffer.from(mended)]);
    const replay = async () => (await hub.api<Item>('operator', 'POST', `/api/v1/quarantine/${item?.id}/replay`)).body;
    const first = await replay();
    expect(first).toMatchObject({ status: 'replayed', contactIds: [expect.any(String), expect.any(String)] });
    expect(await replay()).toEqual(first);
    expect(await contactsOf(id)).toMatchObject([
      { id: first.contactIds[0], topic: 'inbound.bulk.v1', origin: Origin.REPLAY, notify: true },
      { id: first.contactIds[1], topic: 'inbound.bulk.v1', origin: Origin.REPLAY, notify: true },
    ]);
    expect((await list(id))[0]).toMatchObject({ status: 'replayed', contactIds: first.contactIds });
  });

  it('is no business of managers', async () => {
    for (const path of ['', `/${randomUUID()}`]) expect((await hub.api('manager', 'GET', `/api/v1/quarantine${path}`)).status).toBe(403);
    expect((await hub.api('manager', 'POST', `/api/v1/quarantine/${randomUUID()}/replay`)).status).toBe(403);
  });
});

async function filesOf(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name).sort();
}

async function eventuallyEqual<T>(read: () => Promise<T>, expected: T): Promise<T> {
  let last = await read();
  for (let tries = 0; tries < 100 && JSON.stringify(last) !== JSON.stringify(expected); tries++) last = await read();
  return last;
}
