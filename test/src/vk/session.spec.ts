import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Refusal } from '@tributary/channel';
import { channel, createPull, type Settings, type Timing, VkApi } from '@tributary/channel-vk';
import { requestOf, webhookSamples } from '@tributary/channel/testing';
import { Customers, type SimulatedGroup, VkServer } from '../../simulators/vk/server.mjs';
import { RecordingHost } from '../recording-host.js';
import { TestProxy } from '../test-proxy.js';

/** For tests in which nobody answers. */
const CALL_MS = 500;
/** Impatient, so that a test sees in a second what takes a minute. */
const TIMING: Partial<Timing> = { callMs: 10_000, lookMs: 20, idleLookMs: 60_000, retryMs: 20, mostRetryMs: 50, tries: 4, confirmMs: 20, confirmTries: 50 };

let server: VkServer;
let group: SimulatedGroup;
let customers: Customers;
let host: RecordingHost<Settings>;

beforeEach(async () => {
  server = new VkServer({ pauseFactor: 0.01, mostFailures: 3 });
  await server.listen();
  group = server.addGroup();
  customers = new Customers(server, group);
});
afterEach(async () => {
  await host.stop();
  await server.close();
  expect(server.errors).toEqual([]);
});

function follow(settings: object = {}, prepare: (host: RecordingHost<Settings>) => void = () => undefined, timing: Partial<Timing> = {}): void {
  host = new RecordingHost(channel, { accessToken: group.token, groupId: group.id, apiRoot: server.url, pollSeconds: 2, upkeepSeconds: 1, ...settings });
  prepare(host);
  host.follow(createPull({ ...TIMING, ...timing }));
}

const ANNA = { id: 1_001, first_name: 'Анна', last_name: 'Петрова' };
const write = (text: string, more: object = {}) => customers.write({ from: ANNA, text, ...more });
const has = (...texts: string[]) => host.until(() => texts.every((text) => host.texts().includes(text)));
const asked = (method: string) => server.calls.filter((call) => call.method === method).map(({ params }) => params);
const facts = (text: string) => [...host.contacts.values()].find((each) => each.text.includes(text));
const begun = () => host.until(() => host.cycles > 0);

