import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { MASK } from '../send/settings.js';
import { MAIL_WAY, NoticeDesk, SECRET } from '../testing/notice-desk.js';

let desk: NoticeDesk;
beforeAll(async () => {
  desk = await NoticeDesk.open();
});
afterAll(() => desk.close());
beforeEach(() => desk.clear());

describe('how a manager is told', () => {
  it('is the usual until they say something, and shows no secret', async () => {
    const path = '/api/v1/notifications/me';
    expect((await desk.notifier.api(desk.manager, 'GET', path)).body).toEqual({
      managerId: desk.managerId, locale: 'ru', timeZone: 'Europe/Moscow', digestAfter: 5, ways: [], available: ['mail', 'telegram', 'webhook'],
      kinds: ['opened', 'joined', 'transferred', 'assigned', 'escalated', 'offered', 'reminded'],
    });
    const saved = await desk.want({ locale: 'en', ways: [desk.hook] });
    expect(saved.ways).toEqual([{ kind: 'webhook', url: `${desk.receiver.url}/hook`, secret: MASK }]);
    await desk.want(saved);
    await desk.notifier.append(desk.mine());
    await desk.sent(1);
    const [post] = desk.receiver.posts.all;
    expect(() => new Webhook(SECRET).verify(post!.body, post!.headers as Record<string, string>)).not.toThrow();
    const { rows } = await desk.notifier.pool.query<{ all: string }>('SELECT row_to_json(r)::text AS all FROM notifier.recipient r');
    expect(rows.map(({ all }) => all).join()).not.toContain(SECRET);
  });

  it.each([
    [{ ways: [{ kind: 'webhook', url: 'https://a.example/x', secret: MASK }] }, 'ways.0.secret secret-needed-again'],
    [{ ways: [{ kind: 'webhook', url: 'https://a.example/x' }] }, 'ways.0.secret required'],
    [{ ways: [MAIL_WAY, { kind: 'mail', address: 'ANNA@example.ru' }] }, 'ways way-twice'],
    [{ ways: [{ kind: 'mail', address: 'a@b.ru\r\nBcc: c@d.ru' }] }, 'ways.0.address format'],
    [{}, 'ways required'],
    [{ ways: [], timeZone: 'Moscow' }, 'timeZone time-zone'],
    [{ ways: [], quietHours: { from: '22:00', to: '24:00' } }, 'quietHours.to format'],
    [{ ways: [], quietHours: { from: '22:00', to: '22:00' } }, 'quietHours.to quiet-for-ever'],
    [{ ways: [], kinds: ['revised'] }, 'kinds.0 not-allowed'],
    [{ ways: [], managerId: 'somebody' }, 'managerId not-allowed'],
  ])('is not %j', async (settings, fault) => {
    const { status, body } = await desk.notifier.api<{ errors: { field: string; code: string }[] }>(desk.manager, 'PUT', '/api/v1/notifications/me', settings);
    expect([status, body.errors.map(({ field, code }) => `${field} ${code}`)]).toEqual([422, [fault]]);
  });

  it('is said by themselves and by administrators', async () => {
    const path = `/api/v1/notifications/${desk.managerId}`;
    expect((await desk.notifier.api('admin', 'PUT', path, { locale: 'en', ways: [] })).status).toBe(200);
    expect((await desk.notifier.api(desk.manager, 'GET', path)).body).toMatchObject({ locale: 'en' });
    for (const other of [{ role: 'manager', managerId: randomUUID() }, { role: 'manager' }, { role: 'operator' }] as const) {
      for (const [method, rest] of [['GET', ''], ['PUT', ''], ['POST', '/test'], ['GET', '/deliveries'], ['GET', '/notices']] as const) {
        expect((await desk.notifier.api(other, method, path + rest, method === 'GET' ? undefined : method === 'PUT' ? { ways: [] } : {})).status).toBe(404);
      }
    }
    expect(await desk.notifier.api('admin', 'GET', '/api/v1/notifications/me')).toMatchObject({ status: 404, body: { code: 'not-a-manager' } });
  });

  it('is tried by a test that says what came of each way', async () => {
    await desk.want({ locale: 'ru', ways: [MAIL_WAY, { kind: 'telegram', chatId: '7' }, desk.hook] });
    desk.receiver.answer = { status: 403, body: { ok: false, description: 'Forbidden: bot was blocked by the user' } };
    const { body } = await desk.notifier.api<{ items: object[] }>(desk.manager, 'POST', '/api/v1/notifications/me/test');
    expect(body.items).toEqual([
      { kind: 'mail', address: 'anna@example.ru', ok: true },
      { kind: 'telegram', address: '7', ok: false, detail: 'Telegram answered 403: Forbidden: bot was blocked by the user' },
      { kind: 'webhook', address: `${desk.receiver.url}/hook`, ok: false, detail: 'the webhook answered 403' },
    ]);
  });
});

describe('senders', () => {
  const path = '/api/v1/notifications/senders';
  const change = (body: object) => desk.notifier.api<{ mail: object | null; errors: object[] }>('admin', 'PUT', path, body);

  it('are an administrator’s, and show no secret', async () => {
    const { body } = await desk.notifier.api('admin', 'GET', path);
    expect(body).toMatchObject({ mail: { user: 'hub', password: MASK, secure: false }, telegram: { token: MASK } });
    for (const role of ['operator', 'manager'] as const) expect((await desk.notifier.api(role, 'GET', path)).status).toBe(403);
    const { rows } = await desk.notifier.pool.query<{ all: string }>('SELECT row_to_json(s)::text AS all FROM notifier.notice_sender s');
    expect(rows.map(({ all }) => all).join()).not.toMatch(/right|telegram-token/);
  });

  it('keep a masked secret for the same server alone', async () => {
    const mail = { host: '127.0.0.1', port: desk.line.port, user: 'hub', from: 'hub@example.ru', password: MASK };
    expect((await change({ mail: { ...mail, from: 'other@example.ru' } })).status).toBe(200);
    expect(await change({ mail: { ...mail, host: 'localhost' } })).toMatchObject({ status: 422, body: { errors: [{ field: 'mail.password', code: 'secret-needed-again' }] } });
    expect(await change({ mail: { ...mail, port: 0 } })).toMatchObject({ status: 422, body: { errors: [{ field: 'mail.port' }] } });
    expect(await change({ telegram: { token: 'x' } })).toMatchObject({ status: 422, body: { errors: [{ field: 'telegram.token' }] } });
    await desk.want({ ways: [MAIL_WAY] });
    await desk.notifier.append(desk.mine());
    await desk.sent(1);
    expect(desk.sink.mails.all[0]).toMatch(/^From: other@example\.ru/m);
  });

  it('that are missing are what a notice waits for', async () => {
    expect((await change({ mail: null })).body.mail).toBeNull();
    expect((await desk.want({ ways: [MAIL_WAY] })).available).toEqual(['telegram', 'webhook']);
    await desk.notifier.append(desk.mine());
    expect((await desk.failed(1))[0]).toMatchObject({ state: 'waiting', lastError: 'no mail server is set for notices' });
    await desk.setSenders();
    await desk.sent(1);
  });
});
