import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Channel } from '../channel.js';
import type { IntakeStats } from '../intake/tally.js';
import { sumUpOldMinutes } from '../intake/tally.js';
import { httpFixture, type HttpFixture } from '../testing/http-fixture.js';
import { toyChannel, toySettings, toySignature, type ToySettings } from '../testing/toy-channel.js';

/** The toy under the name of the API channel: nobody verifies there, the role does. */
const { verify: _, ...unverified } = toyChannel.webhook ?? { methods: [], maxBodyBytes: 0, parse: () => ({ contacts: [] }) };
const apiChannel: Channel<Partial<ToySettings>> = { ...toyChannel, name: 'api', settings: toySettings.partial(), webhook: { ...unverified, rateLimitPerMinute: () => 0, allowedOrigins: () => [] } };

/** The toy of a provider that wants its own words, and a time to come again as a date. */
const { webhook: toyWebhook, ...toyRest } = toyChannel;
const wordyChannel: Channel<ToySettings> = { ...toyRest, name: 'wordy', ...(toyWebhook && { webhook: { ...toyWebhook, acknowledgement: { status: 200, body: 'ok' }, retryAfter: 'date' } }) };

async function postWordy(hub: HttpFixture, payload: string): Promise<Response> {
  const { body } = await hub.api<{ id: string }>('admin', 'POST', '/api/v1/accounts', { channel: 'wordy', settings: { secret: 's' } });
  return fetch(`${hub.url}/webhooks/wordy/${body.id}`, { method: 'POST', headers: { 'x-toy-signature': toySignature('s', payload) }, body: payload });
}

describe('POST /api/v1/contacts', () => {
  let hub: HttpFixture;
  beforeAll(async () => {
    hub = await httpFixture([apiChannel, toyChannel, wordyChannel]);
  });
  afterAll(() => hub.drop());

  it('needs no account to be made before, and makes one for all', async () => {
    const answers = await Promise.all(['a', 'b'].map((id) => hub.api<{ ids: string[] }>('operator', 'POST', '/api/v1/contacts', [{ id }])));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await hub.rows(`select count(distinct account_id)::int as accounts, count(*)::int as contacts from intake.contact`)).toEqual([{ accounts: 1, contacts: 2 }]);
  });

  it('asks which account, when there are several', async () => {
    const { body } = await hub.api<{ id: string }>('admin', 'POST', '/api/v1/accounts', { channel: 'api', name: 'Second' });
    expect(await hub.api('operator', 'POST', '/api/v1/contacts', [])).toMatchObject({ status: 422, body: { errors: [{ field: 'accountId', code: 'several-accounts' }] } });
    expect((await hub.api('operator', 'POST', `/api/v1/contacts?accountId=${body.id}`, [{ id: 'c' }])).status).toBe(200);
  });

  it('speaks to accounts of its own channel only', async () => {
    const { body } = await hub.api<{ id: string }>('admin', 'POST', '/api/v1/accounts', { channel: 'toy', settings: { secret: 's' } });
    expect(await hub.api('operator', 'POST', `/api/v1/contacts?accountId=${body.id}`, [])).toMatchObject({ status: 422, body: { errors: [{ code: 'unknown-account' }] } });
  });

  it.each([[undefined, 401], ['manager', 403]] as const)('is refused to %s', async (role, status) => {
    expect((await hub.api(role, 'POST', '/api/v1/contacts', [{ id: 'z' }])).status).toBe(status);
  });

  it('tells a provider that what went to quarantine was taken, in its own words', async () => {
    const response = await postWordy(hub, '{"not understood":');
    expect([response.status, await response.text()]).toEqual([200, 'ok']);
    expect(await hub.rows(`select count(*)::int as count from intake.quarantine`)).toEqual([{ count: 1 }]);
  });

  it('has no public address', async () => {
    const { body } = await hub.api<{ items: { id: string; channel: string; webhookUrl?: string }[] }>('operator', 'GET', '/api/v1/accounts');
    for (const { id, webhookUrl } of body.items.filter(({ channel }) => channel === 'api')) {
      expect(webhookUrl).toBeUndefined();
      expect((await fetch(`${hub.url}/webhooks/api/${id}`, { method: 'POST', body: '[{"id":"z"}]' })).status).toBe(404);
    }
  });
});

describe('storage that can take nothing', () => {
  let hub: HttpFixture;
  beforeAll(async () => {
    hub = await httpFixture([toyChannel, wordyChannel], { limits: { maxWaiting: 0 } });
  });
  afterAll(() => hub.drop());

  it.each(['[{"id":"a"}]', '{"not understood":'])('is never answered with success: %s', async (payload) => {
    const { body } = await hub.api<{ id: string }>('admin', 'POST', '/api/v1/accounts', { channel: 'toy', settings: { secret: 's' } });
    const response = await fetch(`${hub.url}/webhooks/toy/${body.id}`, { method: 'POST', headers: { 'x-toy-signature': toySignature('s', payload) }, body: payload });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await response.json()).toMatchObject({ code: 'storage-unavailable' });
    expect(await hub.rows('select id from intake.quarantine union all select id from intake.contact')).toEqual([]);
  });

  it('says when to come again as the provider reads it', async () => {
    const response = await postWordy(hub, '[{"id":"a"}]');
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toMatch(/^\w{3}, \d\d \w{3} \d{4} .* GMT$/);
  });
});

describe('the reckoning', () => {
  let hub: HttpFixture;
  beforeAll(async () => {
    hub = await httpFixture([apiChannel]);
  });
  afterAll(() => hub.drop());
  const stats = () => hub.internal<IntakeStats>(`/internal/intake/stats?since=${new Date(Date.now() - 15 * 60_000).toISOString()}`);

  it('counts by minute what came and what became of it', async () => {
    for (const contacts of [[{ id: 'a' }, { id: 'b' }], [{ id: 'a' }], [{ id: 'a', version: 2 }], { crash: 'x' }]) {
      await hub.api('operator', 'POST', '/api/v1/contacts', contacts);
    }
    const { totals, older, minutes } = await stats();
    const expected = { accepted: 2, repeats: 1, revisions: 1, quarantined: 1 };
    expect(totals).toEqual(expected);
    expect(older).toEqual([]);
    const sum = (member: keyof typeof expected) => minutes.reduce((total, row) => total + row[member], 0);
    expect({ accepted: sum('accepted'), repeats: sum('repeats'), revisions: sum('revisions'), quarantined: sum('quarantined') }).toEqual(expected);
  });

  it('forgets nothing when old minutes are summed up', async () => {
    await hub.rows(`update intake.tally set minute = minute - interval '30 days'`);
    const before = await stats();
    await sumUpOldMinutes(hub.pool);
    await sumUpOldMinutes(hub.pool);
    expect(await stats()).toEqual(before);
    expect(before.older.map(({ accepted }) => accepted)).toEqual([2]);
    expect(await hub.rows('select count(*)::int as rows from intake.tally')).toEqual([{ rows: 1 }]);
  });

  it('is for services of the hub only', async () => {
    expect((await hub.api('admin', 'GET', '/internal/intake/stats')).status).toBe(401);
  });
});
