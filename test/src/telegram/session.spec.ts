import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { channel, createPull, type Settings, type Timing } from '@tributary/channel-telegram';
import { Customers, type SimulatedBot, TelegramServer } from '@tributary/telegram-simulator/server.mjs';
import { RecordingHost } from '../recording-host.js';
import { TestProxy } from '../test-proxy.js';

const DAY_MS = 86_400_000;
/** For tests in which nobody answers. */
const CALL_MS = 500;
/** Impatient, so that a test sees in a second what takes a minute. */
const TIMING: Partial<Timing> = { callMs: 10_000, conflictMs: 30, conflictPatienceMs: 300, lookMs: 20, idleLookMs: 60_000, retryMs: 20, mostRetryMs: 50, tries: 4 };

let server: TelegramServer;
let bot: SimulatedBot;
let customers: Customers;
let host: RecordingHost<Settings>;
let apiRoot: string;

beforeEach(async () => {
  server = new TelegramServer();
  apiRoot = `http://127.0.0.1:${await server.listen()}`;
  bot = server.addBot();
  customers = new Customers(bot);
});
afterEach(async () => {
  await host.stop();
  await server.close();
  expect(server.errors).toEqual([]);
});

function follow(settings: object = {}, prepare: (host: RecordingHost<Settings>) => void = () => undefined, timing: Partial<Timing> = {}): void {
  host = new RecordingHost(channel, { token: bot.token, apiRoot, pollSeconds: 2, upkeepSeconds: 1, ...settings });
  prepare(host);
  host.follow(createPull({ ...TIMING, ...timing }));
}

const write = (text: string) => customers.write({ from: 1_001, text });
const has = (...texts: string[]) => host.until(() => texts.every((text) => host.texts().includes(text)));
const asked = (method: string) => server.calls.filter((call) => call.method === method).map(({ params }) => params);
const first = (method: string) => asked(method)[0];

