import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN, API_TOKEN, cookieOf, settings, testConsole, type TestConsole } from '../testing/console-server.js';

describe('sessions', () => {
  let console: TestConsole;
  beforeAll(async () => {
    console = await testConsole();
  });
  afterAll(() => console.stop());

  const who = async (cookie: string) => (await console.call('GET', '/api/v1/session', { cookie })).status;

  it('signs in whatever the case of the address, and out', async () => {
    const answer = await console.call('POST', '/api/v1/session', { body: { ...ADMIN, email: 'aDMIN@eXAMPLE.COM' } });
    expect([answer.status, answer.body]).toEqual([200, expect.objectContaining({ role: 'admin', managerId: null })]);
    const cookie = cookieOf(answer);
    expect(await who(cookie)).toBe(200);
    expect((await console.call('DELETE', '/api/v1/session', { cookie })).status).toBe(204);
    expect(await who(cookie)).toBe(401);
  });

  it('hides the cookie from scripts and other sites; over https it is bound to the host', async () => {
    const [set = ''] = (await console.call('POST', '/api/v1/session', { body: ADMIN })).headers.getSetCookie();
    expect(set).toMatch(/^tributary=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/);
    const secure = await console.another(settings({ PUBLIC_URL: 'https://hub.example.ru' }));
    const [bound = ''] = (await secure.call('POST', '/api/v1/session', { body: ADMIN })).headers.getSetCookie();
    expect(bound).toMatch(/^__Host-tributary=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
    await secure.stop();
  });

  it('keeps no secret in the database', async () => {
    const secret = (await console.signIn()).split('=')[1] ?? '';
    const { rows } = await console.pool.query('select * from console.session');
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(rows.map(({ hash }: { hash: Buffer }) => hash.length)).toEqual(rows.map(() => 32));
  });

  it('never takes over a session that the browser brought', async () => {
    const planted = 'tributary=an-attacker-knows-this-value-and-planted-it';
    const own = await console.signIn();
    const first = cookieOf(await console.call('POST', '/api/v1/session', { body: ADMIN, cookie: planted }));
    expect(first).not.toBe(planted);
    expect(await who(planted)).toBe(401);

    const second = cookieOf(await console.call('POST', '/api/v1/session', { body: ADMIN, cookie: own }));
    expect([await who(own), await who(second)]).toEqual([401, 200]);
  });

  it('answers the same to an unknown user and to a wrong password', async () => {
    const wrong = await console.call('POST', '/api/v1/session', { body: { ...ADMIN, password: 'not the password' } });
    const unknown = await console.call('POST', '/api/v1/session', { body: { email: 'nobody@example.com', password: 'not the password' } });
    expect([wrong.status, wrong.body]).toEqual([401, expect.objectContaining({ code: 'wrong-credentials' })]);
    expect([unknown.status, unknown.body]).toEqual([wrong.status, wrong.body]);
    expect(unknown.headers.getSetCookie()).toEqual([]);
  });

  it('ends by itself when unused, and at last in any case', async () => {
    const cookie = await console.signIn();
    const fresh = async () => {
      const other = await console.another();
      const { status } = await other.call('GET', '/api/v1/session', { cookie });
      await other.stop();
      return status;
    };
    await console.pool.query(`update console.session set last_seen_at = now() - interval '6 days', expires_at = now() + interval '1 day'`);
    expect(await fresh()).toBe(200);
    const { rows } = await console.pool.query(`select min(expires_at) > now() + interval '6 days' as extended from console.session where last_seen_at > now() - interval '1 minute'`);
    expect(rows).toEqual([{ extended: true }]);

    await console.pool.query(`update console.session set created_at = now() - interval '29 days', last_seen_at = now() - interval '1 hour'`);
    await fresh();
    const { rows: capped } = await console.pool.query(`select max(expires_at) < now() + interval '25 hours' as capped from console.session where last_seen_at > now() - interval '1 minute'`);
    expect(capped).toEqual([{ capped: true }]);

    await console.pool.query(`update console.session set expires_at = now() - interval '1 second'`);
    expect(await fresh()).toBe(401);
  });

  it.each([
    ['Origin', { origin: 'https://evil.example' }],
    ['Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site' }],
    ['a sister site', { 'sec-fetch-site': 'same-site' }],
    ['a sandboxed frame', { origin: 'null' }],
  ])('refuses a change that another site’s page asks for (%s)', async (_, headers) => {
    const cookie = await console.signIn();
    const body = { email: 'x@example.com', name: 'X', role: 'admin', password: 'long enough' };
    const forged = await console.call('POST', '/api/v1/users', { cookie, headers, body });
    expect([forged.status, forged.body['code']]).toEqual([403, 'cross-origin']);
    expect((await console.call('POST', '/api/v1/session', { headers, body: ADMIN })).status).toBe(403);
    expect((await console.call('DELETE', '/api/v1/session', { cookie, headers })).status).toBe(403);
    expect(await who(cookie)).toBe(200);
    const { rowCount } = await console.pool.query(`select from console.app_user where email = 'x@example.com'`);
    expect(rowCount).toBe(0);
  });

  it('lets our own pages change things', async () => {
    const cookie = await console.signIn();
    const answer = await console.call('DELETE', '/api/v1/session', { cookie, headers: { origin: console.url, 'sec-fetch-site': 'same-origin' } });
    expect(answer.status).toBe(204);
  });

  it('does not fall back to the cookie when a token is sent and wrong', async () => {
    const cookie = await console.signIn();
    const statuses = ['Bearer wrong', 'Bearer ', 'Basic YTpi', `bearer ${API_TOKEN}`].map(
      async (authorization) => (await console.call('GET', '/api/v1/users', { cookie, headers: { authorization } })).status,
    );
    expect(await Promise.all(statuses)).toEqual([401, 401, 401, 200]);
  });

  it('believes nobody who says that he is a service', async () => {
    const actor = Buffer.from(JSON.stringify({ role: 'admin', name: 'me' })).toString('base64url');
    const answer = await console.call('GET', '/api/v1/users', { headers: { authorization: 'Internal guess', 'x-tributary-actor': actor } });
    expect(answer.status).toBe(401);
  });

  it('refuses credentials that are none', async () => {
    for (const body of [{}, { email: ADMIN.email }, { ...ADMIN, remember: true }, { email: ['a'], password: {} }, []]) {
      expect((await console.call('POST', '/api/v1/session', { body })).status).toBe(422);
    }
  });
});

describe('guessing', () => {
  let console: TestConsole;
  beforeAll(async () => {
    console = await testConsole();
  });
  afterAll(() => console.stop());

  const attempt = (email: string, password: string) => console.call('POST', '/api/v1/session', { body: { email, password } });

  it('is stopped for one address of a user, right password or not', async () => {
    const failures = await Promise.all(Array.from({ length: 10 }, (_, n) => attempt('Target@example.com', `guess ${n}`)));
    expect(new Set(failures.map(({ status }) => status))).toEqual(new Set([401]));
    const next = await attempt('target@EXAMPLE.com', 'guess 11');
    expect([next.status, next.body['code']]).toEqual([429, 'too-many-attempts']);
    expect(Number(next.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await attempt(ADMIN.email, ADMIN.password)).status).toBe(200);
  });

  it('is stopped for one client, whichever users it tries', async () => {
    const attempts = await Promise.all(Array.from({ length: 60 }, (_, n) => attempt(`user${n}@example.com`, 'guess')));
    expect(attempts.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(10);
    expect((await attempt('another@example.com', 'guess')).status).toBe(429);
  });
});
