import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Customers, type SimulatedBot, TelegramServer } from '@tributary/telegram-simulator/server.mjs';

interface Answer {
  readonly ok: boolean;
  readonly result: unknown;
  readonly error_code?: number;
  readonly description?: string;
  readonly parameters?: object;
}

let server: TelegramServer;
let bot: SimulatedBot;
let customers: Customers;
let root: string;

async function start(options: ConstructorParameters<typeof TelegramServer>[0] = {}): Promise<void> {
  server = new TelegramServer({ pauseFactor: 0.01, ...options });
  root = `http://127.0.0.1:${await server.listen()}`;
  bot = server.addBot();
  customers = new Customers(bot);
}

beforeEach(() => start());
afterEach(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

async function call(method: string, params: object = {}): Promise<Answer> {
  const response = await fetch(`${root}/bot${bot.token}/${method}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params) });
  const answer = (await response.json()) as Answer;
  expect(response.status).toBe(answer.error_code ?? 200);
  return answer;
}

const operate = async (path: string, body?: object) =>
  (await fetch(`${root}/sim/${path}`, body && { method: 'POST', body: JSON.stringify(body) })).json() as Promise<Record<string, unknown>>;
const write = (text: string, more: object = {}) => customers.write({ from: 1_001, text, ...more });
const texts = (answer: Answer) => (answer.result as { message: { text: string } }[]).map(({ message }) => message.text);

describe('getUpdates', () => {
  it('confirms by offset, keeps the last with a negative one, and goes by limit', async () => {
    for (const text of ['a', 'b', 'c', 'd']) write(text);
    const { result } = await call('getUpdates', { limit: 2 });
    expect((result as unknown[]).length).toBe(2);
    const [{ update_id }] = result as [{ update_id: number }];
    expect(texts(await call('getUpdates'))).toEqual(['a', 'b', 'c', 'd']);
    expect(texts(await call('GETUPDATES', { offset: update_id + 1 }))).toEqual(['b', 'c', 'd']);
    expect(texts(await call('getUpdates', { offset: -1 }))).toEqual(['d']);
    expect(texts(await call('getUpdates'))).toEqual(['d']);
  });

  it('waits for news, and ends the one that waited before', async () => {
    const first = call('getUpdates', { timeout: 20 });
    await untilAsked(1);
    const second = call('getUpdates', { timeout: 20 });
    expect(await first).toMatchObject({ error_code: 409, description: expect.stringContaining('terminated by other getUpdates request') });
    write('news');
    expect(texts(await second)).toEqual(['news']);
  });

  it('refuses while a webhook is set, forgets after a day, and numbers anew', async () => {
    write('old');
    server.advance(86_401);
    bot.queue.numberAnew(7);
    write('new');
    const { result } = await call('getUpdates');
    expect(result).toMatchObject([{ update_id: 7, message: { text: 'new' } }]);
    await call('setWebhook', { url: 'http://127.0.0.1:1/x' });
    expect(await call('getUpdates')).toMatchObject({ error_code: 409, description: expect.stringContaining("can't use getUpdates method while webhook is active") });
  });

  it('slows down who asks in a loop, as the real one does', async () => {
    await server.close();
    await start({ busyGuard: true });
    write('a');
    write('b');
    expect(texts(await call('getUpdates'))).toEqual(['a', 'b']);
    expect(texts(await call('getUpdates'))).toEqual(['a']);
  });
});

describe('a webhook', () => {
  const seen: { headers: IncomingMessage['headers']; update: { update_id: number; message: { text: string } } }[] = [];
  let hook: Server;
  let answer: (update: { message: { text: string } }, response: ServerResponse) => void;

  beforeEach(async () => {
    seen.length = 0;
    answer = (_, response) => response.end();
    hook = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        const update = JSON.parse(Buffer.concat(chunks).toString()) as (typeof seen)[number]['update'];
        seen.push({ headers: request.headers, update });
        answer(update, response);
        hook.emit('delivery');
      });
    }).listen(0, '127.0.0.1');
    await once(hook, 'listening');
  });
  afterEach(() => void hook.close());

  const url = () => `http://user:pass@127.0.0.1:${(hook.address() as AddressInfo).port}/hook`;
  async function deliveries(count: number): Promise<void> {
    while (seen.length < count) await once(hook, 'delivery');
  }

  it('is called with the secret it was given, and what is in its answer is carried out', async () => {
    answer = (_, response) => response.setHeader('content-type', 'application/json').end(JSON.stringify({ method: 'sendMessage', chat_id: 1_001, text: 'in the answer' }));
    await call('setWebhook', { url: url(), secret_token: 'abc-1' });
    write('hello');
    await deliveries(1);
    expect(seen[0]?.headers).toMatchObject({ 'x-telegram-bot-api-secret-token': 'abc-1', 'content-type': 'application/json', authorization: `Basic ${Buffer.from('user:pass').toString('base64')}` });
    while (bot.chats.get(1_001)?.length !== 2) await new Promise(setImmediate);
    await call('setWebhook', { url: url() });
    write('again');
    await deliveries(2);
    expect(seen[1]?.headers).not.toHaveProperty('x-telegram-bot-api-secret-token');
  });

  it('holds up one chat only when it fails, and tries again until it is taken', async () => {
    let refusals = 0;
    answer = ({ message }, response) => response.writeHead(message.text === 'bad' && ++refusals < 4 ? 500 : 200).end();
    await call('setWebhook', { url: url() });
    write('bad');
    write('behind it');
    write('another chat', { from: 1_002 });
    await deliveries(6);
    expect(seen.map(({ update }) => update.message.text)).toEqual(['bad', 'another chat', 'bad', 'bad', 'bad', 'behind it']);
    expect((await call('getWebhookInfo')).result).toMatchObject({ url: url(), last_error_message: 'Wrong response from the webhook: 500' });
  });

  it('is given up when it is gone for most of a day', async () => {
    answer = (_, response) => response.writeHead(410).end();
    await call('setWebhook', { url: url() });
    write('hello');
    await deliveries(2);
    server.advance(23 * 3_600 + 1);
    while (bot.webhook) await new Promise(setImmediate);
    expect((await call('getWebhookInfo')).result).toMatchObject({ url: '', pending_update_count: 1 });
  });

  it('is refused where the real one refuses it', async () => {
    expect(await call('setWebhook', { url: 'https://x.example', secret_token: 'a'.repeat(257) })).toMatchObject({ description: 'Bad Request: secret token is too long' });
    expect(await call('setWebhook', { url: 'https://x.example', secret_token: 'ä' })).toMatchObject({ description: 'Bad Request: secret token contains unallowed characters' });
    expect(await call('setWebhook', { url: 'x' })).toMatchObject({ description: 'Bad Request: invalid webhook URL specified' });
    await server.close();
    await start({ strict: true });
    expect(await call('setWebhook', { url: 'http://x.example' })).toMatchObject({ error_code: 400 });
    expect(await call('setWebhook', { url: 'https://x.example' })).toMatchObject({ error_code: 429, parameters: { retry_after: 1 } });
  });
});

describe('files and faults', () => {
  it('gives a file, but none above 20 MiB', async () => {
    const { document } = customers.file({ from: 1_001, bytes: 'bytes', name: 'a.txt' }) as unknown as { document: { file_id: string } };
    const { result } = await call('getFile', { file_id: document.file_id });
    const { file_path } = result as { file_path: string };
    expect(await (await fetch(`${root}/file/bot${bot.token}/${file_path}`)).text()).toBe('bytes');
    const big = customers.file({ from: 1_001, name: 'b.zip', sizeBytes: 21 * 1024 * 1024 }) as unknown as { document: { file_id: string } };
    expect(await call('getFile', { file_id: big.document.file_id })).toMatchObject({ error_code: 400, description: 'Bad Request: file is too big' });
  });

  it('takes parameters in every form, and uploads', async () => {
    write('hello');
    const form = new FormData();
    form.set('chat_id', '1001');
    form.set('caption', 'Счёт');
    form.set('document', new Blob(['pdf'], { type: 'application/pdf' }), 'счёт.pdf');
    await fetch(`${root}/bot${bot.token}/sendDocument`, { method: 'POST', body: form });
    await fetch(`${root}/bot${bot.token}/sendMessage`, { method: 'POST', body: new URLSearchParams({ chat_id: '1001', text: 'form', reply_parameters: '{"message_id":1}' }) });
    await fetch(`${root}/bot${bot.token}/sendMessage?chat_id=1001&text=query`);
    expect(await operate('bots/7000000000/chats/1001')).toMatchObject([{ text: 'hello' }, { caption: 'Счёт', document: { file_name: 'счёт.pdf' } }, { text: 'form', reply_to_message: { message_id: 1 } }, { text: 'query' }]);
  });

  it('knows its tokens, and its methods', async () => {
    expect(await call('noSuch')).toMatchObject({ error_code: 404 });
    await operate('bots/7000000000/revoke', {});
    expect(await call('getMe')).toMatchObject({ error_code: 401, description: 'Unauthorized' });
    await operate('bots/7000000000/restore', {});
    expect(await call('getMe')).toMatchObject({ ok: true, result: { username: 'acme_sales_bot', is_bot: true } });
    expect(await (await fetch(`${root}/botnonsense/getMe`)).json()).toMatchObject({ error_code: 401, description: 'Unauthorized: invalid token specified' });
  });

  it('is operated over HTTP: people write, edit, send cards and albums', async () => {
    const { message_id } = await operate('bots/7000000000/write', { from: { id: 5, first_name: 'Пётр' }, text: '/start spring' });
    await operate('bots/7000000000/edit', { chatId: 5, messageId: message_id, text: 'Добрый день' });
    await operate('bots/7000000000/album', { from: 5, count: 3, caption: 'Фото' });
    await operate('bots/7000000000/card', { from: 5, phone: '79161234567' });
    await operate('bots/7000000000/update', { poll: { id: '1' } });
    expect((await operate('bots/7000000000'))['pending']).toMatchObject([
      { message: { text: 'Добрый день' } }, { edited_message: { text: 'Добрый день', edit_date: expect.any(Number) } },
      { message: { caption: 'Фото', media_group_id: expect.any(String) } }, { message: {} }, { message: {} }, { message: { contact: { user_id: 5 } } }, { poll: { id: '1' } },
    ]);
    expect(await operate('bots/1')).toEqual({ error: 'no such thing' });
  });
});

async function untilAsked(times: number): Promise<void> {
  while (server.calls.length < times) await new Promise(setImmediate);
}