describe('Bots Long Poll', () => {
  it('is switched on with all that we want to hear, once', async () => {
    follow();
    await begun();
    expect(group.longPoll).toMatchObject({ is_enabled: true, api_version: '5.199', events: { message_new: true, lead_forms_new: true, wall_reply_new: true } });
    await host.stop();
    follow();
    await begun();
    expect(asked('groups.setLongPollSettings')).toHaveLength(1);
  });

  it('moves its place only with what was stored, and brings names along', async () => {
    follow();
    await begun();
    write('first');
    await has('first');
    expect(facts('first')?.sender).toEqual({ name: 'Анна Петрова' });
    expect(host.batches.at(-1)?.contacts[0]?.followUps).toBeUndefined();
    expect(JSON.parse(host.checkpoints.get('events') ?? '')).toEqual({ group: group.id, ts: '2' });
    write('second');
    await has('second');
    expect(asked('users.get')).toHaveLength(1);
  });

  it('reads on from its place, whatever VK would begin with', async () => {
    follow();
    await begun();
    await host.stop();
    const { checkpoints } = host;
    write('while nobody looked');
    follow({}, (each) => checkpoints.forEach((value, scope) => each.checkpoints.set(scope, value)));
    await has('while nobody looked');
  });

  it('does not wait for names that VK doesn’t give now: they come after', async () => {
    server.fault({ on: 'users.get', action: 'error', code: 10, times: 2 });
    follow();
    await begun();
    write('nameless');
    await has('nameless');
    await host.until(() => facts('nameless')?.sender.name === 'Анна Петрова');
  });

  it('takes a new key and keeps its place when the key expired', async () => {
    follow();
    await begun();
    group.longPoll.key = 'another';
    group.queue.wake();
    write('after the key');
    await has('after the key');
    expect(host.codes()).toEqual([]);
  });

  it('says so and goes on from the new place when VK lost the old one: failed 1', async () => {
    follow({}, (each) => each.checkpoints.set('events', JSON.stringify({ group: group.id, ts: '1' })));
    group.longPoll.is_enabled = true;
    Object.assign(group.longPoll.events, { message_new: true });
    write('forgotten');
    group.queue.forget();
    await host.until(() => host.codes().includes('history-lost'));
    expect(JSON.parse(host.checkpoints.get('events') ?? '')).toEqual({ group: group.id, ts: '2' });
    write('next');
    await has('next');
    expect(host.texts()).not.toContain('forgotten');
  });

  it('the same with a place that VK never had: failed 3', async () => {
    follow({}, (each) => each.checkpoints.set('events', JSON.stringify({ group: group.id, ts: '999' })));
    await host.until(() => host.codes().includes('history-lost'));
    await begun();
    write('next');
    await has('next');
  });

  it('puts aside what is not understood, byte for byte', async () => {
    follow();
    await begun();
    const event = group.tell('message_new', { message: { text: 5 } });
    write('fine');
    await has('fine');
    const [kept] = host.batches.flatMap(({ quarantine = [] }) => quarantine);
    expect(kept).toMatchObject({ code: 'not-understood', detail: 'no message_new: date, peer_id, from_id, text' });
    expect(Buffer.from(kept!.bytes).toString()).toBe(JSON.stringify(event));
  });

  it.each([
    ['5', { action: 'error', code: 5 }, { failureClass: 'credentials', code: 'token-refused', field: 'accessToken' }],
    ['27', { action: 'error', code: 27 }, { failureClass: 'credentials', code: 'token-refused', field: 'accessToken' }],
    ['15, with the right that is missing', { action: 'error', code: 15 }, { failureClass: 'credentials', code: 'rights-missing', detail: { en: expect.stringContaining('community management') } }],
    ['6', { action: 'error', code: 6 }, { failureClass: 'quota', code: 'too-many-requests', retryAfterMs: undefined }],
    ['9', { action: 'error', code: 9 }, { failureClass: 'quota', code: 'flood-control', retryAfterMs: 180_000 }],
    ['29', { action: 'error', code: 29 }, { failureClass: 'quota', code: 'daily-limit', retryAfterMs: 3_600_000 }],
    ['14', { action: 'error', code: 14 }, { failureClass: 'provider', code: 'captcha-needed' }],
    ['10', { action: 'error', code: 10 }, { failureClass: 'provider', code: 'server-error' }],
    ['status 429, with the time to wait', { action: 'status', code: 429, retryAfter: 7 }, { failureClass: 'quota', retryAfterMs: 7_000 }],
    ['status 502', { action: 'status', code: 502 }, { failureClass: 'provider', code: 'server-error' }],
    ['other bytes', { action: 'garbage' }, { failureClass: 'provider', code: 'not-vk', field: 'apiRoot' }],
    ['silence', { action: 'timeout' }, { failureClass: 'network', code: 'timeout' }],
    ['a closed connection', { action: 'close', times: 2 }, { failureClass: 'network', code: 'connection-failed' }],
  ])('ends typed with %s, and mends itself', async (_, fault, expected) => {
    server.fault({ on: 'groups.getLongPollServer', ...fault });
    follow({}, undefined, fault.action === 'timeout' ? { callMs: CALL_MS } : {});
    await host.until(() => host.reports.length > 0);
    expect(host.reports[0]).toMatchObject(expected);
    expect(JSON.stringify([host.reports[0], String(host.reports[0]?.cause), host.reports[0]?.stack])).not.toContain(group.token);
    await begun();
    write('all is well');
    await has('all is well');
  });

  it('says whose token it is when it is another community’s', async () => {
    follow({ groupId: 9 });
    await host.until(() => host.reports.length > 0);
    expect(host.reports[0]).toMatchObject({ failureClass: 'credentials', code: 'another-group', field: 'groupId', detail: { en: expect.stringContaining('Acme doors (123001)') } });
  });

  it('goes on when a revoked token is given back', async () => {
    follow();
    await begun();
    server.revoke(group);
    await host.until(() => host.codes().includes('token-refused'));
    server.revoke(group, false);
    write('given back');
    await has('given back');
  });

  it('answers a pressed button, so that it stops to spin', async () => {
    follow();
    await begun();
    const { event_id } = customers.press({ from: ANNA, payload: { command: 'price' } });
    await host.until(() => host.texts().includes('Нажата кнопка: {"command":"price"}'));
    await host.until(() => group.answered.includes(event_id));
  });

  it('asks for a message in full that was cut', async () => {
    follow();
    await begun();
    customers.write({ from: ANNA, text: 'begins', is_cropped: true, whole_text: 'begins and ends' });
    await has('begins and ends');
    expect(host.contacts.size).toBe(1);
  });
});

