import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Customers, type SimulatedGroup, VkServer } from '../../simulators/vk/server.mjs';

interface Answer {
  readonly response?: unknown;
  readonly error?: { readonly error_code: number; readonly error_msg: string; readonly request_params: readonly { key: string; value: string }[] };
}

let server: VkServer;
let group: SimulatedGroup;
let customers: Customers;

async function start(options: ConstructorParameters<typeof VkServer>[0] = {}): Promise<void> {
  server = new VkServer({ pauseFactor: 0.001, mostFailures: 3, ...options });
  await server.listen();
  group = server.addGroup();
  customers = new Customers(server, group);
}
beforeEach(() => start());
afterEach(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

async function call(method: string, params: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${server.url}/method/${method}`, { method: 'POST', body: new URLSearchParams({ access_token: group.token, v: '5.199', ...params }) });
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}
const operate = async (path: string, body?: object) => (await fetch(`${server.url}/sim/${path}`, body && { method: 'POST', body: JSON.stringify(body) })).json() as Promise<Record<string, unknown>>;
const write = (text: string) => customers.write({ from: 1_001, text });
const enable = () => call('groups.setLongPollSettings', { enabled: '1', api_version: '5.199', message_new: '1' });

describe('methods', () => {
  it('know their tokens, versions and rights', async () => {
    expect((await call('groups.getById')).response).toEqual({ groups: [expect.objectContaining({ id: group.id, screen_name: 'acme_doors' })], profiles: [] });
    expect((await call('groups.getById', { v: '5.103' })).response).toEqual([expect.objectContaining({ id: group.id })]);
    expect((await call('users.get', { access_token: 'x' })).error).toMatchObject({ error_code: 5 });
    group.rights.delete('manage');
    expect((await call('groups.getLongPollServer')).error).toMatchObject({ error_code: 15 });
    server.revoke(group);
    expect((await call('users.get')).error).toMatchObject({ error_code: 27, request_params: expect.arrayContaining([{ key: 'method', value: 'users.get' }]) });
  });

  it('are refused above 20 a second', async () => {
    await server.close();
    await start({ limits: true });
    const answers = await Promise.all(Array.from({ length: 25 }, () => call('users.get', { user_ids: '1' })));
    expect(answers.filter(({ error }) => error?.error_code === 6)).toHaveLength(5);
  });

  it('send once for one random id within an hour, and only to who wrote', async () => {
    const send = (params: object = {}) => call('messages.send', { peer_id: '1001', random_id: '7', message: 'Здравствуйте', ...params });
    expect((await send()).error).toMatchObject({ error_code: 901 });
    write('hello');
    expect([(await send()).response, (await send({ message: 'another' })).response]).toEqual([2, 2]);
    server.advance(3_601);
    expect((await send()).response).toBe(3);
    expect((await send({ random_id: String(2 ** 31) })).error).toMatchObject({ error_code: 100 });
    expect((await send({ message: 'x'.repeat(4_097), random_id: '8' })).error).toMatchObject({ error_code: 914 });
    expect(await operate(`groups/${group.id}/chats/1001`)).toMatchObject([{ text: 'hello' }, { text: 'Здравствуйте' }, { text: 'Здравствуйте' }]);
  });
});

describe('Bots Long Poll', () => {
  const poll = async (params: Record<string, string>) => (await fetch(`${server.url}/lp/${group.id}?${new URLSearchParams({ act: 'a_check', wait: '0', ...params })}`)).json() as Promise<Record<string, unknown>>;

  it('gives events from a ts on: a text with news, a number with a failure', async () => {
    expect((await call('groups.getLongPollServer')).error).toMatchObject({ error_code: 100 });
    await enable();
    const { response } = await call('groups.getLongPollServer') as { response: { key: string; server: string; ts: string } };
    expect(response).toEqual({ key: group.longPoll.key, server: `${server.url}/lp/${group.id}`, ts: '1' });
    const waiting = poll({ key: response.key, ts: '1', wait: '20' });
    write('news');
    expect(await waiting).toEqual({ ts: '2', updates: [expect.objectContaining({ type: 'message_new', group_id: group.id })] });
    expect(await poll({ key: response.key, ts: '2' })).toEqual({ ts: '2', updates: [] });
    group.queue.forget();
    expect(await poll({ key: response.key, ts: '1' })).toEqual({ ts: 2, failed: 1 });
    expect(await poll({ key: 'old', ts: '2' })).toEqual({ failed: 2 });
    expect(await poll({ key: response.key, ts: '99' })).toEqual({ failed: 3 });
  });
});

describe('the Callback API', () => {
  const seen: { headers: IncomingMessage['headers']; event: { type: string; event_id: string; secret?: string } }[] = [];
  let hook: Server;
  let answer: (type: string, response: ServerResponse) => void;

  beforeEach(async () => {
    seen.length = 0;
    answer = (type, response) => response.end(type === 'confirmation' ? group.confirmationCode : 'ok');
    hook = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        const event = JSON.parse(Buffer.concat(chunks).toString()) as (typeof seen)[number]['event'];
        seen.push({ headers: request.headers, event });
        answer(event.type, response);
        hook.emit('delivery');
      });
    });
    await once(hook.listen(0, '127.0.0.1'), 'listening');
  });
  afterEach(() => {
    hook.close();
    hook.closeAllConnections();
  });

  const deliveries = async (count: number) => {
    while (seen.length < count) await once(hook, 'delivery');
  };
  const until = async (holds: () => boolean) => {
    while (!holds()) await new Promise(setImmediate);
  };
  async function connect(): Promise<void> {
    const url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`;
    const { response } = await call('groups.addCallbackServer', { url, title: 'x', secret_key: 's3' }) as { response: { server_id: number } };
    await call('groups.setCallbackSettings', { server_id: String(response.server_id), message_new: '1' });
    await until(() => group.servers[0]?.status !== 'wait' && group.servers[0]?.status !== 'unconfigured');
  }

  it('is confirmed by the code alone, and refused otherwise', async () => {
    await connect();
    expect((await call('groups.getCallbackServers')).response).toMatchObject({ count: 1, items: [{ status: 'ok', secret_key: 's3' }] });
    answer = (_, response) => response.end(`${group.confirmationCode}\n`);
    await connect();
    expect(group.servers[1]?.status).toBe('failed');
    for (let n = 2; n < 10; n++) await connect();
    expect((await call('groups.addCallbackServer', { url: 'http://127.0.0.1:1', title: 'x' })).error).toMatchObject({ error_code: 2000 });
  });

  it.each(['OK', '"ok"', 'ok\n', '\ufeffok', ''])('takes %j for no answer, and comes again with the same event', async (body) => {
    await connect();
    let times = 0;
    answer = (_, response) => response.end(++times === 2 ? 'ok' : body);
    write('hello');
    await deliveries(3);
    expect(seen[1]?.headers).not.toHaveProperty('x-retry-counter');
    expect(seen[2]).toMatchObject({ headers: { 'x-retry-counter': '1' }, event: { event_id: seen[1]?.event.event_id, secret: 's3' } });
  });

  it('waits as it is asked to, by a date, and counts that as no failure', async () => {
    await connect();
    let times = 0;
    answer = (_, response) => (++times > 6 ? response.end('ok') : response.writeHead([410, 429, 503][times % 3]!, { 'retry-after': new Date(Date.now() + 1_000).toUTCString() }).end());
    write('hello');
    await deliveries(8);
    expect(group.servers[0]?.status).toBe('ok');
  });

  it('gives up after some failures, until it is confirmed again', async () => {
    await connect();
    answer = (_, response) => response.writeHead(503, { 'retry-after': '1' }).end();
    write('lost');
    await until(() => group.servers[0]?.status === 'failed');
    answer = (type, response) => response.end(type === 'confirmation' ? group.confirmationCode : 'ok');
    await call('groups.editCallbackServer', { server_id: '1', url: group.servers[0]!.url, title: 'x', secret_key: 's3' });
    await until(() => group.servers[0]?.status === 'ok');
    write('again');
    await until(() => group.servers[0]?.log.at(-1)?.body === 'ok');
    expect(group.servers[0]?.waiting).toBe(0);
  });

  it('ends when the address says so', async () => {
    await connect();
    answer = (_, response) => response.end('remove');
    write('hello');
    await until(() => group.servers.length === 0);
  });
});

