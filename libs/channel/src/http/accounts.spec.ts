import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { httpFixture, type HttpFixture } from '../testing/http-fixture.js';
import { toyChannel, toySignature } from '../testing/toy-channel.js';

let hub: HttpFixture;
beforeAll(async () => {
  hub = await httpFixture([toyChannel]);
});
afterAll(() => hub.drop());

const MASK = '••••••';

async function create(settings: object = { secret: 's1' }) {
  const { status, body } = await hub.api<{ id: string }>('admin', 'POST', '/api/v1/accounts', { channel: 'toy', name: 'Toys', settings });
  expect([status, body]).toEqual([201, expect.anything()]);
  return body;
}

type Listed<Item> = { items: readonly Item[]; nextCursor: string | null };

describe('accounts', () => {
  it('are made with defaults filled in and secrets masked', async () => {
    const { status, body } = await hub.api<{ id: string }>('admin', 'POST', '/api/v1/accounts', { channel: 'toy', name: 'Toys', line: 'sales', settings: { secret: 's1' } });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      channel: 'toy',
      name: 'Toys',
      line: 'sales',
      settings: { secret: MASK, greeting: 'hi', defaultRegion: 'RU' },
      webhookUrl: `https://hub.example/webhooks/toy/${body.id}`,
      status: 'active',
    });
  });

  it('stand in the default line', async () => {
    expect(await create()).toMatchObject({ line: 'main' });
  });

  it('keep secrets sealed, away from the settings', async () => {
    const { id } = await create({ secret: 'hidden treasure' });
    const [row] = await hub.rows<{ text: string }>('select row_to_json(a)::text as text from intake.account a where id = $1', [id]);
    expect(row?.text).not.toContain('hidden treasure');
    expect(row?.text).not.toContain(Buffer.from('hidden treasure').toString('hex'));
  });

  it('are refused with every wrong setting named', async () => {
    const { status, body } = await hub.api('admin', 'POST', '/api/v1/accounts', {
      channel: 'toy',
      settings: { secret: '', rateLimitPerMinute: 'many', wrong: 1 },
    });
    expect(status).toBe(422);
    expect(body.errors?.map(({ field, code }) => ({ field, code }))).toEqual([
      { field: 'settings.secret', code: 'too-short' },
      { field: 'settings.rateLimitPerMinute', code: 'type' },
      { field: 'settings.wrong', code: 'unknown-key' },
    ]);
  });

  it.each([
    [{ channel: 'none', settings: {} }, 'channel'],
    [{ channel: 'toy', settings: { secret: MASK } }, 'settings.secret'],
    [{ channel: 'toy', settings: { secret: 's', defaultRegion: 'XX9' } }, 'settings.defaultRegion'],
    [{ channel: 'toy', name: 'a\u0007b', settings: { secret: 's' } }, 'name'],
  ])('refuses %j', async (input, field) => {
    const { status, body } = await hub.api('admin', 'POST', '/api/v1/accounts', input);
    expect([status, body.errors?.[0]?.field]).toEqual([422, field]);
  });

  it.each([{ secret: MASK }, {}, { secret: MASK, greeting: 'hello' }])('keep a secret that %j does not change', async (settings) => {
    const { id } = await create();
    const before = await hub.rows('select secrets from intake.account where id = $1', [id]);
    expect(before).toHaveLength(1);
    expect((await hub.api('admin', 'PATCH', `/api/v1/accounts/${id}`, { settings })).status).toBe(200);
    const answer = await fetch(`${hub.url}/webhooks/toy/${id}`, { headers: { 'x-toy-signature': toySignature('s1', '') } });
    expect(answer.status).toBe(200);
  });

  it('take a new secret at once, in every process', async () => {
    const { id } = await create();
    const call = async (secret: string) => (await fetch(`${hub.url}/webhooks/toy/${id}`, { headers: { 'x-toy-signature': toySignature(secret, '') } })).status;
    expect(await call('s1')).toBe(200);
    await hub.api('admin', 'PATCH', `/api/v1/accounts/${id}`, { settings: { secret: 's2' } });
    // The change is announced by PostgreSQL; the first answer after that is by the new secret.
    await expect(eventually(async () => (await call('s2')) === 200)).resolves.toBe(true);
    expect(await call('s1')).toBe(401);
  });

  it('are gone once deleted, with their secrets', async () => {
    const { id } = await create();
    expect((await hub.api('admin', 'DELETE', `/api/v1/accounts/${id}`)).status).toBe(204);
    expect((await hub.api('admin', 'GET', `/api/v1/accounts/${id}`)).status).toBe(404);
    expect((await hub.api('admin', 'DELETE', `/api/v1/accounts/${id}`)).status).toBe(404);
    expect(await hub.rows('select secrets from intake.account where id = $1', [id])).toEqual([{ secrets: null }]);
  });

  it('are listed page by page, newest first', async () => {
    const made = [await create(), await create(), await create()].map(({ id }) => id).reverse();
    const first = await hub.api<Listed<{ id: string }>>('operator', 'GET', '/api/v1/accounts?limit=2');
    const second = await hub.api<Listed<{ id: string }>>('operator', 'GET', `/api/v1/accounts?limit=2&cursor=${first.body.nextCursor}`);
    const seen = [...first.body.items, ...second.body.items].map(({ id }) => id);
    expect(seen.slice(0, 3)).toEqual(made);
  });

  it.each([
    ['manager', 'GET', ''],
    ['operator', 'POST', ''],
    ['operator', 'PATCH', '/00000000-0000-7000-8000-000000000000'],
    ['operator', 'DELETE', '/00000000-0000-7000-8000-000000000000'],
  ] as const)('%s may not %s', async (role, method, path) => {
    expect((await hub.api(role, method, `/api/v1/accounts${path}`, method === 'GET' ? undefined : {})).status).toBe(403);
  });

  it('say that a channel can not check', async () => {
    const { id } = await create();
    const { status, body } = await hub.api('admin', 'POST', `/api/v1/accounts/${id}/check`);
    expect([status, body.code]).toEqual([409, 'capability-not-available']);
  });

  it('are seen among connectors, unknown shown as unknown', async () => {
    const { id } = await create();
    const { body } = await hub.api<Listed<{ accountId: string }>>('operator', 'GET', '/api/v1/connectors');
    expect(body.items.find(({ accountId }) => accountId === id)).toMatchObject({
      credential: 'unknown',
      consumer: { status: 'alive', lastCycleAt: null },
      traffic: { lastContactAt: null, today: { accepted: 0 } },
      quarantined: 0,
      latestFailure: null,
    });
  });

  it('can be made of the channels listed', async () => {
    const { body } = await hub.api<Listed<object>>('operator', 'GET', '/api/v1/channels');
    expect(body.items).toMatchObject([
      { name: 'toy', title: { en: 'Toy', ru: 'Игрушка' }, capabilities: ['webhook', 'probe'], settings: { properties: { secret: { secret: true, title: 'Secret' } } } },
    ]);
  });
});


async function eventually(check: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 200; tries++) if (await check()) return true;
  return false;
}
