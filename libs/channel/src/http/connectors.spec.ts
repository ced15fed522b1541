import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { fromBinary } from '@bufbuild/protobuf';
import { TOPICS } from '@tributary/event-log';
import { ConnectorStatusSchema } from '@tributary/proto';
import type { Connector } from '../accounts/connectors.js';
import { DEFAULT_TIMING } from '../host/timing.js';
import type { HistoryItem } from '../status/history.js';
import { httpFixture, type HttpFixture } from '../testing/http-fixture.js';
import { toyChannel } from '../testing/toy-channel.js';
import { ToyBox, toyPull } from '../testing/toy-pull.js';

const retry = { ...DEFAULT_TIMING.retry, firstMs: 20, mostMs: 20, mostNetworkMs: 20, credentialTriesMs: [20, 20] };

let hub: HttpFixture;
let box: ToyBox;
beforeAll(async () => {
  hub = await httpFixture([toyChannel, toyPull], { timing: { statusMs: 20, retry } });
});
afterAll(() => hub.drop());
beforeEach(() => {
  box = new ToyBox(randomUUID());
});
afterEach(() => box.close());

async function create(settings: object = box.settings): Promise<string> {
  const { body } = await hub.api<{ id: string }>('admin', 'POST', '/api/v1/accounts', { channel: 'toy_pull', settings });
  return body.id;
}

/** Asks until the connector is so. */
async function until(id: string, reached: (connector: Connector) => boolean): Promise<Connector> {
  for (;;) {
    const { body } = await hub.api<{ items: Connector[] }>('operator', 'GET', '/api/v1/connectors');
    const connector = body.items.find(({ accountId }) => accountId === id);
    if (connector && reached(connector)) return connector;
  }
}

