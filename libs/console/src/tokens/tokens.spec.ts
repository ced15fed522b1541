import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { API_TOKEN, testConsole, type TestConsole } from '../testing/console-server.js';

const token = API_TOKEN;

describe('API tokens', () => {
  let console: TestConsole;
  beforeAll(async () => {
    console = await testConsole();
  });
  afterAll(() => console.stop());

  const create = async (body: object) => (await console.call('POST', '/api/v1/tokens', { token, body })).body;

  it('are shown once and stored as a hash', async () => {
    const created = await create({ name: 'shop', role: 'operator' });
    expect(created['token']).toMatch(/^trb_[\w-]{43}$/);
    expect((await console.call('GET', '/api/v1/tokens', { token })).text).not.toContain(created['token']);
    const { rows } = await console.pool.query('select * from console.api_token');
    expect(JSON.stringify(rows)).not.toContain(created['token']);
  });

  it('carry a role and a manager', async () => {
    const { id, token: secret } = await create({ name: 'phone', role: 'manager', managerId: 'm-7' });
    const me = await console.call('GET', '/api/v1/session', { token: secret });
    expect(me.body).toEqual({ id: null, name: 'phone', role: 'manager', managerId: 'm-7' });
    expect((await console.call('GET', '/api/v1/tokens', { token: secret })).status).toBe(403);
    expect((await console.call('POST', '/api/v1/tokens', { token: secret, body: { name: 'x', role: 'admin' } })).status).toBe(403);
    const { rows } = await console.pool.query('select last_used_at is not null as used from console.api_token where id = $1', [id]);
    expect(rows).toEqual([{ used: true }]);
  });

  it('are revoked at once here, and soon in other processes', async () => {
    const { id, token: secret } = await create({ name: 'old', role: 'admin' });
    const other = await console.another();
    const status = async (where: TestConsole) => (await where.call('GET', '/api/v1/users', { token: secret })).status;
    expect([await status(console), await status(other)]).toEqual([200, 200]);
    expect((await console.call('DELETE', `/api/v1/tokens/${id}`, { token })).status).toBe(204);
    expect(await status(console)).toBe(401);
    const third = await console.another();
    expect(await status(third)).toBe(401);
    await Promise.all([other.stop(), third.stop()]);
  });

  it('of the settings are revoked there', async () => {
    const { body } = await console.call('GET', '/api/v1/tokens', { token });
    const own = (body['items'] as unknown as { id: string; source: string }[]).find(({ source }) => source === 'settings');
    const answer = await console.call('DELETE', `/api/v1/tokens/${own?.id}`, { token });
    expect([answer.status, answer.body['code']]).toEqual([409, 'token-of-settings']);
  });

  it('are refused with unknown keys, and not found by what is no id', async () => {
    const answer = await console.call('POST', '/api/v1/tokens', { token, body: { name: 'x', role: 'operator', source: 'settings' } });
    expect(answer.status).toBe(422);
    expect((await console.call('DELETE', '/api/v1/tokens/x', { token })).status).toBe(404);
  });
});
