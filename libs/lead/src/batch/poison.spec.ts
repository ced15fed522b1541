import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { leadDatabase, type LeadDatabase } from '../testing/database.js';
import { ACCOUNT, batchOf, idOf, record, records, type Draft } from '../testing/envelopes.js';
import { dump, empty, readEvents } from '../testing/read-outcome.js';
import { handleBatch } from './handle-batch.js';

/** PostgreSQL takes no NUL in a text: SQLSTATE 22021. */
const refusedByTheDatabase = (name: string): Draft => ({ name, phone: `+7916${name.padStart(7, '0')}`, sender: 'a\0b' });
const good = (name: string): Draft => ({ name, phone: `+7916${name.padStart(7, '0')}` });

describe('a record that can not be stored', () => {
  let db: LeadDatabase;
  beforeAll(async () => {
    db = await leadDatabase();
    await db.addManagers('Anna');
  });
  beforeEach(() => empty(db));
  afterAll(() => db.drop());

  it('is put aside alone; the others are stored in their order and the offset is committed once, last', async () => {
    const drafts = Array.from({ length: 16 }, (_, n) => (n === 5 || n === 11 ? refusedByTheDatabase(String(n)) : good(String(n))));
    const batch = batchOf(records(drafts));
    const committedAt: number[] = [];
    const commit = batch.commit.bind(batch);
    batch.commit = async (tx) => {
      await commit(tx);
      committedAt.push(await db.value<number>('select count(*)::int from lead.contact'));
    };
    await handleBatch(batch, db.deps);

    const stored = drafts.map(({ name }) => idOf(name)).filter((_, n) => n !== 5 && n !== 11);
    expect((await readEvents(db)).map(({ contactId }) => contactId)).toEqual(stored);
    expect(await db.rows('select contact_id, revision, account_id, log_offset, stage, reason from lead.quarantine order by log_offset')).toEqual(
      [5, 11].map((n) => ({
        contact_id: idOf(String(n)),
        revision: 1,
        account_id: ACCOUNT,
        log_offset: batch.records[n]!.offset,
        stage: 'store',
        reason: expect.stringMatching(/^22021 /),
      })),
    );
    // The last commit, the only one that lasted, came when everything before the last part was stored.
    expect(committedAt.at(-1)).toBe(10);
    expect(await db.rows('select leads_opened, quarantined from lead.tally')).toEqual([{ leads_opened: 14, quarantined: 2 }]);
  });

  it('keeps its bytes as they came', async () => {
    const bytes = Buffer.from([0xff, 0x00, 0x17, 0xfe]);
    const broken = { ...record(bytes), headers: { subject: idOf('lost'), source: `/accounts/${ACCOUNT}`, time: '2026-11-22T09:05:30.000Z' } };
    await handleBatch(batchOf([broken, ...records([good('1')])]), db.deps);
    expect(await db.rows('select contact_id, account_id, minute, stage, record from lead.quarantine')).toEqual([
      { contact_id: idOf('lost'), account_id: ACCOUNT, minute: new Date('2026-11-22T09:05:00Z'), stage: 'decode', record: bytes },
    ]);
    expect(await db.value('select count(*)::int from lead.contact')).toBe(1);
  });

  it('is put aside once, but is no other record that stood at its place in a Kafka cluster before', async () => {
    const at = (text: string) => ({ ...record(Buffer.from(text)), headers: {}, offset: '3/17' });
    for (const text of ['garbage', 'garbage', 'other garbage']) await handleBatch(batchOf([at(text)]), db.deps);
    const kept = await db.rows<{ record: Buffer }>('select record from lead.quarantine order by created_at');
    expect(kept.map(({ record: bytes }) => bytes.toString())).toEqual(['garbage', 'other garbage']);
  });

  it.each<[string, Record<string, string>]>([
    ['an account that PostgreSQL takes for no text', { source: '/accounts/a\0b' }],
    ['an account too long for an index', { source: `/accounts/${Array.from({ length: 3_000 }, (_, n) => String.fromCharCode(0x4e00 + ((n * 7_919) % 20_000))).join('')}` }],
    ['a time before PostgreSQL has any', { source: `/accounts/${ACCOUNT}`, time: '-271821-04-20T00:00:00.000Z' }],
  ])('is put aside whatever its headers say: %s', async (_, headers) => {
    await handleBatch(batchOf([{ ...record(Buffer.from([0xff])), headers }, ...records([good('1')])]), db.deps);
    expect(await db.value('select count(*)::int from lead.contact')).toBe(1);
    expect(await db.rows('select sum(leads_opened)::int as opened, sum(quarantined)::int as quarantined from lead.tally')).toEqual([{ opened: 1, quarantined: 1 }]);
  });

  it('leaves the count as it was when an account of odd bytes is settled', async () => {
    const odd: Draft = { name: '1', accountId: 'a\0b' };
    await handleBatch(batchOf(records([odd, good('2')])), db.deps);
    await handleBatch(batchOf(records([{ ...good('1'), revision: 2 }])), db.deps);
    expect(await db.rows('select sum(leads_opened)::int as opened, sum(quarantined)::int as quarantined from lead.tally')).toEqual([{ opened: 2, quarantined: 0 }]);
  });

  it('is none for a name that fills the whole record: its event is cut to fit the log', async () => {
    await handleBatch(batchOf(records([{ ...good('1'), sender: 'n'.repeat(261_900) }])), db.deps);
    expect(await readEvents(db)).toMatchObject([{ personName: 'n'.repeat(200) }]);
  });

  it('is not put aside twice when it comes again', async () => {
    const stream = records([good('1'), refusedByTheDatabase('2'), good('3')]);
    await handleBatch(batchOf(stream), db.deps);
    const before = await dump(db);
    await handleBatch(batchOf(stream), db.deps);
    await handleBatch(batchOf(stream.toReversed()), db.deps);
    expect(await dump(db)).toEqual(before);
  });

  it('is settled when a mended revision is stored, and counted once all along', async () => {
    await handleBatch(batchOf(records([refusedByTheDatabase('1')])), db.deps);
    await handleBatch(batchOf(records([{ ...good('1'), revision: 2 }])), db.deps);
    expect(await db.value('select resolved_at is not null from lead.quarantine')).toBe(true);
    expect(await db.rows('select leads_opened, quarantined from lead.tally')).toEqual([{ leads_opened: 1, quarantined: 0 }]);
  });

  it('is not counted when its contact is stored already', async () => {
    await handleBatch(batchOf(records([good('1')])), db.deps);
    await handleBatch(batchOf(records([{ ...refusedByTheDatabase('1'), revision: 2 }])), db.deps);
    expect(await db.rows('select leads_opened, quarantined from lead.tally')).toEqual([{ leads_opened: 1, quarantined: 0 }]);
  });

  it.each<[string, Draft]>([
    ['an identity too long for an index', { name: '1', email: `${'x'.repeat(600)}@example.com` }],
    ['revision 0', { name: '1', revision: 0 }],
    ['no line', { name: '1', line: '' }],
    ['a time beyond the year 9999', { name: '1', occurredAt: new Date(253_402_300_800_000) }],
  ])('is told at decoding: %s', async (_, draft) => {
    const [stored] = await handleBatch(batchOf(records([draft])), db.deps);
    expect(stored).toMatchObject({ quarantined: 1, opened: 0 });
  });

  it.each(['40001', '40P01', '08006', '53100'])('is not blamed for a failure that passes (SQLSTATE %s): the whole batch comes again', async (code) => {
    const batch = batchOf(records([good('1'), good('2')]));
    batch.commit = async () => {
      throw Object.assign(new Error('not now'), { code });
    };
    await expect(handleBatch(batch, db.deps)).rejects.toMatchObject({ code });
    expect(await dump(db)).toEqual([expect.stringMatching(/^queue /)]);
  });

  it('leaves nothing behind when the lease is lost', async () => {
    const batch = batchOf(records([good('1')]));
    batch.commit = async () => {
      throw new Error('fenced');
    };
    await expect(handleBatch(batch, db.deps)).rejects.toThrow('fenced');
    expect(await db.value('select count(*)::int from lead.contact')).toBe(0);
    expect(await readEvents(db)).toEqual([]);
  });
});
