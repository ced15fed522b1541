import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { StaleEpochError } from '../intake/errors.js';
import type { Connections, PooledConnection } from '../intake/connections.js';
import { intakeFixture, type IntakeFixture } from '../testing/fixture.js';
import { HostStage } from '../testing/host-stage.js';
import { LeaseStore } from './lease-store.js';

let fixture: IntakeFixture;
let stage: HostStage;
beforeAll(async () => {
  fixture = await intakeFixture();
});
afterAll(() => fixture.drop());
beforeEach(async () => {
  await fixture.rows('delete from intake.account');
  stage = new HostStage(fixture);
});
afterEach(() => stage.stopAll());

const LEASE_MS = 900;
const runs = (name: string, count: number) => () => stage.running(name).length === count;
const both = (a: number, b: number) => () => runs('a', a)() && runs('b', b)();

/** Sessions of one account that ran at the same moment. */
function overlaps(): number {
  return stage.seen.filter((one, n) =>
    stage.seen.slice(n + 1).some((other) => one.accountId === other.accountId && other.startedAt < (one.endedAt ?? Infinity)),
  ).length;
}

describe('accounts', () => {
  it('are run as they are made, changed and deleted', async () => {
    const long = { tickMs: 60_000, leaseMs: 120_000 };
    stage.start('a', undefined, long);
    const [first = '', second = ''] = await stage.addAccounts(2);
    await stage.until(runs('a', 2));
    await stage.store.update(first, (account) => ({ ...account, settings: { ...account.settings, password: 'other' } }));
    await stage.until(() => stage.seen.filter(({ accountId }) => accountId === first).length === 2);
    await stage.store.delete(second);
    await stage.until(() => stage.running('a').join() === first);
    expect(overlaps()).toBe(0);
  });

  it('are shared evenly with an instance that comes, and none runs twice meanwhile', async () => {
    await stage.addAccounts(21);
    stage.start('a');
    await stage.until(runs('a', 21));
    stage.start('b');
    await stage.until(() => Math.abs(stage.running('a').length - stage.running('b').length) === 1 && stage.running('a').length + stage.running('b').length === 21);
    expect(overlaps()).toBe(0);
  });

  it('move at once when their instance stops', async () => {
    await stage.addAccounts(10);
    const slow = { tickMs: 60_000, leaseMs: 120_000 };
    const a = stage.start('a', undefined, slow);
    await stage.until(runs('a', 10));
    stage.start('b', undefined, slow);
    await stage.until(both(5, 5));
    await a.stop();
    await stage.until(runs('b', 10));
    expect(overlaps()).toBe(0);
  });

  it('move when their instance is cut off, which ends its sessions before, and are shared again when it is back', async () => {
    await stage.addAccounts(10);
    const a = stage.start('a');
    stage.start('b');
    await stage.until(both(5, 5));
    a.cut(true);
    await stage.until(both(0, 10));
    expect(overlaps()).toBe(0);
    a.cut(false);
    await stage.until(both(5, 5));
    expect(overlaps()).toBe(0);
  });

  it('of an instance that died without a word are free when its time is over', async () => {
    await stage.addAccounts(4);
    await fixture.rows(`insert into intake.instance (id, channels, until) values ('dead', '{toy_pull}', now() + $1 * interval '1 ms')`, [LEASE_MS]);
    await fixture.rows(`insert into intake.lease (account_id, owner, epoch) select id, 'dead', 1 from intake.account`);
    stage.start('b');
    await stage.until(runs('b', 4));
    const [row] = await fixture.rows<{ epochs: number; owners: string[] }>(
      `select count(distinct epoch)::int as epochs, array_agg(distinct owner) as owners from intake.lease where account_id in (select id from intake.account)`,
    );
    expect(row).toEqual({ epochs: 4, owners: ['b'] });
  });

  it('are run by instances that have their channel, and no other', async () => {
    const toys = await stage.addAccounts(2);
    const others = await stage.addAccounts(2, 'other_pull');
    stage.start('a', ['toy_pull']);
    stage.start('b', ['toy_pull', 'other_pull']);
    await stage.until(both(1, 3));
    expect(toys).toEqual(expect.arrayContaining(stage.running('a')));
    expect(stage.running('b')).toEqual(expect.arrayContaining(others));
  });

  it('keep a secret that their provider renewed, sealed, and only by their owner', async () => {
    const [id = ''] = await stage.addAccounts(1);
    stage.start('a');
    await stage.until(runs('a', 1));
    const [lease] = await fixture.rows<{ epoch: string }>('select epoch from intake.lease where account_id = $1', [id]);
    const epoch = BigInt(lease?.epoch ?? 0);
    const update = (of: bigint, from: string, to: string) => stage.store.updateSecret(id, of, ['password'], { from, to });
    await update(epoch, 'right', 'rotated');
    await expect(update(epoch - 1n, 'rotated', 'stale')).rejects.toBeInstanceOf(StaleEpochError);
    await update(epoch, 'right', 'somebody changed what was renewed');
    expect((await stage.store.find(id))?.settings).toEqual({ box: id, password: 'rotated' });
    const [row] = await fixture.rows<{ text: string }>('select row_to_json(a)::text as text from intake.account a where id = $1', [id]);
    expect(row?.text).not.toContain('rotated');
    // Another account is begun after the change was seen; the first one's session is the same.
    await stage.addAccounts(1);
    await stage.until(runs('a', 2));
    expect(stage.seen).toHaveLength(2);
  });

  it('whose settings do not pass are shown and not run, until somebody mends them', async () => {
    const [id = ''] = await stage.addAccounts(1);
    await stage.store.update(id, (account) => ({ ...account, settings: { box: id } }));
    const a = stage.start('a');
    const state = async () => (await fixture.rows<{ state: string }>('select state from intake.connector where account_id = $1', [id]))[0]?.state;
    while ((await state()) !== 'faulty') await new Promise(setImmediate);
    expect(a.host.size).toBe(1);
    expect(stage.seen).toEqual([]);
    await stage.store.update(id, (account) => ({ ...account, settings: { box: id, password: 'right' } }));
    await stage.until(runs('a', 1));
  });
});

describe('a thousand accounts', () => {
  it('cost two statements a tick, whatever happens to them', async () => {
    await fixture.rows(`insert into intake.account (id, channel, name, line, default_region, settings)
                        select gen_random_uuid(), 'toy_pull', 'Box', 'main', 'RU', '{"box":"x","password":"right"}' from generate_series(1, 1000)`);
    const statements: string[] = [];
    const leases = new LeaseStore(listening(fixture.pool, statements), 'a', ['toy_pull'], 10_000);
    expect((await leases.tick(60_000)).filter(({ surplus }) => !surplus)).toHaveLength(1000);
    expect(await leases.tick(60_000)).toHaveLength(1000);
    expect(statements).toEqual(['intake.renew', 'intake.take-share', 'intake.renew', 'intake.take-share']);
    await leases.retire();
  });
});

/** Writes down the names of statements. */
function listening(inner: Connections, names: string[]): Connections {
  return {
    connect: async () => {
      const connection = await inner.connect();
      const query = (...[text, values]: Parameters<PooledConnection['query']>) => {
        names.push(typeof text === 'string' ? text : (text.name ?? text.text));
        return connection.query(text, values);
      };
      return { query: query as PooledConnection['query'], release: (error) => connection.release(error) };
    },
  };
}
