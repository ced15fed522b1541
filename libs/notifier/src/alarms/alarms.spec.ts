import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { mailSink, type PostReceiver, postReceiver } from '../testing/receivers.js';
import { deletedRecord, REFUSED, statusRecord } from '../testing/status-records.js';
import { type TestNotifier, testNotifier } from '../testing/test-notifier.js';
import type { AlarmView } from './alarm-list.js';
import { MASK } from '../send/settings.js';
import type { TargetView } from './target-store.js';

const SECRET = `whsec_${Buffer.alloc(24, 5).toString('base64')}`;
const TOKEN = '123:telegram-token';

let notifier: TestNotifier;
let receiver: PostReceiver;
beforeAll(async () => {
  [notifier, receiver] = await Promise.all([testNotifier(), postReceiver()]);
});
afterAll(async () => {
  await notifier.stop();
  await receiver.close();
});
afterEach(async () => {
  for (const { id } of await targets()) await notifier.api('admin', 'DELETE', `/api/v1/alarm-targets/${id}`);
  receiver.answer = { status: 200, body: { ok: true } };
  receiver.posts.all.length = 0;
});

const targets = async () => (await notifier.api<{ items: TargetView[] }>('operator', 'GET', '/api/v1/alarm-targets')).body.items;
const add = async (target: object) => {
  const { status, body } = await notifier.api<TargetView>('admin', 'POST', '/api/v1/alarm-targets', target);
  expect(status).toBe(201);
  return body;
};
const addWebhook = (settings: object = {}) => add({ kind: 'webhook', name: 'Hook', settings: { url: `${receiver.url}/hook`, secret: SECRET, ...settings } });
const addTelegram = () => add({ kind: 'telegram', name: 'Chat', locale: 'ru', settings: { token: TOKEN, chatId: '-100', apiRoot: receiver.url } });
const alarms = async (accountId: string, state = '') =>
  (await notifier.api<{ items: AlarmView[] }>('operator', 'GET', `/api/v1/alarms?limit=500${state && `&state=${state}`}`)).body.items.filter((alarm) => alarm.accountId === accountId);

/** Asks until it is so. */
async function until<T>(ask: () => Promise<T>, reached: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (reached(answer)) return answer;
  }
}

describe('an alarm', () => {
  it('is told once for its cause, signed, and again when it is over', async () => {
    await addWebhook();
    const accountId = randomUUID();
    await notifier.append(statusRecord(accountId, { causes: [REFUSED] }), statusRecord(accountId, { causes: [REFUSED], quarantined: 1 }));
    const [opened] = await receiver.posts.until(1);
    const verified = new Webhook(SECRET).verify(opened!.body, opened!.headers as Record<string, string>);
    expect(verified).toMatchObject({ type: 'alarm.opened', data: { accountId, code: 'credentials-refused', field: 'password', detail: 'Wrong password.' } });
    expect(() => new Webhook(SECRET).verify(opened!.body.replace('refused', 'fine'), opened!.headers as Record<string, string>)).toThrow();
    await notifier.append(statusRecord(accountId));
    const [, resolved] = await receiver.posts.until(2);
    expect(JSON.parse(resolved!.body)).toMatchObject({ type: 'alarm.resolved' });
    expect(await alarms(accountId, 'resolved')).toMatchObject([{ code: 'credentials-refused', resolvedAt: expect.any(String) }]);
    expect(await alarms(accountId, 'open')).toEqual([]);
    expect(receiver.posts.all).toHaveLength(2);
  });

  it('is told in the language of its target, by Telegram', async () => {
    await addTelegram();
    await notifier.append(statusRecord(randomUUID(), { causes: [REFUSED] }));
    const [message] = await receiver.posts.until(1);
    expect(message?.path).toBe(`/bot${TOKEN}/sendMessage`);
    expect(JSON.parse(message?.body ?? '')).toEqual({ chat_id: '-100', text: expect.stringMatching(/^Тревога: Отдел продаж \(email\)[^]*Доступ отклонён[^]*Неверный пароль\./) });
  });

  it('goes out by the mail server of its target, never by the mailbox that failed', async () => {
    const sink = await mailSink('alarms', 'right');
    const settings = { host: '127.0.0.1', port: sink.port, user: 'alarms', password: 'right', from: 'hub@example.ru' };
    await add({ kind: 'mail', name: 'Mail', locale: 'ru', settings: { ...settings, to: 'admin@example.ru' } });
    await add({ kind: 'mail', name: 'Itself', settings: { ...settings, to: 'sales@example.ru' } });
    const accountId = randomUUID();
    await notifier.append(statusRecord(accountId, { name: 'sales@example.ru', causes: [REFUSED] }));
    const [mail] = await sink.mails.until(1);
    expect(mail).toMatch(/^To: admin@example\.ru/m);
    const [alarm] = await until(() => alarms(accountId), ([found]) => found?.deliveries.every(({ state }) => state !== 'waiting') === true);
    expect(alarm?.deliveries.map(({ state }) => state).sort()).toEqual(['not-through-itself', 'sent']);
    expect(sink.mails.all).toHaveLength(1);
    await sink.close();
  });

  it('waits out what may end by itself, and tells nobody of what did', async () => {
    await addWebhook();
    const [stalled, refused] = [randomUUID(), randomUUID()];
    const cause = { fact: 'consumer', code: 'not-answering', detailEn: '', detailRu: '', field: '' };
    await notifier.append(statusRecord(stalled, { causes: [cause] }), statusRecord(refused, { causes: [REFUSED] }));
    await receiver.posts.until(1);
    expect(await alarms(stalled)).toEqual([]);
    await notifier.append(deletedRecord(stalled), deletedRecord(refused));
    await receiver.posts.until(2);
    expect(receiver.posts.all.filter(({ body }) => body.includes(stalled))).toEqual([]);
  });

  it('is tried again until its target takes it, which shows what went wrong', async () => {
    receiver.answer = { status: 500, body: {} };
    const { id } = await addWebhook();
    const accountId = randomUUID();
    await notifier.append(statusRecord(accountId, { causes: [REFUSED] }));
    await receiver.posts.until(1);
    const [failing] = await until(targets, ([target]) => target?.lastError != null);
    expect(failing?.lastError?.detail).toBe('the webhook answered 500');
    receiver.answer = { status: 204, body: {} };
    await until(() => notifier.pool.query('UPDATE notifier.alarm_delivery SET next_try_at = now() WHERE target_id = $1 AND tries > 0', [id]), ({ rowCount }) => rowCount === 1);
    const again = await receiver.posts.until(2);
    expect(again[1]?.headers['webhook-id']).toBe(again[0]?.headers['webhook-id']);
    expect((await until(targets, ([target]) => target?.lastSentAt != null))[0]?.lastError).toBeNull();
  });
});