describe('polling', () => {
  it('confirms an update by the next question only, once it is stored', async () => {
    const { message_id } = write('first');
    expect(message_id).toBe(1);
    const [pending] = bot.queue.pending;
    follow();
    await has('first');
    write('second');
    await has('second');
    expect(asked('getUpdates').slice(0, 2).map(({ offset }) => offset)).toEqual([undefined, (pending?.update_id ?? 0) + 1]);
    expect(JSON.parse(host.checkpoints.get('updates') ?? '')).toMatchObject({ bot: bot.token.split(':')[0], offset: (pending?.update_id ?? 0) + 2 });
  });

  it.each([
    ['of another bot', { bot: '1', offset: 999_999_999, at: Date.now() }],
    ['of more than a day ago, for Telegram may have numbered anew', { bot: '7000000000', offset: 999_999_999, at: Date.now() - DAY_MS }],
    ['that is none', 'x'],
  ])('asks for the oldest when the checkpoint is one %s', async (_, checkpoint) => {
    bot.queue.numberAnew(500);
    write('after a quiet week');
    follow({}, (each) => each.checkpoints.set('updates', JSON.stringify(checkpoint)));
    await has('after a quiet week');
    expect(first('getUpdates')).not.toHaveProperty('offset');
  });

  it('reads on from its checkpoint', async () => {
    follow({}, (each) => each.checkpoints.set('updates', JSON.stringify({ bot: '7000000000', offset: 100, at: Date.now() })));
    await host.until(() => host.cycles > 0);
    expect(first('getUpdates')).toMatchObject({ offset: 100, limit: 100 });
  });

  it('takes more than one page, and asks in between for nothing twice', async () => {
    for (let n = 0; n < 250; n++) write(`message ${n}`);
    follow();
    await host.until(() => host.contacts.size === 250);
    expect(host.batches.map(({ contacts }) => contacts.length)).toEqual([100, 100, 50]);
  });

  it('removes the webhook of another mode', async () => {
    bot.webhook = { url: 'http://127.0.0.1:1/hook' };
    write('waited');
    follow();
    await has('waited');
    expect([bot.webhook, host.codes()]).toEqual([undefined, []]);
  });

  it('takes a conflict of a moment for no failure, and tells of one that lasts', async () => {
    follow();
    await host.until(() => host.cycles > 0);
    const rival = () => fetch(`${apiRoot}/bot${bot.token}/getUpdates?timeout=1`).then((response) => response.text());
    await rival();
    write('between');
    await has('between');
    expect(host.codes()).toEqual([]);
    let isOver = false;
    const rivals = (async () => {
      while (!isOver) await Promise.race([rival(), new Promise((resolve) => setTimeout(resolve, 10))]);
    })();
    await host.until(() => host.codes().includes('other-consumer'));
    isOver = true;
    await rivals;
    expect(host.reports[0]).toMatchObject({ failureClass: 'provider', field: 'token' });
  });

  it('tells that somebody set a webhook, and goes on', async () => {
    follow();
    await host.until(() => host.cycles > 0);
    await fetch(`${apiRoot}/bot${bot.token}/setWebhook?url=http://127.0.0.1:1/x`);
    await host.until(() => host.codes().includes('webhook-set-by-others'));
    write('after it');
    await has('after it');
  });

  it('puts aside what is not understood', async () => {
    bot.tell({ message: { message_id: 'none' } });
    write('fine');
    follow();
    await has('fine');
    expect(host.batches[0]?.quarantine).toEqual([expect.objectContaining({ code: 'not-understood', detail: 'no message: message_id, date, chat' })]);
  });

  it('keeps what Telegram said byte for byte, however it is spelled', async () => {
    const spelled = '{ "message":{"message_id":"none" , "text":"\\u0430\\ud83d","n":1.50}, "update_id":7 }';
    await server.close();
    const raw = createServer((request, response) => {
      const news = request.url?.includes('getUpdates') && !asks++ ? spelled : '';
      response.end(request.url?.includes('getUpdates') ? `{"ok":true,"result":[ ${news} ]}` : '{"ok":true,"result":{"id":1,"first_name":"x","url":""}}');
    });
    let asks = 0;
    await once(raw.listen(0, '127.0.0.1'), 'listening');
    follow({ apiRoot: `http://127.0.0.1:${(raw.address() as AddressInfo).port}` });
    await host.until(() => host.batches.length > 0);
    expect(Buffer.from(host.batches[0]!.quarantine![0]!.bytes).toString()).toBe(spelled);
    expect(JSON.parse(host.checkpoints.get('updates') ?? '')).toMatchObject({ offset: 8 });
    raw.close();
    raw.closeAllConnections();
    await server.listen();
  });

  it.each([
    ['401', { action: 'status', code: 401 }, { failureClass: 'credentials', code: 'token-refused', field: 'token' }],
    ['429, with the time to wait', { action: 'status', code: 429, retryAfter: 7 }, { failureClass: 'quota', code: 'too-many-requests', retryAfterMs: 7_000 }],
    ['502', { action: 'status', code: 502 }, { failureClass: 'provider', code: 'server-error' }],
    ['other bytes', { action: 'garbage' }, { failureClass: 'provider', code: 'not-the-bot-api', field: 'apiRoot' }],
    ['silence', { action: 'timeout' }, { failureClass: 'network', code: 'timeout' }],
    ['a closed connection', { action: 'close', times: 2 }, { failureClass: 'network', code: 'connection-failed' }],
    ['400', { action: 'status', code: 400 }, { failureClass: 'provider', code: 'request-refused' }],
  ])('ends typed with %s, and mends itself', async (_, fault, expected) => {
    server.fault({ on: 'getMe', ...fault });
    follow({}, undefined, fault.action === 'timeout' ? { callMs: CALL_MS } : {});
    await host.until(() => host.reports.length > 0);
    expect(host.reports[0]).toMatchObject(expected);
    expect(JSON.stringify([host.reports[0], String(host.reports[0]?.cause), host.reports[0]?.stack])).not.toContain(bot.token);
    write('all is well');
    await has('all is well');
  });

  it('is content with a relay that knows only what it needs, and doesn’t wait', async () => {
    server.fault({ on: 'getWebhookInfo', action: 'status', code: 404, description: 'Not Found: method not found' });
    bot.getUpdates = () => [];
    follow();
    await host.until(() => host.cycles > 2);
    const times = server.calls.filter(({ method }) => method === 'getUpdates').map(({ at }) => at);
    expect(times[2]! - times[1]!).toBeGreaterThanOrEqual(450);
    expect(host.codes()).toEqual([]);
  });

  it('does not ask without end whoever numbers nothing', async () => {
    Object.defineProperty(bot.queue, 'pending', { get: () => [{ message: 'none' }] });
    follow();
    await host.until(() => host.reports.length > 0);
    expect(host.reports[0]).toMatchObject({ code: 'not-the-bot-api' });
    expect(host.batches[0]?.quarantine).toHaveLength(1);
  });

  it('hears an update again that Telegram thinks it delivered', async () => {
    server.fault({ on: 'getUpdates', action: 'done-then-timeout' });
    write('said twice');
    follow({}, undefined, { callMs: CALL_MS });
    await has('said twice');
    expect(host.contacts.size).toBe(1);
  });

  it.each(['@old_name_bot', 'the_former_tokens_bot', undefined])('hears mentions by the name that Telegram tells, and stores it, whatever its settings say: %s', async (username) => {
    follow({ username });
    customers.write({ from: 1_001, chat: { id: -4_001, type: 'group', title: 'Клиенты' }, text: `@${bot.user.username} сколько стоит?` });
    await host.until(() => host.contacts.size === 1);
    expect([[...host.contacts.values()][0]?.notLeadReason, host.renewed, host.reports]).toEqual([undefined, { username: bot.user.username }, []]);
  });

  it('stores no name that is the same', async () => {
    follow({ username: `@${bot.user.username.toUpperCase()}` });
    await host.until(() => host.cycles > 0);
    expect(host.renewed).toEqual({});
  });
});