describe('the operator’s side', () => {
  it('lets people write, edit, comment, order, fill in forms, deny', async () => {
    const on = `groups/${group.id}`;
    const { conversation_message_id } = await operate(`${on}/write`, { from: { id: 5, first_name: 'Пётр' }, text: 'Добрый день' });
    await operate(`${on}/edit`, { peerId: 5, number: conversation_message_id, text: 'Добрый вечер' });
    const { id } = await operate(`${on}/comment`, { from: 5, text: 'Сколько?' });
    await operate(`${on}/comment`, { from: 5, id, text: 'Сколько стоит?' });
    await operate(`${on}/leadForm`, { from: 5, answers: { phone_number: '+79161234567' } });
    await operate(`${on}/order`, { from: 5, rubles: 12.5 });
    await operate(`${on}/deny`, { from: 5 });
    expect(group.events.map(({ type }) => type)).toEqual(['message_new', 'message_edit', 'wall_reply_new', 'wall_reply_edit', 'lead_forms_new', 'market_order_new', 'message_deny']);
    expect(await operate('groups/1')).toEqual({ error: 'no such thing' });
  });

  it('plants faults, also at a rate', async () => {
    await operate('faults', { on: 'users.get', action: 'error', code: 9, rate: 1 });
    for (let n = 0; n < 3; n++) expect((await call('users.get')).error).toMatchObject({ error_code: 9, error_msg: 'Flood control' });
    await fetch(`${server.url}/sim/faults`, { method: 'DELETE' });
    expect((await call('users.get')).response).toEqual([]);
  });
});
