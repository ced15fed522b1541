import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Connector } from '../accounts/connectors.js';
import { DEFAULT_TIMING } from '../host/timing.js';
import type { JobView } from '../jobs/job-record.js';
import { httpFixture, type HttpFixture } from '../testing/http-fixture.js';
import { ToyBox, toyPull, toyStream } from '../testing/toy-pull.js';

const retry = { ...DEFAULT_TIMING.retry, firstMs: 20, mostMs: 20, mostNetworkMs: 20, credentialTriesMs: [20, 20] };

let hub: HttpFixture;
let box: ToyBox;
beforeAll(async () => {
  hub = await httpFixture([toyPull, toyStream], { timing: { statusMs: 20, retry } });
});
afterAll(() => hub.drop());
beforeEach(() => {
  box = new ToyBox(randomUUID());
});
afterEach(() => box.close());

async function running(channel: string): Promise<string> {
  const { body: { id } } = await hub.api<{ id: string }>('admin', 'POST', '/api/v1/accounts', { channel, settings: box.settings });
  await connector(id, ({ consumer }) => consumer.status === 'alive');
  return id;
}

async function connector(id: string, reached: (connector: Connector) => boolean): Promise<Connector> {
  for (;;) {
    const { body } = await hub.api<{ items: Connector[] }>('operator', 'GET', '/api/v1/connectors');
    const found = body.items.find(({ accountId }) => accountId === id);
    if (found && reached(found)) return found;
  }
}

async function done(id: string): Promise<JobView[]> {
  for (;;) {
    const { body } = await hub.api<{ items: JobView[] }>('operator', 'GET', `/api/v1/accounts/${id}/jobs`);
    if (body.items.length > 0 && body.items.every(({ state }) => state === 'done')) return [...body.items];
  }
}

async function outage(id: string, failureClass: 'network' | 'credentials'): Promise<void> {
  await box.fail(failureClass);
  await connector(id, ({ latestFailure }) => latestFailure?.class === failureClass);
  for (const text of ['one', 'two', 'three']) await box.deliver(text);
  await box.fail(undefined);
}

describe('the gap of an outage', () => {
  it('is announced and filled by a session that reads on', async () => {
    const id = await running('toy_pull');
    const before = (await connector(id, () => true)).consumer.lastCycleAt ?? '';
    await outage(id, 'network');
    const [gap, ...others] = await done(id);
    expect([gap, others]).toEqual([expect.objectContaining({ kind: 'catch-up', cause: 'outage', counted: 3, fetched: 3, stored: 3 }), []]);
    expect(gap!.from >= before).toBe(true);
    expect((await connector(id, ({ consumer }) => consumer.status === 'alive')).catchingUp).toBeNull();
  });

  it('is shown while it is filled', async () => {
    const id = await running('toy_pull');
    // Nobody takes what was fetched: the session stands still in the middle of its gap.
    let release!: () => void;
    const held = new Promise<void>((resolve) => (release = resolve));
    const take = box.take.bind(box);
    box.take = async (upTo) => (await held, take(upTo));
    await outage(id, 'network');
    const { catchingUp } = await connector(id, (each) => each.catchingUp?.done === 2);
    expect(catchingUp).toEqual({ announced: 3, done: 2, since: expect.any(String) });
    release();
    expect(await done(id)).toMatchObject([{ counted: 3, fetched: 3 }]);
  });

  it('of a stream is fetched again by a backfill, once the account works', async () => {
    const id = await running('toy_stream');
    await outage(id, 'network');
    const jobs = await done(id);
    expect(jobs).toMatchObject([{ kind: 'backfill', cause: 'outage', counted: 3, fetched: 3, stored: 3 }]);
    await box.deliver('live again');
    await connector(id, ({ traffic }) => traffic.today.accepted === 4);
    expect(await hub.rows('select from intake.contact where account_id = $1', [id])).toHaveLength(4);
    const source = `/accounts/${id}`;
    expect((await hub.log()).flatMap(({ topic, headers }) => (headers['source'] === source ? [topic] : [])).sort()).toEqual([...Array<string>(3).fill('inbound.bulk.v1'), 'inbound.contacts.v1']);
  });

  it('waits while the credentials are refused: nothing knocks beside the account itself', async () => {
    const id = await running('toy_stream');
    await box.fail('credentials');
    await connector(id, ({ latestFailure }) => Date.parse(latestFailure?.nextTryAt ?? '') > Date.now() + 60_000);
    const logins = box.logins;
    await box.deliver('meanwhile');
    await box.fail(undefined);
    await hub.api('admin', 'POST', `/api/v1/accounts/${id}/check`);
    expect(await done(id)).toMatchObject([{ kind: 'backfill', counted: 1, stored: 1, failure: null }]);
    // The check, the session, the backfill.
    expect(box.logins).toBe(logins + 3);
  });
});