describe('the feed', () => {
  it('tells operators of accounts and alarms, and managers of neither', async () => {
    const operator = await notifier.feed({ role: 'operator' });
    const manager = await notifier.feed({ role: 'manager', managerId: 'manager-1' });
    const accountId = randomUUID();
    await notifier.append(statusRecord(accountId, { causes: [REFUSED] }));
    const [connector, alarm] = await operator.next(2);
    expect(connector).toMatchObject({ event: 'connector', data: { accountId, health: 'broken', causes: [{ code: 'credentials-refused', field: 'password' }] } });
    expect(alarm).toMatchObject({ event: 'alarm', data: { accountId, state: 'open', code: 'credentials-refused' } });
    const { leadEvent } = await import('../testing/lead-events.js');
    await notifier.append(leadEvent({ leadId: 'after' }));
    expect((await manager.next(1))[0]).toMatchObject({ event: 'lead.opened' });
    const again = await notifier.feed({ role: 'manager', managerId: 'manager-1' }, '?since=0');
    expect((await again.next(1))[0]).toMatchObject({ event: 'lead.opened' });
    for (const feed of [operator, manager, again]) feed.close();
  });
});

describe('a target', () => {
  it('is tested by a button that says what came of it', async () => {
    const { id } = await addTelegram();
    const test = () => notifier.api('admin', 'POST', `/api/v1/alarm-targets/${id}/test`);
    expect(await test()).toEqual({ status: 200, body: { ok: true } });
    expect(JSON.parse(receiver.posts.all[0]!.body).text).toContain('проверка тревог');
    receiver.answer = { status: 403, body: { ok: false, description: 'Forbidden: bot was blocked by the user' } };
    expect((await test()).body).toEqual({ ok: false, detail: 'Telegram answered 403: Forbidden: bot was blocked by the user' });
    expect((await targets())[0]?.lastError?.detail).not.toContain(TOKEN);
  });

  it('shows no secret and keeps it when it is sent back masked', async () => {
    const { id, settings } = await addTelegram();
    expect(settings['token']).toBe(MASK);
    const change = (body: object) => notifier.api<TargetView & { errors: object[] }>('admin', 'PATCH', `/api/v1/alarm-targets/${id}`, body);
    expect((await change({ name: 'Other', settings: { token: MASK, chatId: '7' } })).body).toMatchObject({ name: 'Other', settings: { chatId: '7', token: MASK } });
    await notifier.api('admin', 'POST', `/api/v1/alarm-targets/${id}/test`);
    expect(receiver.posts.all[0]?.path).toContain(TOKEN);
    const { rows } = await notifier.pool.query<{ all: string }>('SELECT row_to_json(t)::text AS all FROM notifier.alarm_target t');
    expect(rows[0]?.all).not.toContain(TOKEN);
  });

  it('asks for its secret again when it would go to another server', async () => {
    const { id } = await addTelegram();
    const change = (settings: object) => notifier.api<{ code: string; errors: object[] }>('admin', 'PATCH', `/api/v1/alarm-targets/${id}`, { settings });
    expect(await change({ apiRoot: 'https://other.example' })).toMatchObject({ status: 422, body: { errors: [{ field: 'settings.token', code: 'secret-needed-again' }] } });
    expect((await change({ apiRoot: 'https://other.example', token: '5:another-token' })).status).toBe(200);
    expect(await change({ chatId: 'no chat' })).toMatchObject({ status: 422, body: { errors: [{ field: 'settings.chatId' }] } });
    expect(await change({ colour: 'red' })).toMatchObject({ status: 422 });
  });

  it('is changed by administrators only', async () => {
    expect((await notifier.api('operator', 'POST', '/api/v1/alarm-targets', {})).status).toBe(403);
    expect((await notifier.api('operator', 'POST', `/api/v1/alarm-targets/${randomUUID()}/test`)).status).toBe(403);
    expect((await notifier.api('manager', 'GET', '/api/v1/alarms')).status).toBe(403);
    expect((await notifier.api('admin', 'POST', `/api/v1/alarm-targets/${randomUUID()}/test`)).status).toBe(404);
    expect((await notifier.api('admin', 'PATCH', '/api/v1/alarm-targets/x', {})).status).toBe(404);
  });
});
