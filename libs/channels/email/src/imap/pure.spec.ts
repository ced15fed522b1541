import { describe, expect, it } from '@jest/globals';
import { type ContactDraft, MAX_BATCH_BYTES } from '@tributary/channel';
import { splitBatches } from './batches.js';
import { ByteBudget } from './byte-budget.js';
import { decodeFirstFetch, decodeFolder, encodeFirstFetch, encodeFolder } from './checkpoint.js';
import { originFromStrings, originToStrings } from './origin.js';
import { splitSubmissions } from './submissions.js';

const MB = 1024 * 1024;
const head = (uid: number, sizeBytes: number) => ({ uid, sizeBytes, internalDate: new Date(0) });
const draft = (bytes: number) => ({ raw: { bytes: new Uint8Array(bytes) } }) as unknown as ContactDraft;

describe('batches', () => {
  it('keep the order, hold 50 mails and 8 MB, and give a large mail to itself', () => {
    const small = Array.from({ length: 120 }, (_, n) => head(n + 1, 1000));
    expect(splitBatches(small).map((batch) => batch.length)).toEqual([50, 50, 20]);
    expect(splitBatches(Array.from({ length: 10 }, (_, n) => head(n, 1.5 * MB))).map((batch) => batch.length)).toEqual([5, 5]);
    expect(splitBatches([head(1, 10), head(2, 30 * MB), head(3, 10)]).map((batch) => batch.map(({ uid }) => uid))).toEqual([[1], [2], [3]]);
    expect(splitBatches(small.slice(0, 3), ({ uid }) => uid === 2)).toHaveLength(3);
    expect(splitBatches([])).toEqual([]);
  });

  it('are submitted in parts that the host takes', () => {
    const twenty = draft(20 * MB);
    expect(splitSubmissions([twenty, twenty, draft(1)], []).map(({ contacts }) => contacts.length)).toEqual([1, 2]);
    expect(splitSubmissions([draft(MAX_BATCH_BYTES)], [])).toHaveLength(1);
    expect(splitSubmissions([], [])).toEqual([]);
  });
});

describe('checkpoints', () => {
  it('come back as they were', () => {
    const folder = { uidValidity: '4294967295', lastUid: 7, seenAt: new Date(5000), startedAt: new Date(0), recentUids: [6, 7] };
    expect(decodeFolder(encodeFolder(folder))).toEqual(folder);
    for (const since of [null, new Date(9000)]) {
      const first = { uidValidity: '1', topUid: 9, belowUid: 4, since, done: false };
      expect(decodeFirstFetch(encodeFirstFetch(first))).toEqual(first);
    }
  });

  it.each([undefined, '', 'null', '[]', '{"uidValidity":1}', '{"uidValidity":"1","lastUid":-1}'])('are none when %s is stored', (value) => {
    expect(decodeFolder(value)).toBeUndefined();
    expect(decodeFirstFetch(value)).toBeUndefined();
  });
});

describe('the origin of a mail', () => {
  it('survives being kept as strings', () => {
    const origin = { folder: 'Заявки', uidValidity: '3', uid: 9, internalDate: new Date(1000), sizeBytes: 5, sent: true, emailId: 'e', omitted: [{ name: 'a', mediaType: 'x/y', sizeBytes: 1 }] };
    expect(originFromStrings(originToStrings(origin))).toEqual(origin);
    expect(originFromStrings({})).toMatchObject({ folder: 'INBOX', uid: 0, sent: false });
  });
});

describe('the budget of bytes', () => {
  const { signal } = new AbortController();

  it('admits what fits, in the order of asking, and a giant alone', async () => {
    const budget = new ByteBudget(10);
    const order: string[] = [];
    const first = await budget.take(8, signal);
    const giant = budget.take(100, signal).then((release) => (order.push('giant'), release));
    const small = budget.take(1, signal).then((release) => (order.push('small'), release));
    first();
    (await giant)();
    (await small)();
    expect(order).toEqual(['giant', 'small']);
  });

  it('lets a waiter go whose signal aborts, and those behind it in', async () => {
    const budget = new ByteBudget(10);
    const first = await budget.take(5, signal);
    const impatient = new AbortController();
    const waiter = budget.take(10, impatient.signal);
    const behind = budget.take(5, signal);
    impatient.abort(new Error('gone'));
    await expect(waiter).rejects.toThrow('gone');
    (await behind)();
    first();
  });
});
