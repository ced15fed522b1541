import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_TIMING } from '../host/timing.js';
import type { JobView } from '../jobs/job-record.js';
import { httpFixture, type HttpFixture } from '../testing/http-fixture.js';
import { toyChannel } from '../testing/toy-channel.js';
import { ToyBox, toyPull } from '../testing/toy-pull.js';

const HOUR_MS = 3_600_000;
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

async function create(channel: string, settings: object): Promise<string> {
  const { body } = await hub.api<{ id: string }>('admin', 'POST', '/api/v1/accounts', { channel, settings });
  return body.id;
}

const window = () => ({ from: new Date(Date.now() - HOUR_MS).toISOString(), to: new Date(Date.now() + HOUR_MS).toISOString() });
const ask = (id: string, kind: string, body: object = window()) => hub.api<JobView>('operator', 'POST', `/api/v1/accounts/${id}/${kind}`, body);

async function job(id: string, reached: (job: JobView) => boolean): Promise<JobView> {
  for (;;) {
    const { body } = await hub.api<{ items: JobView[] }>('operator', 'GET', `/api/v1/accounts/${id}/jobs`);
    const found = body.items.find(reached);
    if (found) return found;
  }
}

describe('jobs of an account', () => {
  it('are asked for, carried out by its owner, and read by everybody', async () => {
    const id = await create('toy_pull', box.settings);
    await box.deliver('one');
    const { status, body } = await ask(id, 'backfill');
    expect([status, body]).toEqual([202, expect.objectContaining({ accountId: id, kind: 'backfill', cause: 'asked', state: 'waiting', counted: null, dryRun: false })]);
    expect(await job(id, ({ state }) => state === 'done')).toMatchObject({ id: body.id, counted: 1, fetched: 1, failure: null, endedAt: expect.any(String) });
    await ask(id, 'reconcile');
    expect(await job(id, ({ kind, state }) => kind === 'reconcile' && state === 'done')).toMatchObject({ counted: 1, missing: 0, fetched: 0 });
  });

  it('of one account follow each other, each once, also one that its owner left behind', async () => {
    const id = await create('toy_pull', box.settings);
    await box.deliver('one');
    await Promise.all([ask(id, 'backfill'), ask(id, 'reconcile'), ask(id, 'backfill')]);
    const ended = async (count: number) => {
      for (;;) {
        const rows = await hub.rows<{ state: string; tries: number }>(`select state, tries from intake.job where account_id = $1 and ended_at is not null`, [id]);
        if (rows.length === count) return rows;
      }
    };
    expect(await ended(3)).toEqual(Array(3).fill({ state: 'done', tries: 1 }));
    await hub.rows(`insert into intake.job (id, account_id, kind, cause, window_from, window_to, notify, state, epoch)
                    select gen_random_uuid(), $1, 'backfill', 'asked', now() - interval '1 hour', now(), false, 'running', epoch from intake.lease where account_id = $1`, [id]);
    expect(await ended(4)).toEqual(Array(4).fill({ state: 'done', tries: 1 }));
  });

  it('say why they failed, once they were tried enough', async () => {
    const id = await create('toy_pull', box.settings);
    await box.fail('credentials');
    const { body } = await ask(id, 'backfill');
    expect(await job(id, ({ state }) => state === 'failed')).toMatchObject({ id: body.id, failure: { class: 'credentials', code: 'toy-credentials', detail: 'It fails.' } });
    await box.fail('network');
    await ask(id, 'reconcile');
    expect(await job(id, ({ state, kind }) => state === 'failed' && kind === 'reconcile')).toMatchObject({ failure: { class: 'network' } });
  });

  it('refuse what the channel can not do, and windows that are none', async () => {
    const form = await create('toy', { secret: 's' });
    expect(await ask(form, 'backfill')).toMatchObject({ status: 409, body: { code: 'capability-not-available' } });
    const id = await create('toy_pull', box.settings);
    const { from, to } = window();
    expect(await ask(id, 'backfill', { from: to, to: from })).toMatchObject({ status: 422, body: { errors: [{ field: 'to', code: 'not-after-from' }] } });
    expect(await ask(id, 'reconcile', { from: 'yesterday', to })).toMatchObject({ status: 422, body: { errors: [{ field: 'from' }] } });
    await hub.rows(`insert into intake.job (id, account_id, kind, cause, window_from, window_to, notify, state, next_try_at)
                    select gen_random_uuid(), $1, 'backfill', 'asked', now(), now(), false, 'waiting', now() + interval '1 day' from generate_series(1, 20)`, [id]);
    expect(await ask(id, 'backfill')).toMatchObject({ status: 409, body: { code: 'too-many-jobs' } });
    expect((await ask(randomUUID(), 'backfill')).status).toBe(404);
    expect((await hub.api('manager', 'POST', `/api/v1/accounts/${id}/backfill`, window())).status).toBe(403);
  });
});

describe('POST /api/v1/accounts/:id/probe', () => {
  it('stores a contact that is no lead', async () => {
    const id = await create('toy', { secret: 's' });
    const { status, body } = await hub.api<{ contactId: string }>('operator', 'POST', `/api/v1/accounts/${id}/probe`);
    expect([status, body]).toEqual([200, { ok: true, contactId: expect.any(String), tookMs: expect.any(Number) }]);
    expect(await hub.rows('select from intake.contact where id = $1', [body.contactId])).toHaveLength(1);
  });

  it('says which channels have none', async () => {
    const id = await create('toy_pull', box.settings);
    expect(await hub.api('operator', 'POST', `/api/v1/accounts/${id}/probe`)).toMatchObject({ status: 409, body: { code: 'capability-not-available' } });
    const { body } = await hub.api<{ items: { name: string; capabilities: string[] }[] }>('operator', 'GET', '/api/v1/channels');
    expect(body.items.map(({ name, capabilities }) => [name, capabilities])).toEqual([
      ['toy', ['webhook', 'probe']],
      ['toy_pull', ['pull', 'check', 'backfill', 'reconcile']],
    ]);
  });
});
