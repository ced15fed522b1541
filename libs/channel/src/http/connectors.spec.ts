import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Connector } from '../accounts/connectors.js';
import { DEFAULT_TIMING } from '../host/timing.js';
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
