import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { BlobStoreFullError } from '@tributary/storage';
import type { Transaction } from '@tributary/event-log';
import { PayloadError } from '../channel.js';
import { intakeFixture, type IntakeFixture } from '../testing/fixture.js';
import { toyAccount, toyDraft, type ToyContact } from '../testing/toy-channel.js';
import type { Connections } from './connections.js';
import { FoldError, StaleEpochError, UnavailableError, UnstorableError } from './errors.js';
import type { Submission } from './submission.js';

let fixture: IntakeFixture;
beforeAll(async () => {
  fixture = await intakeFixture();
});
afterAll(() => fixture.drop());

const RECEIVED = new Date('2026-11-22T09:00:30.500Z');

function submission(contacts: readonly ToyContact[], changes: Partial<Submission> = {}): Submission {
  return { account: toyAccount(randomUUID()), receivedAt: RECEIVED, contacts: contacts.map(toyDraft), ...changes };
}

async function contactsOf({ account }: Submission): Promise<string[]> {
  const rows = await fixture.rows<{ external_id: string }>('select external_id from intake.contact where account_id = $1 order by external_id', [account.id]);
  return rows.map(({ external_id }) => external_id);
}

/** A pool whose connections do something else than asked for, `times` times. */
function interfering(times: number, interfere: (query: () => Promise<unknown>) => Promise<unknown>): Connections {
  let left = times;
  return {
    connect: async () => {
      const connection = await fixture.pool.connect();
      const query = ((...call: Parameters<Transaction['query']>) => {
        const run = () => connection.query(...(call as [string]));
        return left-- > 0 ? interfere(run) : run();
      }) as Transaction['query'];
      return { query, release: (error) => connection.release(error) };
    },
  };
}

function sqlError(code: string): Error {
  return Object.assign(new Error(`SQLSTATE ${code}`), { code });
}

/** Never answers, like a server that was stopped. */
const hang = () => new Promise<never>(() => undefined);

describe('a submission', () => {
  it('that the database refuses is rejected alone, the others of its group are stored', async () => {
    const intake = fixture.intake();
    const good = Array.from({ length: 20 }, (_, n) => submission([{ id: `good ${n}` }]));
    // No such date in PostgreSQL: SQLSTATE 22008.
    const bad = submission([{ id: 'bad' }], { receivedAt: new Date(-8.64e15) });
    const results = await Promise.allSettled([...good.slice(0, 7), bad, ...good.slice(7)].map((each) => intake.submit(each)));
    expect(results.map(({ status }) => status)).toEqual([...Array(7).fill('fulfilled'), 'rejected', ...Array(13).fill('fulfilled')]);
    expect(results[7]).toMatchObject({ reason: expect.any(UnstorableError) });
    expect(await contactsOf(bad)).toEqual([]);
  });

  it('is whole: one of its contacts being known changes nothing for the rest', async () => {
    const intake = fixture.intake();
    const first = submission([{ id: 'a', version: 1 }]);
    await intake.submit(first);
    const { outcomes } = await intake.submit({ ...first, contacts: [toyDraft({ id: 'b' }), toyDraft({ id: 'a', version: 2 }), toyDraft({ id: 'c' })] });
    expect(outcomes).toEqual(['new', 'revised', 'new']);
  });

  it('may hold one contact several times', async () => {
    const sent = submission([{ id: 'a', version: 1 }, { id: 'a', version: 2 }, { id: 'a', version: 1 }]);
    expect((await fixture.intake().submit(sent)).outcomes).toEqual(['new', 'revised', 'repeat']);
  });

  it('whose fold fails is rejected, and stays out whole', async () => {
    const intake = fixture.intake();
    const failing = { name: 'toy', fold: () => { throw new TypeError('defect'); } };
    const sent = submission([{ id: 'a' }]);
    await intake.submit(sent);
    const later = { ...sent, account: { ...sent.account, channel: failing }, contacts: [toyDraft({ id: 'b' }), toyDraft({ id: 'a', version: 2 })] };
    await expect(intake.submit(later)).rejects.toBeInstanceOf(FoldError);
    expect(await contactsOf(sent)).toEqual(['a']);
  });

  it.each(['', 'x'.repeat(1025), 'a\0b', '\ud800'])('with an unusable external id is not understood: %j', async (id) => {
    await expect(fixture.intake().submit(submission([{ id }]))).rejects.toBeInstanceOf(PayloadError);
  });

  it('is not stored when its blobs can not be', async () => {
    const blobs = Object.assign(Object.create(fixture.blobs) as IntakeFixture['blobs'], { put: () => Promise.reject(new BlobStoreFullError('full')) });
    const sent = submission([{ id: 'large', text: 'x'.repeat(300_000) }]);
    await expect(fixture.intake({ blobs }).submit(sent)).rejects.toBeInstanceOf(UnavailableError);
    expect(await contactsOf(sent)).toEqual([]);
  });
});