describe('a pull account among connectors', () => {
  it('is alive once it completed a cycle, with credentials that were taken', async () => {
    const id = await create();
    const { credential, consumer, latestFailure } = await until(id, ({ consumer: { lastCycleAt } }) => lastCycleAt !== null);
    expect([credential, consumer.status, latestFailure]).toEqual(['valid', 'alive', null]);
    await box.deliver('hello');
    expect((await until(id, ({ traffic }) => traffic.today.accepted === 1)).traffic.lastContactAt).not.toBeNull();
  });

  it('says which credentials are refused, when it tries again, and is well as soon as they are mended', async () => {
    const id = await create({ ...box.settings, password: 'wrong' });
    const sick = await until(id, ({ latestFailure }) => latestFailure?.nextTryAt !== undefined && Date.parse(latestFailure.nextTryAt) > Date.now() + 60_000);
    expect(sick).toMatchObject({
      credential: 'invalid',
      consumer: { status: 'stopped', lastCycleAt: null },
      latestFailure: { class: 'credentials', code: 'toy-credentials', detail: 'It fails.', field: 'password' },
    });
    expect(box.logins).toBe(3);
    await hub.api('admin', 'PATCH', `/api/v1/accounts/${id}`, { settings: { password: 'right' } });
    const well = await until(id, ({ credential }) => credential === 'valid');
    expect(well.consumer.status).toBe('alive');
  });

  it('keeps its credentials through an outage, which it survives by itself', async () => {
    const id = await create();
    await until(id, ({ consumer }) => consumer.status === 'alive');
    await box.fail('network');
    const sick = await until(id, ({ latestFailure }) => latestFailure?.class === 'network');
    expect(sick.credential).toBe('valid');
    await box.fail(undefined);
    const since = sick.latestFailure?.at ?? '';
    await until(id, ({ consumer }) => consumer.status === 'alive' && (consumer.lastCycleAt ?? '') > since);
  });

  it('says what to do in the language that is asked for, and remembers what it went through', async () => {
    const id = await create({ ...box.settings, password: 'wrong' });
    const sick = await until(id, ({ health, since }) => health === 'broken' && since !== null);
    expect(sick.action).toMatchObject({ code: 'credentials-refused', field: 'password', detail: expect.stringMatching(/^It fails\. Enter them anew/) });
    const russian = await fetch(`${hub.url}/api/v1/connectors`, { headers: { authorization: 'Bearer operator', 'accept-language': 'ru' } });
    const { items } = (await russian.json()) as { items: Connector[] };
    expect(items.find(({ accountId }) => accountId === id)?.action?.detail).toContain('Введите доступ заново');
    await hub.api('admin', 'PATCH', `/api/v1/accounts/${id}`, { settings: { password: 'right' } });
    const well = await until(id, ({ health, since }) => health === 'ok' && since !== null);
    expect(well.action).toBeNull();
    expect(Date.parse(well.since ?? '')).toBeGreaterThan(Date.parse(sick.since ?? ''));
    const history = (query = '') => hub.api<{ items: HistoryItem[]; nextCursor: string | null }>('operator', 'GET', `/api/v1/connectors/${id}/history${query}`);
    const whole = (await history()).body.items.filter(({ fact }) => fact === 'health');
    expect(whole.map(({ state, was }) => [was, state]).at(0)?.at(1)).toBe('ok');
    expect(whole).toContainEqual(expect.objectContaining({ state: 'broken', code: 'credentials-refused' }));
    const first = await history('?limit=1');
    expect(first.body.items).toHaveLength(1);
    const second = await history(`?limit=1&cursor=${first.body.nextCursor}`);
    expect(second.body.items[0]).not.toEqual(first.body.items[0]);
    expect((await history(`?to=${new Date(Date.now() - 3_600_000).toISOString()}`)).body.items).toEqual([]);
    expect((await history('?from=yesterday')).status).toBe(422);
    expect((await hub.api('operator', 'GET', `/api/v1/connectors/${randomUUID()}/history`)).status).toBe(404);
    expect((await hub.api('manager', 'GET', `/api/v1/connectors/${id}/history`)).status).toBe(403);
  });

  it('shows the last day as half-hours, with what was not understood', async () => {
    const id = await create();
    await box.deliver('hello');
    const { beats } = await until(id, (connector) => connector.beats.at(-1)?.state === 'alive' || connector.beats.at(-2)?.state === 'alive');
    expect(beats).toHaveLength(48);
    expect(beats.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(1);
    await box.deliverBad();
    const sick = await until(id, ({ beats: now, action }) => now.some(({ state }) => state === 'trouble') && action !== null);
    expect(sick).toMatchObject({ health: 'attention', waiting: 1, action: { code: 'not-understood' } });
  });

  it('tells the log what became of it, and that it was deleted', async () => {
    const id = await create({ ...box.settings, password: 'wrong' });
    await until(id, ({ health, since }) => health === 'broken' && since !== null);
    await hub.api('admin', 'DELETE', `/api/v1/accounts/${id}`);
    const told = async () => (await hub.log()).filter(({ topic, key }) => topic === TOPICS.status && key === id).map(({ value }) => value);
    for (;;) if ((await told()).at(-1) === null) break;
    const statuses = (await told()).slice(0, -1).map((value) => fromBinary(ConnectorStatusSchema, value));
    const { causes, health, credential } = statuses.at(-1) ?? {};
    expect([health?.state, credential?.state, causes?.[0]]).toEqual(['broken', 'invalid', expect.objectContaining({ fact: 'credential', code: 'credentials-refused', field: 'password' })]);
  });

  it('is replayed from quarantine by its own parser', async () => {
    const id = await create();
    await box.deliverBad();
    await until(id, ({ quarantined }) => quarantined === 1);
    const { body } = await hub.api<{ items: { id: string }[] }>('operator', 'GET', `/api/v1/quarantine?accountId=${id}`);
    const replayed = await hub.api('operator', 'POST', `/api/v1/quarantine/${body.items[0]?.id}/replay`);
    expect([replayed.status, replayed.body.code]).toEqual([422, 'still-not-understood']);
  });
});

describe('POST /api/v1/accounts/:id/check', () => {
  it('names the account when its credentials are taken', async () => {
    const id = await create();
    expect(await hub.api('admin', 'POST', `/api/v1/accounts/${id}/check`)).toMatchObject({ status: 200, body: { ok: true, title: box.settings.box } });
  });

  it('ends the wait of an account that works again', async () => {
    await box.fail('credentials');
    const id = await create();
    await until(id, ({ latestFailure }) => Date.parse(latestFailure?.nextTryAt ?? '') > Date.now() + 60_000);
    await box.fail(undefined);
    expect((await hub.api('admin', 'POST', `/api/v1/accounts/${id}/check`)).body).toMatchObject({ ok: true });
    expect((await until(id, ({ credential }) => credential === 'valid')).consumer.status).toBe('alive');
  });

  it('says what is wrong, and at which setting', async () => {
    const id = await create({ ...box.settings, password: 'wrong' });
    const { status, body } = await hub.api('admin', 'POST', `/api/v1/accounts/${id}/check`);
    expect([status, body]).toEqual([200, { ok: false, failure: { class: 'credentials', code: 'toy-credentials', detail: 'It fails.', field: 'password' } }]);
  });

  it('tells defects of ours from failures of the provider, and gives none of it away', async () => {
    const id = await create();
    await box.fail('internal');
    const { body } = await hub.api('admin', 'POST', `/api/v1/accounts/${id}/check`);
    expect(body).toMatchObject({ ok: false, failure: { class: 'internal', code: 'unexpected' } });
    expect(JSON.stringify(body)).not.toContain('a defect');
  });

  it('tries an account that is not saved', async () => {
    const check = (settings: object) => hub.api('admin', 'POST', '/api/v1/accounts/check', { channel: 'toy_pull', settings });
    expect((await check(box.settings)).body).toMatchObject({ ok: true });
    expect((await check({ ...box.settings, password: 'wrong' })).body).toMatchObject({ ok: false, failure: { field: 'password' } });
    expect((await check({ box: 'x' })).body).toMatchObject({ code: 'validation-failed', errors: [{ field: 'settings.password' }] });
    expect(await hub.rows('select from intake.account where settings ->> $1 = $2', ['box', box.settings.box])).toEqual([]);
  });

  it('is for administrators, and for accounts that are there', async () => {
    expect((await hub.api('operator', 'POST', `/api/v1/accounts/${randomUUID()}/check`)).status).toBe(403);
    expect((await hub.api('admin', 'POST', `/api/v1/accounts/${randomUUID()}/check`)).status).toBe(404);
    expect((await hub.api('operator', 'POST', '/api/v1/accounts/check', {})).status).toBe(403);
  });
});
