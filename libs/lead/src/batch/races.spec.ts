import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { phoneIdentity } from '@tributary/contact';
import type { LogRecord } from '@tributary/event-log';
import type pg from 'pg';
import { leadDatabase, type LeadDatabase } from '../testing/database.js';
import { batchOf, records, type Draft } from '../testing/envelopes.js';
import { dump, empty, readEvents } from '../testing/read-outcome.js';
import { handleBatch } from './handle-batch.js';

describe('workers at the same time', () => {
  let db: LeadDatabase;
  beforeAll(async () => {
    db = await leadDatabase(8);
    await db.addManagers('Anna', 'Boris', 'Vera');
  });
  beforeEach(() => empty(db));
  afterAll(() => db.drop());

  /** A worker as a consumer is one: a batch that fails comes again. */
  const work = async (stream: readonly LogRecord[], size: number): Promise<void> => {
    for (let at = 0; at < stream.length; at += size) {
      const batch = batchOf(stream.slice(at, at + size));
      for (let tries = 1; ; tries++) {
        try {
          await handleBatch(batch, db.deps);
          break;
        } catch (error) {
          if (tries === 20) throw error;
        }
      }
    }
  };

  const phones = Array.from({ length: 2_000 }, (_, n) => `916${String(n).padStart(7, '0')}`);
  const form = (name: string, raw: string, email: string): Draft => ({ name, phone: phoneIdentity(raw)!.value, email });

  it('make 2,000 persons and 2,000 open leads of 2,000 phones that each come twice, in two spellings with two mails', async () => {
    const first = records(phones.map((n, i) => form(`a${i}`, `+7${n}`, `a${i}@example.com`)));
    const second = records(phones.map((n, i) => form(`b${i}`, `8 (${n.slice(0, 3)}) ${n.slice(3, 6)}-${n.slice(6)}`, `b${i}@example.com`)));
    await Promise.all([work(first, 100), work(second, 70)]);

    expect(await db.value('select count(*)::int from lead.contact')).toBe(4_000);
    expect(await db.value('select count(*)::int from lead.person')).toBe(2_000);
    expect(await db.value(`select count(*)::int from lead.lead where status = 'open' and contacts_count = 2`)).toBe(2_000);
    expect(await db.value('select count(distinct person_id)::int from lead.identity')).toBe(2_000);
    expect(await db.value('select count(*)::int from lead.identity')).toBe(6_000);
    const shares = await db.rows<{ count: number }>('select count(*)::int as count from lead.lead group by manager_id');
    expect(Math.max(...shares.map(({ count }) => count)) - Math.min(...shares.map(({ count }) => count))).toBeLessThanOrEqual(1);
    expect(await db.rows('select sum(leads_opened)::int as opened, sum(joined)::int as joined from lead.tally')).toEqual([{ opened: 2_000, joined: 2_000 }]);
    expect((await readEvents(db)).length).toBe(4_000);
  }, 60_000);

  it('that store the very same records store them once', async () => {
    const stream = records(phones.slice(0, 300).map((n, i) => form(`c${i}`, `+7${n}`, `c${i}@example.com`)));
    await Promise.all([work(stream, 50), work(stream, 50), work(stream.toReversed(), 30)]);
    expect(await db.value('select count(*)::int from lead.contact')).toBe(300);
    expect(await db.value('select sum(contacts_count)::int from lead.lead')).toBe(300);
    expect((await readEvents(db)).length).toBe(300);
    const before = await dump(db);
    await work(stream, 300);
    expect(await dump(db)).toEqual(before);
  }, 60_000);

  it('that reconsider the same contact open one lead for it', async () => {
    await work(records([{ name: 'e', notLeadReason: 'spam' }]), 1);
    const [live, bulk] = [2, 3].map((revision) => batchOf(records([{ name: 'e', revision }]))) as [ReturnType<typeof batchOf>, ReturnType<typeof batchOf>];
    // Both have read the contact as no lead before one of them commits.
    const bothRead = meeting(2);
    const reading = (batch: typeof live): Promise<unknown> =>
      handleBatch(batch, { ...db.deps, pool: pausing(db.deps.pool, 'lead.lock-queues', bothRead) }).catch(() => handleBatch(batch, db.deps));
    await Promise.all([reading(live), reading(bulk)]);
    expect(await db.rows('select contacts_count from lead.lead')).toEqual([{ contacts_count: 1 }]);
    expect(await db.value('select count(*)::int from lead.person')).toBe(1);
    expect(await db.value('select revision from lead.contact')).toBe(3);
    expect(await db.rows('select leads_opened, not_leads from lead.tally')).toEqual([{ leads_opened: 1, not_leads: 0 }]);
  });

  it('that meet in a new identity agree on its person, also where the loser brought others along', async () => {
    for (let round = 0; round < 20; round++) {
      const shared = `+7917000${1000 + round}`;
      const drafts = Array.from({ length: 6 }, (_, n): Draft => ({ name: `d${round}.${n}`, phone: shared, email: `d${round}.${n}@example.com` }));
      await Promise.all(drafts.map((draft) => work(records([draft, { name: `${draft.name}x`, email: draft.email! }]), 2)));
    }
    expect(await db.value('select count(*)::int from lead.person')).toBe(20);
    expect(await db.value('select count(*)::int from lead.lead')).toBe(20);
    expect(await db.value('select count(*)::int from lead.identity i left join lead.person p on p.id = i.person_id where p.id is null')).toBe(0);
    expect(await db.value('select min(contacts_count) from lead.lead')).toBe(12);
  }, 60_000);
});

/** Resolves for all when so many have come. */
function meeting(count: number): () => Promise<void> {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return () => {
    if (--count === 0) open();
    return opened;
  };
}

/** The pool, where each transaction waits for the others before a statement. */
function pausing(pool: pg.Pool, before: string, wait: () => Promise<void>): pg.Pool {
  const connect = async () => {
    const client = await pool.connect();
    const query = async (statement: pg.QueryConfig, ...rest: []) => {
      if (statement.name === before) await wait();
      return client.query(statement, ...rest);
    };
    return new Proxy(client, { get: (target, key) => (key === 'query' ? query : bound(target, key)) });
  };
  return new Proxy(pool, { get: (target, key) => (key === 'connect' ? connect : bound(target, key)) });
}

function bound(target: object, key: string | symbol): unknown {
  const value: unknown = Reflect.get(target, key);
  return typeof value === 'function' ? value.bind(target) : value;
}