describe('the Callback API', () => {
  let hook: Server;
  /** As the webhook of the hub would. */
  let answer: () => number;
  const settings = { mode: 'callback', secret: 'aSecret' };

  beforeEach(async () => {
    answer = () => 200;
    hook = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        if (answer() !== 200) return response.writeHead(answer()).end();
        const account = webhookSamples(channel).accountWith({ ...host.settings, ...host.renewed });
        const received = requestOf({ body: Buffer.concat(chunks) });
        channel.webhook?.verify?.(received, account);
        try {
          const parsed = channel.webhook!.parse(received, account);
          for (const contact of parsed.contacts) host.store(contact);
          response.end(parsed.answer?.([])?.body);
        } catch (error) {
          response.writeHead(error instanceof Refusal ? error.status : 500).end();
        }
      });
    });
    await once(hook.listen(0, '127.0.0.1'), 'listening');
  });
  afterEach(() => {
    hook.close();
    hook.closeAllConnections();
  });

  const url = () => `http://127.0.0.1:${(hook.address() as AddressInfo).port}/webhooks/vk/a`;
  const followCallback = (more: object = {}) => follow({ ...settings, ...more }, (each) => (each.webhookUrl = url()));

  it('is set up by us: address, secret, events, and the confirmation string that VK wants', async () => {
    followCallback();
    await begun();
    expect(group.servers).toMatchObject([{ url: url(), secret_key: 'aSecret', status: 'ok' }]);
    expect(host.renewed).toEqual({ confirmation: group.confirmationCode });
    write('called');
    await has('called');
    const answers = () => (group.servers[0]?.log ?? []).map(({ type, body }) => `${type} ${body}`);
    write('and again');
    await has('and again');
    expect(answers()).toEqual(expect.arrayContaining([`confirmation ${group.confirmationCode}`, 'message_new ok']));
    await host.until(() => facts('called')?.sender.name === 'Анна Петрова');
  });

  it('a repeat is the same contact', async () => {
    followCallback();
    await begun();
    write('said twice');
    await has('said twice');
    group.tellAgain(group.events.at(-1)!);
    write('after it');
    await has('after it');
    expect([host.contacts.size, group.servers[0]?.log.filter(({ retry }) => retry === 1)]).toEqual([2, [expect.objectContaining({ body: 'ok' })]]);
  });

  it('is put right when VK gave up, and what was missed is read from the conversations', async () => {
    followCallback();
    await begun();
    answer = () => (group.servers[0]?.status === 'ok' ? 500 : 200);
    write('missed');
    await host.until(() => group.servers[0]?.status === 'failed' || host.codes().includes('callback-failed'));
    answer = () => 200;
    await host.until(() => host.codes().includes('callback-failed'));
    await has('missed');
    expect(host.batches.filter(({ lane }) => lane === 'bulk')).toMatchObject([{ notify: true }]);
    write('brought again');
    await has('brought again');
  });

  it('is put back when somebody removed it, and gets our secret again', async () => {
    followCallback();
    await begun();
    group.removeServer(group.servers[0]!);
    await host.until(() => host.codes().includes('callback-removed') && group.servers[0]?.status === 'ok');
    group.servers[0]!.secret_key = 'somebodyElses';
    await host.until(() => group.servers[0]?.secret_key === 'aSecret');
  });

  it('says that VK can not confirm it', async () => {
    follow(settings, (each) => (each.webhookUrl = 'http://127.0.0.1:1/webhooks/vk/a'), { confirmTries: 2 });
    await host.until(() => host.codes().includes('callback-not-confirmed'));
  });

  it('is left to a person when the token may not manage the community', async () => {
    group.rights.delete('manage');
    followCallback({ confirmation: group.confirmationCode });
    await begun();
    expect(host.codes()).toEqual(['callback-unmanaged']);
    group.addServer({ url: url(), secret_key: 'aSecret' });
    await host.until(() => group.servers[0]?.status === 'ok');
  });
});

