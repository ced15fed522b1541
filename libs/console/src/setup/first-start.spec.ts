import { afterEach, describe, expect, it } from '@jest/globals';
import { ADMIN, API_TOKEN, cookieOf, settings, testConsole, type TestConsole } from '../testing/console-server.js';

const FIRST = { name: 'Анна', email: 'anna@example.ru', password: 'пароль из слов' };

describe('first start', () => {
  let console: TestConsole;
  afterEach(() => console.stop());

  function tokenOf(url: string | undefined): string | null {
    return url === undefined ? null : new URL(url).searchParams.get('token');
  }

  it('makes the first user of the settings, once', async () => {
    console = await testConsole();
    const again = await console.another(settings({ TRIBUTARY_ADMIN_EMAIL: 'second@example.com' }));
    const { body } = await console.call('GET', '/api/v1/users', { token: API_TOKEN });
    expect(body['items']).toEqual([expect.objectContaining({ email: ADMIN.email, role: 'admin' })]);
    expect([console.setupUrl, again.setupUrl]).toEqual([undefined, undefined]);
    await again.stop();
  });

  it('prints a set-up link otherwise, which makes the first admin and signs in', async () => {
    console = await testConsole({ PUBLIC_URL: 'http://hub.example.ru' });
    expect(console.setupUrl).toMatch(/^http:\/\/hub\.example\.ru\/setup\?token=[\w-]{43}$/);
    expect((await console.call('GET', '/api/v1/setup')).body).toEqual({ needed: true });

    const answer = await console.call('POST', '/api/v1/setup', { body: { token: tokenOf(console.setupUrl), ...FIRST } });
    expect(answer.status).toBe(201);
    const me = await console.call('GET', '/api/v1/session', { cookie: cookieOf(answer) });
    expect(me.body).toEqual({ id: answer.body['id'], name: 'Анна', role: 'admin', managerId: null });
    expect((await console.call('GET', '/api/v1/setup')).body).toEqual({ needed: false });
  });

  it('lets the link work once, whoever is quicker', async () => {
    console = await testConsole({});
    const token = tokenOf(console.setupUrl);
    const tries = ['a', 'b', 'c'].map((name) => console.call('POST', '/api/v1/setup', { body: { token, ...FIRST, email: `${name}@example.ru` } }));
    const statuses = (await Promise.all(tries)).map(({ status }) => status).sort();
    expect(statuses).toEqual([201, 410, 410]);
    expect((await console.pool.query('select from console.app_user')).rowCount).toBe(1);
  });

  it('does not use the link up on a mistake', async () => {
    console = await testConsole({});
    const token = tokenOf(console.setupUrl);
    const short = await console.call('POST', '/api/v1/setup', { body: { token, ...FIRST, password: 'short' } });
    expect([short.status, short.body['errors']]).toEqual([422, [expect.objectContaining({ field: 'password', code: 'too-short' })]]);
    expect((await console.call('POST', '/api/v1/setup', { body: { token, ...FIRST } })).status).toBe(201);
  });

  it('voids the link at the next start and prints another', async () => {
    console = await testConsole({});
    const again = await console.another();
    const [old, fresh] = [tokenOf(console.setupUrl), tokenOf(again.setupUrl)];
    expect(fresh).not.toBe(old);
    expect((await again.call('POST', '/api/v1/setup', { body: { token: old, ...FIRST } })).body).toMatchObject({ status: 410, code: 'setup-link-invalid' });
    expect((await again.call('POST', '/api/v1/setup', { body: { token: fresh, ...FIRST } })).status).toBe(201);
    const third = await console.another();
    expect(third.setupUrl).toBeUndefined();
    await Promise.all([again.stop(), third.stop()]);
  });

  it('refuses a link older than a day', async () => {
    console = await testConsole({});
    await console.pool.query(`update console.setup_link set expires_at = now() - interval '1 second'`);
    expect((await console.call('POST', '/api/v1/setup', { body: { token: tokenOf(console.setupUrl), ...FIRST } })).status).toBe(410);
  });

  it('refuses what a page of another site sends', async () => {
    console = await testConsole({});
    const body = { token: tokenOf(console.setupUrl), ...FIRST };
    const answer = await console.call('POST', '/api/v1/setup', { body, headers: { origin: 'https://evil.example' } });
    expect([answer.status, answer.body['code']]).toEqual([403, 'cross-origin']);
  });

  it('follows the token of the settings', async () => {
    console = await testConsole();
    const changed = await console.another(settings({ TRIBUTARY_API_TOKEN: 'another token of the settings' }));
    const status = async (token: string) => (await changed.call('GET', '/api/v1/users', { token })).status;
    expect([await status(API_TOKEN), await status('another token of the settings')]).toEqual([401, 200]);

    const back = await console.another();
    expect((await back.call('GET', '/api/v1/users', { token: API_TOKEN })).status).toBe(200);
    const none = await console.another({});
    expect((await none.call('GET', '/api/v1/users', { token: API_TOKEN })).status).toBe(401);
    await Promise.all([changed.stop(), back.stop(), none.stop()]);
  });
});
