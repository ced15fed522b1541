import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api } from '../../e2e/api.mjs';
import { type Hub, endHub, makeDataDir, removeDataDir, startHub, TOKEN } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { until } from '../../e2e/until.mjs';

const dataDir = makeDataDir();
let hub: Hub;

beforeAll(async () => {
  hub = await startHub({ dataDir, env: { TRIBUTARY_ADMIN_EMAIL: undefined } });
}, 90_000);

afterAll(async () => {
  await endHub(hub);
  await removeDataDir(dataDir);
}, 60_000);

describe('a fresh hub', () => {
  it('prints a set-up link that makes the first administrator, once', async () => {
    const link = /https?:\/\/\S+\/setup\?token=[\w-]+/.exec(hub.output)?.[0];
    expect(link).toBeDefined();
    const { pathname, search, searchParams } = new URL(link!);
    expect((await fetch(hub.url + pathname + search)).status).toBe(200);
    const setUp = (token: string) => new Api(hub.url).call('POST', '/api/v1/setup', { token, name: 'Анна', email: 'anna@example.com', password: 'a long enough passphrase' });
    expect((await setUp('x'.repeat(43))).status).toBe(410);
    expect((await setUp(searchParams.get('token')!)).status).toBeLessThan(300);
    expect((await setUp(searchParams.get('token')!)).status).toBe(410);
  });

  it('says that it lives and is ready, and shows metrics', async () => {
    for (const path of ['/health/live', '/health/ready', '/metrics']) expect((await fetch(hub.url + path)).status).toBe(200);
  });

  it('takes the API token of the environment, and no other', async () => {
    await expect(hub.api.get('/api/v1/accounts')).resolves.toHaveProperty('items');
    expect((await new Api(hub.url, `${TOKEN}x`).call('GET', '/api/v1/accounts')).status).toBe(401);
    expect((await new Api(hub.url).call('GET', '/api/v1/accounts')).status).toBe(401);
  });

  it('makes a form post a lead with a manager within 2 s', async () => {
    const { form, managers } = await install(hub.api, { managers: 2 });
    const answer = await new Api(hub.url).call('POST', `/f/${form}`, { name: 'Анна', phone: '8 (916) 123-45-67', email: 'anna@example.com', message: 'Здравствуйте' });
    expect(answer.status).toBe(202);
    const { id } = answer.body as { id: string };
    const contact = await until('the contact has a lead', async () => {
      const found = await hub.api.call('GET', `/api/v1/contacts/${id}`);
      return found.body?.lead && found.body;
    }, { timeoutMs: 2_000, everyMs: 20 });
    expect(contact).toMatchObject({
      id,
      revision: 1,
      channel: 'form',
      accountId: form,
      kind: 'form',
      sender: { name: 'Анна' },
      identities: expect.arrayContaining([
        expect.objectContaining({ type: 'phone', value: '+79161234567', verified: false }),
        expect.objectContaining({ type: 'email', value: 'anna@example.com' }),
      ]),
      person: { id: expect.any(String) },
    });
    const lead = await hub.api.get(`/api/v1/leads/${contact.lead.id}`);
    expect(managers).toContain(lead.managerId);
    expect((await hub.api.get('/api/v1/contacts')).items).toHaveLength(1);
  });
});
