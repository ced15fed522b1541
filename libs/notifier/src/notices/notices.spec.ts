import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NewRecord } from '@tributary/event-log';
import type { Actor } from '@tributary/platform';
import { LeadEventKind } from '@tributary/proto';
import { Webhook } from 'standardwebhooks';
import { MASK } from '../send/settings.js';
import { leadEvent } from '../testing/lead-events.js';
import { Arrivals, cuttingLine, mailSink, type PostReceiver, postReceiver } from '../testing/receivers.js';
import { type TestNotifier, testNotifier } from '../testing/test-notifier.js';
import type { DeliveryView } from './delivery-list.js';
import type { RecipientView } from './notices.controller.js';

const SECRET = `whsec_${Buffer.alloc(24, 5).toString('base64')}`;
const TOKEN = '123:telegram-token';

let notifier: TestNotifier;
let receiver: PostReceiver;
let sink: Awaited<ReturnType<typeof mailSink>>;
let line: Awaited<ReturnType<typeof cuttingLine>>;
/** One for each test. */
let managerId: string;
beforeAll(async () => {
  [notifier, receiver, sink] = await Promise.all([testNotifier(), postReceiver(), mailSink('hub', 'right')]);
  line = await cuttingLine(sink.port);
});
afterAll(async () => {
  await notifier.stop();
  await Promise.all([receiver.close(), sink.close()]);
  await line.close();
});
beforeEach(async () => {
  managerId = randomUUID();
  await setSenders();
});
afterEach(() => {
  receiver.answer = { status: 200, body: { ok: true } };
  receiver.posts.all.length = 0;
  sink.mails.all.length = 0;
});

const manager = (): Partial<Actor> => ({ role: 'manager', managerId });
const setSenders = async (mail: object = {}): Promise<void> => {
  const server = { host: '127.0.0.1', port: line.port, user: 'hub', password: 'right', from: 'hub@example.ru', ...mail };
  expect((await notifier.api('admin', 'PUT', '/api/v1/notifications/senders', { mail: server, telegram: { token: TOKEN, apiRoot: receiver.url } })).status).toBe(200);
};
const mailWay = { kind: 'mail', address: 'anna@example.ru' };
const hook = () => ({ kind: 'webhook', url: `${receiver.url}/hook`, secret: SECRET });
const want = async (settings: object): Promise<RecipientView> => {
  const { status, body } = await notifier.api<RecipientView>(manager(), 'PUT', '/api/v1/notifications/me', settings);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body;
};
const mine = (fields: Parameters<typeof leadEvent>[0] = {}): NewRecord => leadEvent({ managerId, ...fields });
const deliveries = async (): Promise<DeliveryView[]> => (await notifier.api<{ items: DeliveryView[] }>(manager(), 'GET', '/api/v1/notifications/me/deliveries?limit=500')).body.items;
const messageIds = (): (string | undefined)[] => sink.mails.all.map((mail) => /^Message-ID: (.*)$/im.exec(mail)?.[1]?.trim());

/** Asks until it is so. */
async function until<T>(ask: () => Promise<T>, reached: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (reached(answer)) return answer;
  }
}
const settled = (count: number): Promise<DeliveryView[]> => until(deliveries, (all) => all.filter(({ state }) => state === 'sent').length === count);
const failed = (count: number): Promise<DeliveryView[]> => until(deliveries, (all) => all.filter(({ lastError }) => lastError !== null).length === count);
const ZONE = 'Pacific/Auckland';
/** What the clock shows there, so many hours from now. */
const clock = (hours: number): string => new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(Date.now() + hours * 3_600_000));
/** The pause after a failure, or the hours of quiet, are over. */
const hurry = () => notifier.pool.query(`UPDATE notifier.notice_delivery SET next_try_at = now() WHERE manager_id = $1 AND state = 'waiting'`, [managerId]);

