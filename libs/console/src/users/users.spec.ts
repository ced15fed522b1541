import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ADMIN, API_TOKEN, testConsole, type TestConsole } from '../testing/console-server.js';

const token = API_TOKEN;

describe('users', () => {
  let console: TestConsole;
  let adminId: string;
  beforeAll(async () => {
    console = await testConsole();
    adminId = (await console.call('GET', '/api/v1/users', { token })).body['items']![0]!['id']!;
  });
  beforeEach(() => console.pool.query('delete from console.app_user where id <> $1', [adminId]));
  afterAll(() => console.stop());

  const add = (more: object = {}) =>
    console.call('POST', '/api/v1/users', { token, body: { email: 'oleg@example.ru', name: 'Олег', role: 'operator', password: 'long enough', ...more } });

  it('are added, listed, changed and deleted, and never show a password', async () => {
    const { status, body } = await add({ role: 'manager', managerId: 'm-1' });
    expect([status, body]).toEqual([
      201,
      { id: expect.any(String), email: 'oleg@example.ru', name: 'Олег', role: 'manager', managerId: 'm-1', createdAt: expect.any(String), disabledAt: null },
    ]);
    const path = `/api/v1/users/${body['id']}`;
    const changed = await console.call('PATCH', path, { token, body: { name: 'Олег П.', managerId: null } });
    expect([changed.status, changed.body]).toEqual([200, { ...body, name: 'Олег П.', managerId: null }]);
    expect((await console.call('GET', '/api/v1/users', { token })).text).not.toMatch(/argon2|password/);
    expect((await console.call('DELETE', path, { token })).status).toBe(204);
    expect((await console.call('DELETE', path, { token })).status).toBe(404);
  });

  it('come in pages', async () => {
    for (const name of ['a', 'b', 'c']) await add({ email: `${name}@example.ru` });
    const first = await console.call('GET', '/api/v1/users?limit=3', { token });
    const rest = await console.call('GET', `/api/v1/users?limit=3&cursor=${first.body['nextCursor']}`, { token });
    const emails = [first, rest].map(({ body }) => (body['items'] as unknown as { email: string }[]).map(({ email }) => email));
    expect(emails).toEqual([['c@example.ru', 'b@example.ru', 'a@example.ru'], [ADMIN.email]]);
    expect(rest.body['nextCursor']).toBeNull();
  });

  it('have one address each, whatever its case', async () => {
    await add();
    const taken = await add({ email: 'OLEG@example.ru' });
    expect([taken.status, taken.body['errors']]).toEqual([409, [expect.objectContaining({ field: 'email', code: 'email-taken' })]]);
    expect((await console.call('PATCH', `/api/v1/users/${adminId}`, { token, body: { email: 'oleg@example.RU' } })).status).toBe(409);
  });

  it.each([
    ['no body', undefined, 'email'],
    ['an unknown key', { createdAt: '2020-01-01' }, 'createdAt'],
    ['a role that is none', { role: 'owner' }, 'role'],
    ['a short password', { password: 'short' }, 'password'],
    ['the address as password', { email: 'long@example.ru', password: 'LONG@example.ru' }, 'password'],
    ['no address', { email: 'oleg' }, 'email'],
    ['a control character', { name: 'a\u0007b' }, 'name'],
    ['no name', { name: '   ' }, 'name'],
  ])('are refused with %s', async (_, more, field) => {
    const { status, body } = more ? await add(more) : await console.call('POST', '/api/v1/users', { token });
    expect([status, (body['errors'] as unknown as { field: string }[]).map((error) => error.field)]).toEqual([422, expect.arrayContaining([field])]);
    expect((await console.pool.query('select from console.app_user')).rowCount).toBe(1);
  });

  it('are the administrators’ business, and nobody raises himself', async () => {
    for (const role of ['operator', 'manager']) {
      const { id } = (await add({ role, email: `${role}@example.ru` })).body;
      const cookie = await console.signIn({ email: `${role}@example.ru`, password: 'long enough' });
      const tries = [
        console.call('GET', '/api/v1/users', { cookie }),
        console.call('PATCH', `/api/v1/users/${id}`, { cookie, body: { role: 'admin' } }),
        console.call('POST', '/api/v1/users', { cookie, body: { email: 'x@example.ru', name: 'x', role: 'admin', password: 'long enough' } }),
        console.call('DELETE', `/api/v1/users/${adminId}`, { cookie }),
        console.call('POST', '/api/v1/tokens', { cookie, body: { name: 'x', role: 'admin' } }),
        console.call('GET', '/api/v1/audit', { cookie }),
      ];
      expect((await Promise.all(tries)).map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403]);
      const { rows } = await console.pool.query('select role from console.app_user where id = $1', [id]);
      expect(rows).toEqual([{ role }]);
    }
  });

  it('keep a last administrator', async () => {
    const path = `/api/v1/users/${adminId}`;
    for (const call of [
      () => console.call('DELETE', path, { token }),
      () => console.call('PATCH', path, { token, body: { role: 'operator' } }),
      () => console.call('PATCH', path, { token, body: { disabled: true } }),
    ]) {
      const { status, body } = await call();
      expect([status, body['code']]).toEqual([409, 'last-admin']);
    }
    // A disabled administrator is none that could help.
    const { id } = (await add({ role: 'admin' })).body;
    await console.call('PATCH', `/api/v1/users/${id}`, { token, body: { disabled: true } });
    expect((await console.call('DELETE', path, { token })).status).toBe(409);
  });

  it('keep a last administrator when two remove each other at once', async () => {
    const { id } = (await add({ role: 'admin' })).body;
    const answers = await Promise.all([adminId, id].map((each) => console.call('PATCH', `/api/v1/users/${each}`, { token, body: { role: 'operator' } })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { rows } = await console.pool.query(`select count(*)::int as admins from console.app_user where role = 'admin'`);
    expect(rows).toEqual([{ admins: 1 }]);
    await console.pool.query(`update console.app_user set role = 'admin' where id = $1`, [adminId]);
  });

  it('lose their sessions at once when disabled, deleted or given another password', async () => {
    const { id } = (await add()).body;
    const credentials = { email: 'oleg@example.ru', password: 'long enough' };
    const path = `/api/v1/users/${id}`;
    const status = async (cookie: string) => (await console.call('GET', '/api/v1/session', { cookie })).status;

    const first = await console.signIn(credentials);
    expect(await status(first)).toBe(200);
    await console.call('PATCH', path, { token, body: { password: 'another one' } });
    expect(await status(first)).toBe(401);

    const second = await console.signIn({ ...credentials, password: 'another one' });
    await console.call('PATCH', path, { token, body: { disabled: true } });
    expect(await status(second)).toBe(401);
    expect((await console.call('POST', '/api/v1/session', { body: { ...credentials, password: 'another one' } })).status).toBe(401);

    await console.call('PATCH', path, { token, body: { disabled: false } });
    const third = await console.signIn({ ...credentials, password: 'another one' });
    expect(await status(third)).toBe(200);
    await console.call('DELETE', path, { token });
    expect(await status(third)).toBe(401);
  });

  it('change their role at once', async () => {
    const { id } = (await add({ role: 'admin' })).body;
    const cookie = await console.signIn({ email: 'oleg@example.ru', password: 'long enough' });
    expect((await console.call('GET', '/api/v1/users', { cookie })).status).toBe(200);
    await console.call('PATCH', `/api/v1/users/${id}`, { token, body: { role: 'operator' } });
    expect((await console.call('GET', '/api/v1/users', { cookie })).status).toBe(403);
  });

  it('stay signed in where they change their own password', async () => {
    const [here, elsewhere] = [await console.signIn(), await console.signIn()];
    await console.call('PATCH', `/api/v1/users/${adminId}`, { cookie: here, body: { password: ADMIN.password } });
    const statuses = [here, elsewhere].map(async (cookie) => (await console.call('GET', '/api/v1/session', { cookie })).status);
    expect(await Promise.all(statuses)).toEqual([200, 401]);
  });

  it('are not found by what is no id', async () => {
    expect((await console.call('PATCH', '/api/v1/users/me', { token, body: { name: 'x' } })).status).toBe(404);
    expect((await console.call('DELETE', `/api/v1/users/${encodeURIComponent("' or 1=1")}`, { token })).status).toBe(404);
  });
});