describe('files', () => {
  const only = () => [...host.contacts.values()][0];
  const file = (more: object = {}) => customers.file({ from: ANNA, bytes: 'the bytes', name: 'Заявка.pdf', text: 'with a file', ...more });

  beforeEach(async () => {
    follow();
    await begun();
  });

  it('follow the contact, which is stored at once; of a photo the largest', async () => {
    server.fault({ on: 'file', action: 'status', code: 502, times: 2 });
    file();
    await host.until(() => only()?.attachments.length === 1);
    expect(only()?.attachments).toMatchObject([{ name: 'Заявка.pdf', mediaType: 'application/pdf', sizeBytes: 9 }]);
    customers.photos({ from: ANNA, photos: ['one photo', 'another photo'], text: 'photos' });
    await host.until(() => facts('photos')?.attachments.length === 2);
    expect(facts('photos')?.attachments.map(({ sha256 }) => host.blobs.get(sha256)?.toString())).toEqual(['one photo', 'another photo']);
  });

  it('are said to be too large, and to be missing when VK doesn’t give them for long', async () => {
    file({ sizeBytes: 60 * 1024 * 1024, name: 'big.zip', text: 'big' });
    await host.until(() => facts('big')?.text.includes('[Файл big.zip: 60 МБ, больше 50 МБ') ?? false);
    server.fault({ on: 'file', action: 'status', code: 404, times: Infinity });
    file({ text: 'gone' });
    await host.until(() => facts('gone')?.text.includes('ВКонтакте не отдал файл') ?? false);
  });

  it('are told to be missing when VK gives no readable message for a new address', async () => {
    server.fault({ on: 'file', action: 'status', code: 502, times: Infinity });
    file({ text: 'odd' });
    await host.until(() => facts('odd') !== undefined);
    for (const message of [...group.peers.values()].flat()) Object.assign(message, { from_id: 'nobody' });
    await host.until(() => facts('odd')?.text.includes('ВКонтакте не отдал файл') ?? false);
  });

  it('and names that this version can’t read are told and let go in the end, and everything else goes on', async () => {
    const receivedAt = new Date().toISOString();
    const left = [{ event: '{}', want: { kind: 'later' } }, { event: '{}', want: { kind: 'file', url: `${server.url}/file/x` } }, { event: 'no JSON', want: { kind: 'name', userId: 1_001 } }];
    write('stored');
    await has('stored');
    host.store({ ...host.batches.at(-1)!.contacts[0]!, externalId: 'of another version', followUps: left.map((each, n) => ({ key: String(n), value: JSON.stringify({ receivedAt, ...each }) })) });
    file({ text: 'of this one' });
    await host.until(() => facts('of this one')?.attachments.length === 1);
    await host.until(() => host.batches.flatMap(({ done = [] }) => done).filter(({ contactId }) => contactId === 'of another version').length === 3);
    expect(new Set(host.codes())).toEqual(new Set(['follow-up-unreadable']));
  });

  it.each(['http://169.254.169.254/latest/meta-data', 'http://127.0.0.1:1/x', 'http://[::1]/x', 'file:///etc/passwd', 'http://localhost:9/x'])('are not fetched from %s', async (url) => {
    customers.write({ from: ANNA, text: 'strange', attachments: [{ type: 'doc', doc: { id: 1, owner_id: 1, title: 'a.txt', ext: 'txt', size: 1, url } }] });
    await host.until(() => facts('strange')?.text.includes('файл лежит не во ВКонтакте') ?? false);
  });
});

describe('through a proxy', () => {
  it('all goes: questions, news, files', async () => {
    const proxy = await TestProxy.open();
    try {
      follow({ proxy: { url: proxy.url, user: 'u', password: 'p' } });
      await begun();
      customers.file({ from: ANNA, bytes: 'the bytes', name: 'a.pdf', text: 'by tunnel' });
      await host.until(() => facts('by tunnel')?.attachments.length === 1);
      expect(proxy.tunnels.length).toBeGreaterThanOrEqual(server.calls.length);
      expect(proxy.tunnels.join()).not.toContain(group.token);
      await host.stop();
      follow({ proxy: { url: proxy.url } });
      await host.until(() => host.reports.length > 0);
      expect(host.reports[0]).toMatchObject({ failureClass: 'credentials', code: 'proxy-refused', field: 'proxy.user' });
    } finally {
      proxy.close();
    }
  });

  it('a file does not lead into the network of the proxy, whatever sends it there', async () => {
    const inside = createServer(({ url }, response) => {
      if (url === '/inside') return response.end('a secret of the network');
      response.writeHead(302, { location: `http://localhost:${(inside.address() as AddressInfo).port}/inside` }).end();
    });
    await once(inside.listen(0, '127.0.0.1'), 'listening');
    const { port } = inside.address() as AddressInfo;
    const proxy = await TestProxy.open(port);
    host = new RecordingHost(channel, {});
    try {
      const api = new VkApi(channel.settings.parse({ accessToken: 'token', groupId: 1, proxy: { url: proxy.url, user: 'u', password: 'p' } }));
      const download = (url: string) => api.download(url, new AbortController().signal);
      for (const url of [`http://localhost:${port}/inside`, 'http://sun1-2.userapi.com/moved']) await expect(download(url)).rejects.toMatchObject({ code: 'ERR_HOST_NOT_ALLOWED' });
      await expect(download('http://files.invalid/inside')).rejects.toMatchObject({ name: 'ProxyError', fault: 'host-not-checked' });
      expect(proxy.tunnels.map((each) => each.split(' ')[0])).toEqual(['sun1-2.userapi.com:80']);
    } finally {
      proxy.close();
      inside.close();
    }
  });
});