describe('a notice', () => {
  it('goes to its manager by each of their ways, once whatever is replayed', async () => {
    await want({ locale: 'ru', ways: [mailWay, { kind: 'telegram', chatId: '77' }, hook()] });
    const event = mine();
    await notifier.append(event, event);
    const sent = await settled(3);
    await notifier.append(event);
    await notifier.append(mine({ kind: LeadEventKind.JOINED }));
    await settled(6);
    expect(sent.map(({ kind, leadId, tries }) => [kind, leadId, tries])).toEqual(Array.from({ length: 3 }, () => ['lead.opened', 'lead-1', 1]));
    const [mail = ''] = sink.mails.all;
    expect(mail).toMatch(/^To: anna@example\.ru\r?$/m);
    expect(mail).toContain('multipart/alternative');
    expect(messageIds()[0]).toBe(`<${sent.find(({ way }) => way.startsWith('mail:'))?.id}@tributary.invalid>`);
    const chat = receiver.posts.all.find(({ path }) => path === `/bot${TOKEN}/sendMessage`);
    expect(JSON.parse(chat!.body)).toEqual({ chat_id: '77', text: expect.stringMatching(/^Новый лид: Анна\n\nХочу «заказать»\nдва[^]*потому что[^]*\/leads\/lead-1$/) });
    const post = receiver.posts.all.find(({ path }) => path === '/hook')!;
    expect(post.headers['webhook-id']).toBe(sent.find(({ way }) => way.startsWith('webhook:'))?.id);
    expect(new Webhook(SECRET).verify(post.body, post.headers as Record<string, string>)).toMatchObject({ type: 'lead.opened', data: { managerId, leadId: 'lead-1', url: expect.stringMatching(/\/leads\/lead-1$/) } });
    expect([sink.mails.all.length, receiver.posts.all.length]).toEqual([2, 4]);
  });

  it('goes to those who are told, never to who did it, nor of kinds that they don’t want, nor of silent events', async () => {
    await want({ ways: [hook()], kinds: ['escalated', 'transferred'] });
    await notifier.append(
      mine({ notify: false, kind: LeadEventKind.ESCALATED }),
      mine({ leadId: 'unwanted' }),
      mine({ leadId: 'own', kind: LeadEventKind.TRANSFERRED, actorManagerId: managerId }),
      mine({ leadId: 'revised', kind: LeadEventKind.REVISED, notify: false }),
      leadEvent({ leadId: 'pool', managerId: '', kind: LeadEventKind.ESCALATED }),
      leadEvent({ leadId: 'told', kind: LeadEventKind.ESCALATED, toldManagerIds: [managerId, managerId], reason: 'not-taken' }),
    );
    expect((await settled(1)).map(({ leadId }) => leadId)).toEqual(['told']);
    const { body } = await notifier.api<{ items: { leadId: string }[] }>(manager(), 'GET', '/api/v1/notifications/me/notices');
    expect(body.items.map(({ leadId }) => leadId)).toEqual(['told']);
  });

  it('stands in the console alone for who has no ways', async () => {
    await notifier.append(mine({ leadId: 'first' }), mine({ leadId: 'second' }), leadEvent({ leadId: 'third', toldManagerIds: [managerId] }));
    await notifier.settled();
    expect(await deliveries()).toEqual([]);
    const page = async (query: string) => (await notifier.api<{ items: { leadId: string }[]; nextCursor: string | null }>(manager(), 'GET', `/api/v1/notifications/me/notices${query}`)).body;
    const { items, nextCursor } = await page('?limit=2');
    expect(items.map(({ leadId }) => leadId)).toEqual(['third', 'second']);
    expect((await page(`?limit=2&cursor=${nextCursor}`)).items.map(({ leadId }) => leadId)).toEqual(['first']);
  });

  it('goes again under the same Message-ID when nobody knows whether it arrived', async () => {
    await want({ ways: [mailWay] });
    line.cutsNext = true;
    await notifier.append(mine());
    await failed(1);
    await notifier.append(...Array.from({ length: 9 }, (_, n) => mine({ leadId: `later-${n}` })));
    await settled(9);
    await hurry();
    await settled(10);
    const [first, digest, again, ...others] = messageIds();
    expect(first).toBeDefined();
    expect([again, others]).toEqual([first, []]);
    expect(digest).not.toBe(first);
  });

  it('that was refused joins the digest of those that came meanwhile', async () => {
    await setSenders({ password: 'wrong' });
    await want({ ways: [mailWay], digestAfter: 2 });
    await notifier.append(mine({ leadId: 'a' }));
    expect((await failed(1))[0]?.lastError).toMatch(/did not take the mail: 535/);
    await notifier.append(mine({ leadId: 'b' }));
    await failed(2);
    await notifier.append(mine({ leadId: 'c' }));
    await notifier.settled();
    expect(sink.mails.all).toEqual([]);
    await setSenders();
    expect(new Set((await settled(3)).map(({ messageId }) => messageId)).size).toBe(1);
    expect(sink.mails.all).toHaveLength(1);
  });

  it('is one of a digest when there are many, which only counts those of the day before', async () => {
    await want({ ways: [hook()], timeZone: ZONE, quietHours: { from: clock(-2), to: clock(2) } });
    await notifier.append(...Array.from({ length: 8 }, (_, n) => mine({ leadId: `lead-${n}` })));
    await until(deliveries, (all) => all.length === 8 && all.every(({ nextTryAt }) => Date.parse(String(nextTryAt)) > Date.now()));
    await notifier.pool.query(
      `UPDATE notifier.notice_delivery SET created_at = now() - interval '25 hours' WHERE manager_id = $1 AND event_id IN (SELECT id FROM notifier.feed_entry WHERE lead_id IN ('lead-0', 'lead-1', 'lead-2'))`,
      [managerId],
    );
    expect(receiver.posts.all).toEqual([]);
    await want({ ways: [hook()] });
    await settled(8);
    expect(receiver.posts.all).toHaveLength(1);
    const { type, data } = JSON.parse(receiver.posts.all[0]!.body) as { type: string; data: { older: number; notices: { leadId: string }[] } };
    expect([type, data.older, data.notices.map(({ leadId }) => leadId)]).toEqual(['leads.digest', 3, ['lead-3', 'lead-4', 'lead-5', 'lead-6', 'lead-7']]);
  });

  it('waits for the end of quiet hours over midnight, by the clock of the manager’s zone', async () => {
    await want({ ways: [hook()], timeZone: ZONE, quietHours: { from: clock(-20), to: clock(2) } });
    await notifier.append(mine());
    const [waiting] = await until(deliveries, ([delivery]) => delivery !== undefined && Date.parse(String(delivery.nextTryAt)) > Date.now());
    const hours = (Date.parse(String(waiting?.nextTryAt)) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(1.9);
    expect(hours).toBeLessThanOrEqual(2);
    await hurry();
    await until(deliveries, ([delivery]) => Date.parse(String(delivery?.nextTryAt)) > Date.now());
    expect(receiver.posts.all).toEqual([]);
  });

  it('waits for nobody else’s receiver, and makes room for a digest while its own is slow', async () => {
    const held = new Arrivals<() => void>();
    const slow = createServer((request, response) => {
      request.resume();
      held.add(() => response.writeHead(204).end());
    });
    slow.listen(0, '127.0.0.1');
    await once(slow, 'listening');
    const url = `http://127.0.0.1:${(slow.address() as AddressInfo).port}/`;
    await want({ ways: [{ ...hook(), url }] });
    const quick = randomUUID();
    await notifier.api('admin', 'PUT', `/api/v1/notifications/${quick}`, { ways: [hook()] });
    await notifier.append(mine());
    const [first] = await held.until(1);
    await notifier.append(...Array.from({ length: 9 }, (_, n) => mine({ leadId: `later-${n}` })), leadEvent({ managerId: quick, leadId: 'quick' }));
    await receiver.posts.until(1);
    expect(held.all).toHaveLength(1);
    first?.();
    const [, digest] = await held.until(2);
    digest?.();
    await settled(10);
    expect(held.all).toHaveLength(2);
    slow.close();
  });

  it('is not sent by a way that was removed meanwhile, nor of what was erased', async () => {
    receiver.answer = { status: 400, body: {} };
    await want({ ways: [hook()] });
    await notifier.append(mine({ leadId: 'erased' }));
    await failed(1);
    await want({ ways: [] });
    await until(deliveries, ([delivery]) => delivery?.state === 'way-removed');
    await notifier.pool.query(`DELETE FROM notifier.feed_entry WHERE lead_id = 'erased'`);
    expect(await deliveries()).toEqual([]);
  });

  it('is sent by one of several processes alone', async () => {
    const others = [await notifier.another(), await notifier.another()];
    const managers = Array.from({ length: 8 }, () => randomUUID());
    for (const each of managers) await notifier.api('admin', 'PUT', `/api/v1/notifications/${each}`, { ways: [{ ...hook(), url: `${receiver.url}/${each}` }] });
    const events = Array.from({ length: 160 }, (_, n) => leadEvent({ managerId: managers[n % 8]!, leadId: `lead-${n}` }));
    for (let at = 0; at < events.length; at += 10) await notifier.append(...events.slice(at, at + 10));
    await notifier.settled();
    await until(
      async () => (await notifier.pool.query(`SELECT FROM notifier.notice_delivery WHERE manager_id = ANY($1) AND state = 'waiting'`, [managers])).rowCount,
      (count) => count === 0,
    );
    const told = receiver.posts.all.flatMap(({ body }) => {
      const { data } = JSON.parse(body) as { data: { leadId?: string; notices?: { leadId: string }[]; older?: number } };
      return data.notices?.map(({ leadId }) => leadId) ?? [data.leadId];
    });
    const counted = receiver.posts.all.reduce((sum, { body }) => sum + ((JSON.parse(body) as { data: { older?: number } }).data.older ?? 0), 0);
    expect(new Set(told).size).toBe(told.length);
    expect(told.length + counted).toBe(160);
    await Promise.all(others.map((process) => process.stop()));
  });
});

describe('how a manager is told', () => {
  it('is the usual until they say something, and shows no secret', async () => {
    const path = '/api/v1/notifications/me';
    expect((await notifier.api(manager(), 'GET', path)).body).toEqual({
      managerId, locale: 'ru', timeZone: 'Europe/Moscow', digestAfter: 5, ways: [], available: ['mail', 'telegram', 'webhook'],
      kinds: ['opened', 'joined', 'transferred', 'assigned', 'escalated', 'offered', 'reminded'],
    });
    const saved = await want({ locale: 'en', ways: [hook()] });
    expect(saved.ways).toEqual([{ kind: 'webhook', url: `${receiver.url}/hook`, secret: MASK }]);
    await want(saved);
    await notifier.append(mine());
    await settled(1);
    const [post] = receiver.posts.all;
    expect(() => new Webhook(SECRET).verify(post!.body, post!.headers as Record<string, string>)).not.toThrow();
    const { rows } = await notifier.pool.query<{ all: string }>('SELECT row_to_json(r)::text AS all FROM notifier.recipient r');
    expect(rows.map(({ all }) => all).join()).not.toContain(SECRET);
  });

  it.each([
    [{ ways: [{ kind: 'webhook', url: 'https://a.example/x', secret: MASK }] }, 'ways.0.secret secret-needed-again'],
    [{ ways: [{ kind: 'webhook', url: 'https://a.example/x' }] }, 'ways.0.secret required'],
    [{ ways: [mailWay, { kind: 'mail', address: 'ANNA@example.ru' }] }, 'ways way-twice'],
    [{ ways: [{ kind: 'mail', address: 'a@b.ru\r\nBcc: c@d.ru' }] }, 'ways.0.address format'],
    [{}, 'ways required'],
    [{ ways: [], timeZone: 'Moscow' }, 'timeZone time-zone'],
    [{ ways: [], quietHours: { from: '22:00', to: '24:00' } }, 'quietHours.to format'],
    [{ ways: [], quietHours: { from: '22:00', to: '22:00' } }, 'quietHours.to quiet-for-ever'],
    [{ ways: [], kinds: ['revised'] }, 'kinds.0 not-allowed'],
    [{ ways: [], managerId: 'somebody' }, 'managerId not-allowed'],
  ])('is not %j', async (settings, fault) => {
    const { status, body } = await notifier.api<{ errors: { field: string; code: string }[] }>(manager(), 'PUT', '/api/v1/notifications/me', settings);
    expect([status, body.errors.map(({ field, code }) => `${field} ${code}`)]).toEqual([422, [fault]]);
  });

  it('is said by themselves and by administrators', async () => {
    const path = `/api/v1/notifications/${managerId}`;
    expect((await notifier.api('admin', 'PUT', path, { locale: 'en', ways: [] })).status).toBe(200);
    expect((await notifier.api(manager(), 'GET', path)).body).toMatchObject({ locale: 'en' });
    for (const other of [{ role: 'manager', managerId: randomUUID() }, { role: 'manager' }, { role: 'operator' }] as const) {
      for (const [method, rest] of [['GET', ''], ['PUT', ''], ['POST', '/test'], ['GET', '/deliveries'], ['GET', '/notices']] as const) {
        expect((await notifier.api(other, method, path + rest, method === 'GET' ? undefined : method === 'PUT' ? { ways: [] } : {})).status).toBe(404);
      }
    }
    expect(await notifier.api('admin', 'GET', '/api/v1/notifications/me')).toMatchObject({ status: 404, body: { code: 'not-a-manager' } });
  });

  it('is tried by a test that says what came of each way', async () => {
    await want({ locale: 'ru', ways: [mailWay, { kind: 'telegram', chatId: '7' }, hook()] });
    receiver.answer = { status: 403, body: { ok: false, description: 'Forbidden: bot was blocked by the user' } };
    const { body } = await notifier.api<{ items: object[] }>(manager(), 'POST', '/api/v1/notifications/me/test');
    expect(body.items).toEqual([
      { kind: 'mail', address: 'anna@example.ru', ok: true },
      { kind: 'telegram', address: '7', ok: false, detail: 'Telegram answered 403: Forbidden: bot was blocked by the user' },
      { kind: 'webhook', address: `${receiver.url}/hook`, ok: false, detail: 'the webhook answered 403' },
    ]);
  });
});

describe('senders', () => {
  const path = '/api/v1/notifications/senders';
  const change = (body: object) => notifier.api<{ mail: object | null; errors: object[] }>('admin', 'PUT', path, body);

  it('are an administrator’s, and show no secret', async () => {
    const { body } = await notifier.api('admin', 'GET', path);
    expect(body).toMatchObject({ mail: { user: 'hub', password: MASK, secure: false }, telegram: { token: MASK } });
    for (const role of ['operator', 'manager'] as const) expect((await notifier.api(role, 'GET', path)).status).toBe(403);
    const { rows } = await notifier.pool.query<{ all: string }>('SELECT row_to_json(s)::text AS all FROM notifier.notice_sender s');
    expect(rows.map(({ all }) => all).join()).not.toMatch(/right|telegram-token/);
  });

  it('keep a masked secret for the same server alone', async () => {
    const mail = { host: '127.0.0.1', port: line.port, user: 'hub', from: 'hub@example.ru', password: MASK };
    expect((await change({ mail: { ...mail, from: 'other@example.ru' } })).status).toBe(200);
    expect(await change({ mail: { ...mail, host: 'localhost' } })).toMatchObject({ status: 422, body: { errors: [{ field: 'mail.password', code: 'secret-needed-again' }] } });
    expect(await change({ mail: { ...mail, port: 0 } })).toMatchObject({ status: 422, body: { errors: [{ field: 'mail.port' }] } });
    expect(await change({ telegram: { token: 'x' } })).toMatchObject({ status: 422, body: { errors: [{ field: 'telegram.token' }] } });
    await want({ ways: [mailWay] });
    await notifier.append(mine());
    await settled(1);
    expect(sink.mails.all[0]).toMatch(/^From: other@example\.ru/m);
  });

  it('that are missing are what a notice waits for', async () => {
    expect((await change({ mail: null })).body.mail).toBeNull();
    expect((await want({ ways: [mailWay] })).available).toEqual(['telegram', 'webhook']);
    await notifier.append(mine());
    expect((await failed(1))[0]).toMatchObject({ state: 'waiting', lastError: 'no mail server is set for notices' });
    await setSenders();
    await settled(1);
  });
});
