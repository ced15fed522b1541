import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { JobBook } from '../jobs/job-book.js';
import { JobDesk } from '../jobs/job-desk.js';
import type { JobKind, JobRow } from '../jobs/job-record.js';
import { JobStore } from '../jobs/job-store.js';
import { Quotas } from '../host/quota.js';
import { DEFAULT_TIMING } from '../host/timing.js';
import type { Channel } from '../channel.js';
import type { IntakeFixture } from './fixture.js';
import { type PullStage, silent } from './pull-stage.js';

const HOUR_MS = 3_600_000;
const IMPATIENT = { ...DEFAULT_TIMING, retry: { ...DEFAULT_TIMING.retry, firstMs: 5, mostMs: 20 } };

interface Stand {
  readonly fixture: IntakeFixture;
  readonly stage: PullStage;
}

/** Promises of `backfill` and `reconcile`, for each that the channel has. Part of `describePull`. */
export function itDoesJobs(channel: Channel, stand: () => Stand): void {
  const ask = async (kind: JobKind, changes: { dryRun?: boolean; ago?: number } = {}): Promise<JobRow> => {
    const { fixture, stage } = stand();
    const end = Date.now() + HOUR_MS - (changes.ago ?? 0);
    const window = { from: new Date(end - 2 * HOUR_MS), to: new Date(end) };
    const job = await new JobStore(fixture.pool).ask({ accountId: stage.running.account.id, kind, cause: 'asked', window, notify: true, dryRun: changes.dryRun ?? false });
    if (!job) throw new Error('too many jobs');
    return job;
  };

  /** An owner's desk; its jobs begin when it is started. */
  async function desk(changes: { stale?: boolean } = {}): Promise<JobDesk> {
    const { fixture, stage } = stand();
    const deps = stage.deps();
    const owner = randomUUID();
    await stage.nextEpoch();
    await fixture.rows('update intake.lease set owner = $2 where account_id = $1', [stage.running.account.id, owner]);
    const load = async () => {
      // It was taken; then the account goes to somebody else.
      if (changes.stale) await stage.nextEpoch();
      return stage.running;
    };
    return new JobDesk({ ...deps, load, timing: IMPATIENT, log: silent, quotas: new Quotas(), book: new JobBook(fixture.pool, owner, deps.callMs) });
  }

  async function ended({ id }: JobRow, run: JobDesk): Promise<JobRow> {
    run.start();
    try {
      for (;;) {
        const [row] = await stand().fixture.rows<JobRow>('select * from intake.job where id = $1', [id]);
        if (row?.ended_at) return row;
        await new Promise(setImmediate);
      }
    } finally {
      await run.stop();
    }
  }

  const run = async (kind: JobKind, changes: Parameters<typeof ask>[1] = {}) => ended(await ask(kind, changes), await desk());

  for (const kind of (['backfill', 'reconcile'] as const).filter((each) => channel[each])) {
    it(`${kind}: counts first, and fetches what is not stored; again it changes nothing`, async () => {
      const { stage } = stand();
      for (const text of ['one', 'two', 'three']) await stage.provider.deliver(text);
      expect(await run(kind)).toMatchObject({ state: 'done', counted: 3, fetched: 3, stored: 3, failure: null });
      expect(await stage.stored()).toEqual({ contacts: 3, quarantined: 0 });
      await stage.provider.deliver('four');
      expect(await run(kind)).toMatchObject({ state: 'done', counted: 4, fetched: kind === 'reconcile' ? 1 : 4, missing: kind === 'reconcile' ? 1 : null, stored: 1 });
      expect(await run(kind)).toMatchObject({ counted: 4, stored: 0 });
      await stage.runUntil({ contacts: 4, quarantined: 0 });
      expect(await stage.stored()).toEqual({ contacts: 4, quarantined: 0 });
    });

    it(`${kind}: looks at its window only, and fetches nothing in a dry run`, async () => {
      const { stage } = stand();
      await stage.provider.deliver('one');
      expect(await run(kind, { ago: 100 * HOUR_MS })).toMatchObject({ state: 'done', counted: 0, fetched: 0 });
      expect(await run(kind, { dryRun: true })).toMatchObject({ state: 'done', counted: 1, fetched: 0, stored: 0 });
      expect(await stage.stored()).toEqual({ contacts: 0, quarantined: 0 });
    });

    it(`${kind}: a part that is not understood goes to quarantine, and the others are stored`, async () => {
      const { stage } = stand();
      await stage.provider.deliver('before');
      await stage.provider.deliverBad();
      await stage.provider.deliver('after');
      expect(await run(kind)).toMatchObject({ state: 'done', counted: 3, stored: 2 });
      expect(await stage.stored()).toEqual({ contacts: 2, quarantined: 1 });
    });

    it(`${kind}: stores nothing once another instance runs the account, which begins it anew`, async () => {
      const { stage, fixture } = stand();
      await stage.provider.deliver('one');
      const job = await ask(kind);
      const stale = await desk({ stale: true });
      stale.start();
      const tried = async () => (await fixture.rows<{ tries: number }>('select tries from intake.job where id = $1', [job.id]))[0]?.tries === 1;
      while (!(await tried())) await new Promise(setImmediate);
      await stale.stop();
      expect(await stage.stored()).toEqual({ contacts: 0, quarantined: 0 });
      expect(await ended(job, await desk())).toMatchObject({ state: 'done', tries: 2, stored: 1 });
      expect(await stage.stored()).toEqual({ contacts: 1, quarantined: 0 });
    });
  }
}
