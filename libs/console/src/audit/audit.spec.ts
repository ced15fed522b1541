import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ADMIN, API_TOKEN, testConsole, type TestConsole } from '../testing/console-server.js';
import { fieldNames } from './audit-hooks.js';

const token = API_TOKEN;

describe('audit', () => {
  let console: TestConsole;
  beforeAll(async () => {
    console = await testConsole();
  });
  beforeEach(() => console.pool.query('truncate console.audit'));
  afterAll(() => console.stop());

  async function records() {
    return (await console.call('GET', '/api/v1/audit', { token })).body['items'] as unknown as Record<string, unknown>[];
  }

  it('says who changed what, with names of fields and no values', async () => {
    const created = await console.call('POST', '/api/v1/users', { token, body: { email: 'vera@example.ru', name: 'Вера', role: 'operator', password: 'very secret' } });
    expect(await records()).toEqual([
      {
        id: expect.stringMatching(/^\d+$/),
        at: expect.any(String),
        actor: { kind: 'token', id: expect.any(String), name: 'TRIBUTARY_API_TOKEN', role: 'admin' },
        method: 'POST',
        route: '/api/v1/users',
        objectId: created.body['id'],
        outcome: 'done',
        status: 201,
        fields: ['email', 'name', 'role', 'password'],
        requestId: expect.any(String),
        clientAddress: '127.0.0.1',
      },
    ]);
    expect(JSON.stringify(await records())).not.toMatch(/very secret|vera@/);
  });

  it('tells the object of a change and how it ended', async () => {
    const id = '01936f00-0000-7000-8000-000000000000';
    await console.call('DELETE', `/api/v1/users/${id}`, { token });
    expect(await records()).toEqual([expect.objectContaining({ route: '/api/v1/users/:id', objectId: id, outcome: 'failed', status: 404 })]);
    const found = await console.call('GET', `/api/v1/audit?objectId=${id}`, { token });
    expect(found.body['items']).toHaveLength(1);
    const others = await console.call('GET', '/api/v1/audit?objectId=other', { token });
    expect(others.body['items']).toEqual([]);
  });

  it('knows who signed in, and who failed to', async () => {
    await console.call('POST', '/api/v1/session', { body: { ...ADMIN, password: 'wrong' } });
    await console.signIn();
    const [entered, failed] = await records();
    expect(entered).toMatchObject({ route: '/api/v1/session', outcome: 'done', actor: { kind: 'user', name: ADMIN.email, role: 'admin' }, fields: ['email', 'password'] });
    expect(failed).toMatchObject({ outcome: 'refused', status: 401, actor: { kind: 'nobody', id: null } });
  });

  it('keeps refusals, with the role that was not enough', async () => {
    const { token: weak } = (await console.call('POST', '/api/v1/tokens', { token, body: { name: 'weak', role: 'operator' } })).body;
    await console.pool.query('truncate console.audit');
    await console.call('DELETE', '/api/v1/users/x', { token: weak });
    await console.call('DELETE', '/api/v1/users/x');
    const [stranger, refused] = await records();
    expect(refused).toMatchObject({ outcome: 'refused', status: 403, actor: { kind: 'token', name: 'weak', role: 'operator' }, objectId: 'x' });
    expect(stranger).toMatchObject({ outcome: 'refused', status: 401, actor: { kind: 'nobody' } });
  });

  it.each([
    ['at routes that need a role', 'POST', '/api/v1/tokens', {}],
    ['signing in', 'POST', '/api/v1/session', { email: 'nobody@example.com', password: 'guess' }],
    ['with nonsense instead of credentials', 'POST', '/api/v1/session', {}],
    ['signing out', 'DELETE', '/api/v1/session', undefined],
    ['setting up', 'POST', '/api/v1/setup', { token: 'guess', name: 'x', email: 'x@example.com', password: 'long enough' }],
  ])('does not let strangers fill the disk %s', async (_where, method, path, body) => {
    const flooded = await testConsole();
    await Promise.all(Array.from({ length: 60 }, () => flooded.call(method, path, { body })));
    const { rowCount } = await flooded.pool.query('select from console.audit');
    await flooded.stop();
    expect(rowCount).toBeGreaterThan(0);
    expect(rowCount).toBeLessThanOrEqual(30);
  });

  it('knows who signed in however many strangers knock', async () => {
    await Promise.all(Array.from({ length: 40 }, () => console.call('DELETE', '/api/v1/session')));
    await console.signIn();
    expect((await records())[0]).toMatchObject({ method: 'POST', route: '/api/v1/session', outcome: 'done', actor: { kind: 'user', name: ADMIN.email } });
  });

  it('is silent about reading', async () => {
    await console.call('GET', '/api/v1/users', { token });
    await console.call('GET', '/api/v1/session');
    expect(await records()).toEqual([]);
  });

  it('begins no change that it can not write down', async () => {
    await console.pool.query('alter table console.audit rename to audit_away');
    try {
      const answer = await console.call('POST', '/api/v1/tokens', { token, body: { name: 'unseen', role: 'admin' } });
      expect(answer.status).toBe(500);
      expect((await console.pool.query(`select from console.api_token where name = 'unseen'`)).rowCount).toBe(0);
    } finally {
      await console.pool.query('alter table console.audit_away rename to audit');
    }
  });

  it('comes in pages, newest first', async () => {
    for (const name of ['a', 'b', 'c']) await console.call('POST', '/api/v1/tokens', { token, body: { name, role: 'operator' } });
    const first = await console.call('GET', '/api/v1/audit?limit=2', { token });
    const second = await console.call('GET', `/api/v1/audit?limit=2&cursor=${first.body['nextCursor']}`, { token });
    expect([first.body['items'], second.body['items']].map((items) => (items as unknown as unknown[]).length)).toEqual([2, 1]);
    expect(second.body['nextCursor']).toBeNull();
  });
});

describe('names of fields', () => {
  it('are bounded, and none for what is no object', () => {
    expect(fieldNames({ ['x'.repeat(500)]: 1, 'a\0b': 2 })).toEqual(['x'.repeat(100), 'ab']);
    expect(fieldNames(Object.fromEntries(Array.from({ length: 99 }, (_, n) => [`f${n}`, n])))).toHaveLength(50);
    expect([fieldNames(null), fieldNames([1]), fieldNames('x'), fieldNames(undefined)]).toEqual([[], [], [], []]);
  });
});