describe('files of another version', () => {
  it('that this one can’t read are told and let go in the end, and everything else goes on', async () => {
    follow();
    write('stored');
    await has('stored');
    const receivedAt = new Date().toISOString();
    const left = ['{}', '{"update_id":1,"message":{}}', 'no JSON'].map((update, n) => ({ key: String(n), value: JSON.stringify({ fileId: 'x', receivedAt, update }) }));
    host.store({ ...host.batches.at(-1)!.contacts[0]!, externalId: 'of another version', followUps: [{ key: 'later', value: '{"fileId":1}' }, ...left] });
    customers.file({ from: 1_001, bytes: 'the bytes', name: 'a.pdf', caption: 'of this one' });
    await host.until(() => [...host.contacts.values()].some(({ attachments }) => attachments.length === 1));
    await host.until(() => host.batches.flatMap(({ done = [] }) => done).filter(({ contactId }) => contactId === 'of another version').length === 4);
    expect(new Set(host.codes())).toEqual(new Set(['follow-up-unreadable']));
  });
});

describe('through a proxy', () => {
  let proxy: TestProxy;
  beforeEach(async () => {
    proxy = await TestProxy.open();
  });
  afterEach(() => proxy.close());

  it('all goes, files as well', async () => {
    customers.file({ from: 1_001, bytes: 'the bytes', name: 'a.pdf', caption: 'by tunnel' });
    follow({ proxy: { url: proxy.url, user: 'u', password: 'p' } });
    await host.until(() => [...host.contacts.values()][0]?.attachments.length === 1);
    expect(proxy.tunnels.length).toBeGreaterThanOrEqual(server.calls.length);
    expect(proxy.tunnels.join()).not.toContain(bot.token);
  });

  it('one that refuses, or is not there, is told at its setting', async () => {
    follow({ proxy: { url: proxy.url } });
    await host.until(() => host.reports.length > 0);
    expect(host.reports[0]).toMatchObject({ failureClass: 'credentials', code: 'proxy-refused', field: 'proxy.user', detail: { ru: expect.stringContaining('имя и пароль') } });
    await host.stop();
    follow({ proxy: { url: 'http://127.0.0.1:1' } });
    await host.until(() => host.reports.length > 0);
    expect(host.codes()[0]).toBe('proxy-failed');
  });
});