describe('when the database', () => {
  it.each(['40001', '40P01', '57P01', '53300'])('says %s, intake tries again', async (code) => {
    const intake = fixture.intake({ connections: interfering(2, () => Promise.reject(sqlError(code))) });
    expect((await intake.submit(submission([{ id: 'a' }]))).outcomes).toEqual(['new']);
  });

  it('loses the connection after the commit, the contact is found stored and counted once', async () => {
    const connections = interfering(1, async (query) => {
      await query();
      throw new Error('Connection terminated unexpectedly');
    });
    const sent = submission([{ id: 'a' }]);
    await fixture.intake({ connections }).submit(sent);
    expect(await contactsOf(sent)).toEqual(['a']);
    expect(await fixture.rows('select sum(accepted)::int as accepted from intake.tally where account_id = $1', [sent.account.id])).toEqual([{ accepted: 1 }]);
  });

  it('is away, nobody is told of a success, and intake goes on when it is back', async () => {
    const connections = interfering(3, () => Promise.reject(new Error('Connection terminated')));
    const intake = fixture.intake({ connections }, { deadlineMs: 5 });
    const sent = submission([{ id: 'a' }]);
    await expect(intake.submit(sent)).rejects.toMatchObject({ name: 'UnavailableError', retryAfterSeconds: 2, cause: expect.any(Error) });
    const patient = fixture.intake({ connections });
    expect((await patient.submit(sent)).ids).toHaveLength(1);
  });

  it('does not answer, submissions are told to come again in time', async () => {
    const intake = fixture.intake({ connections: interfering(1, hang) }, { deadlineMs: 50, groupLanes: 1 });
    const results = await Promise.allSettled(['a', 'b'].map((id) => intake.submit(submission([{ id }]))));
    expect(results).toMatchObject([{ reason: expect.any(UnavailableError) }, { reason: expect.any(UnavailableError) }]);
    expect(intake.waiting).toBe(0);
  });
});

describe('back-pressure', () => {
  it('refuses at once when too many are waiting', async () => {
    const intake = fixture.intake({ connections: interfering(100, hang) }, { maxWaiting: 3, deadlineMs: 100 });
    const waiting = ['a', 'b', 'c'].map((id) => intake.submit(submission([{ id }])));
    await expect(intake.submit(submission([{ id: 'd' }]))).rejects.toBeInstanceOf(UnavailableError);
    expect(intake.waiting).toBe(3);
    await Promise.allSettled(waiting);
    expect(intake.waiting).toBe(0);
  });

  it('refuses at once when too many bytes are waiting', async () => {
    const intake = fixture.intake({}, { maxWaitingBytes: 1000 });
    await expect(intake.submit(submission([{ id: 'a', text: 'x'.repeat(1001) }]))).rejects.toBeInstanceOf(UnavailableError);
  });
});

describe('a checkpoint', () => {
  const lease = (accountId: string, epoch: number) =>
    fixture.rows(
      `insert into intake.lease (account_id, owner, epoch) values ($1, 'me', $2)
       on conflict (account_id) do update set epoch = excluded.epoch`,
      [accountId, epoch],
    );
  const checkpoints = (accountId: string) => fixture.rows('select scope, value from intake.checkpoint where account_id = $1', [accountId]);

  it('moves with the contacts that were read before it', async () => {
    const sent = submission([{ id: 'a' }], { lease: { epoch: 3n, checkpoint: { scope: 'INBOX', value: '17' } } });
    await lease(sent.account.id, 3);
    await fixture.intake().submit(sent);
    expect(await checkpoints(sent.account.id)).toEqual([{ scope: 'INBOX', value: '17' }]);
    expect(await contactsOf(sent)).toEqual(['a']);
  });

  it('of an owner that lost its lease stores nothing at all', async () => {
    const sent = submission([{ id: 'a' }], { lease: { epoch: 3n, checkpoint: { scope: 'INBOX', value: '17' } } });
    await lease(sent.account.id, 4);
    await expect(fixture.intake().submit(sent)).rejects.toBeInstanceOf(StaleEpochError);
    expect(await checkpoints(sent.account.id)).toEqual([]);
    expect(await contactsOf(sent)).toEqual([]);
  });
});