describe('the webhook', () => {
  const settings = { mode: 'webhook', secret: 'a-secret' };

  it('is set at the beginning, with the secret, and ends the polling of others', async () => {
    const rival = fetch(`${apiRoot}/bot${bot.token}/getUpdates?timeout=5`).then((response) => response.json());
    follow(settings);
    await host.until(() => host.cycles > 0);
    expect(bot.webhook).toMatchObject({ url: host.webhookUrl, secret: 'a-secret' });
    expect(await rival).toMatchObject({ error_code: 409, description: 'Conflict: terminated by setWebhook request' });
  });

  it('has a secret in any case', async () => {
    follow({ mode: 'webhook' });
    await host.until(() => host.cycles > 0);
    expect(bot.webhook?.secret).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is put back when somebody changed it', async () => {
    follow(settings);
    await host.until(() => host.cycles > 0);
    bot.webhook = { url: 'https://other.example/their-secret-path' };
    await host.until(() => host.codes().includes('webhook-changed') && bot.webhook?.url === host.webhookUrl);
    expect(host.reports[0]?.detail.en).toContain('(https://other.example)');
  });

  it('says that updates pile up, in Telegram’s words', async () => {
    follow({ ...settings, pendingLimit: 3 }, (each) => (each.webhookUrl = 'http://127.0.0.1:1/webhooks/telegram/a'));
    await host.until(() => host.cycles > 0);
    for (let n = 0; n < 3; n++) write(`lost ${n}`);
    await host.until(() => host.codes().includes('updates-waiting'));
    expect(host.reports[0]).toMatchObject({ failureClass: 'provider', detail: { en: expect.stringMatching(/\(3, connect ECONNREFUSED/) } });
  });

  it('says so of a few that are stuck as well, and gives Telegram the secret again', async () => {
    follow(settings, (each) => (each.webhookUrl = 'http://127.0.0.1:1/webhooks/telegram/a'));
    await host.until(() => host.cycles > 0);
    bot.webhook = { url: host.webhookUrl, secret: 'somebody-elses' };
    write('stuck');
    await host.until(() => host.codes().includes('updates-waiting') && bot.webhook?.secret === 'a-secret');
  });

  it('asks a person to act when Telegram refuses the address', async () => {
    await server.close();
    server = new TelegramServer({ strict: true });
    apiRoot = `http://127.0.0.1:${await server.listen()}`;
    bot = server.addBot();
    follow(settings, (each) => (each.webhookUrl = 'http://hub.example/webhooks/telegram/a'));
    await host.until(() => host.reports.length > 0);
    expect(host.reports[0]).toMatchObject({ failureClass: 'credentials', code: 'webhook-refused', field: 'mode', detail: { en: expect.stringContaining('HTTPS URL must be provided') } });
  });
});

describe('files', () => {
  const file = (more: object = {}) => customers.file({ from: 1_001, bytes: 'the bytes', name: 'a.pdf', caption: 'with a file', ...more });
  const only = () => [...host.contacts.values()][0];

  it('follow the contact, which is stored at once', async () => {
    server.fault({ on: 'getFile', action: 'status', code: 500, times: 2 });
    file();
    follow();
    await host.until(() => only()?.attachments.length === 1);
    expect(host.batches[0]?.contacts[0]?.facts.attachments).toEqual([]);
    expect(host.blobs.get(only()?.attachments[0]?.sha256 ?? '')?.toString()).toBe('the bytes');
    expect(only()?.text).toBe('with a file');
  });

  it('are asked for again when the download breaks off', async () => {
    server.fault({ on: 'file', action: 'close' });
    file();
    follow();
    await host.until(() => only()?.attachments.length === 1);
  });

  it('are said to be too large when only Telegram knows it', async () => {
    server.fault({ on: 'getFile', action: 'status', code: 400, description: 'Bad Request: file is too big' });
    file();
    follow();
    await host.until(() => only()?.text.includes('больше 20 МБ') ?? false);
    expect(only()?.attachments).toEqual([]);
  });

  it('are said to be missing when Telegram doesn’t give them for long', async () => {
    server.fault({ on: 'getFile', action: 'status', code: 400, description: 'Bad Request: wrong file_id or the file is temporarily unavailable', times: Infinity });
    file();
    follow({ language: 'en' });
    await host.until(() => only()?.text.includes('[File a.pdf: Telegram did not give the file') ?? false);
    expect(asked('getFile')).toHaveLength(4);
  });

  it('are told to stay where they are when the server gives paths of its own disk', async () => {
    file();
    bot.files.describe = (id: string) => ({ file_id: id, file_path: '/var/lib/telegram-bot-api/file_0.pdf' });
    follow({ language: 'en' });
    await host.until(() => only()?.text.includes('--local mode gives no files') ?? false);
  });

  it('are fetched for a webhook too, though another process stored the contact', async () => {
    follow({ mode: 'webhook' });
    await host.until(() => host.cycles > 0);
    const { message_id, ...message } = file();
    const { requestOf, webhookSamples } = await import('@tributary/channel/testing');
    const request = requestOf({ body: Buffer.from(JSON.stringify({ update_id: 1, message: { message_id, ...message } })) });
    host.store(channel.webhook!.parse(request, webhookSamples(channel).accountWith(host.settings)).contacts[0]!);
    await host.until(() => only()?.attachments.length === 1);
  });

  it('keep no address, and no path leads out of the folder of files', async () => {
    const { BotApi } = await import('@tributary/channel-telegram');
    const api = new BotApi({ apiRoot, token: bot.token });
    host = new RecordingHost(channel, {});
    for (const path of ['../deleteWebhook', '/etc/passwd', 'a//b', './x', '']) {
      await expect(api.download(path, AbortSignal.timeout(1_000))).rejects.toThrow(RangeError);
    }
  });
});
