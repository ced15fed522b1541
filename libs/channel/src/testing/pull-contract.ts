import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EventEmitter, on } from 'node:events';
import type { Channel } from '../channel.js';
import { decodeEnvelope } from '../envelope/encode-envelope.js';
import { AccountRunner, type RunnerDeps } from '../host/account-runner.js';
import { Session, storeBlob } from '../host/session.js';
import { DEFAULT_TIMING } from '../host/timing.js';
import { StaleEpochError } from '../intake/errors.js';
import type { ConnectorError, FailureClass, KeptPart } from '../pull.js';
import { QuarantineStore } from '../quarantine/quarantine-store.js';
import { Replayer, ReplayFailedError } from '../quarantine/replay.js';
import type { CrashTime } from './crash-point.js';
import { type IntakeFixture, intakeFixture } from './fixture.js';
import { itDoesJobs } from './job-contract.js';
import type { PullSamples } from './pull-samples.js';
import { type PullStage, pullStage, silent, type Stored } from './pull-stage.js';
import { toyDraft } from './toy-channel.js';

const CRASHES_MS = 180_000;
const FIRST_TRIES = 3;
const SELDOM_MS = 3_600_000;

/**
 * The promises that every pull channel keeps (design §4), run against a real intake with a scripted provider. A channel's
 * own spec calls this with its provider, and tests nothing of it again.
 */
export function describePull(channel: Channel, samples: PullSamples): void {
  describe(`pull channel ${channel.name}`, () => {
    let fixture: IntakeFixture;
    let stage: PullStage;

    beforeAll(async () => {
      fixture = await intakeFixture();
    });
    afterAll(() => fixture.drop());
    beforeEach(newStage);
    afterEach(() => stage.provider.close());

    async function newStage(): Promise<void> {
      stage = await pullStage(channel, fixture, await samples.provider());
    }

    async function texts(): Promise<string[]> {
      const rows = await fixture.rows<{ state: Buffer }>('select state from intake.contact where account_id = $1', [stage.running.account.id]);
      return Promise.all(rows.map(async ({ state }) => (await decodeEnvelope(state, fixture.blobs)).text));
    }

    /** Each contact stands once in the table and once in the log. */
    async function expectOnce(expected: Stored): Promise<void> {
      expect(await stage.stored()).toEqual(expected);
      const source = `/accounts/${stage.running.account.id}`;
      const published = (await fixture.log()).flatMap(({ headers }) => (headers['source'] === source ? [headers['id']] : []));
      expect([published.length, new Set(published).size]).toEqual([expected.contacts, expected.contacts]);
    }

    async function expectNothingTakenUnstored(): Promise<void> {
      const known = (await texts()).join('\n');
      for (const text of stage.provider.acknowledged?.() ?? []) expect(known).toContain(text);
    }

    it('stores what arrives, goes on where it stopped, and ends when told', async () => {
      await stage.provider.deliver('first');
      await stage.provider.deliver('second');
      await stage.runUntil({ contacts: 2, quarantined: 0 });
      await stage.provider.deliver('third');
      await stage.runUntil({ contacts: 3, quarantined: 0 });
      await expectOnce({ contacts: 3, quarantined: 0 });
      const known = (await texts()).join('\n');
      for (const text of ['first', 'second', 'third']) expect(known).toContain(text);
    });

    it('stores what arrives while it waits', async () => {
      const done = stage.runUntil({ contacts: 1, quarantined: 0 });
      await stage.provider.deliver('a late one');
      await done;
    });

    it('lets one bad part neither block the rest nor disappear', async () => {
      await stage.provider.deliver('before');
      const bytes = await stage.provider.deliverBad();
      await stage.provider.deliver('after');
      await stage.runUntil({ contacts: 2, quarantined: 1 });
      const [kept] = await quarantined();
      expect(kept && Buffer.from(await new QuarantineStore(fixture.pool, fixture.blobs).raw(kept))).toEqual(Buffer.from(bytes));
    });

    it.each(['before', 'after'] as const)(
      'is whole after a crash %s any call, of the database or the provider',
      async (time: CrashTime) => {
        const expected = { contacts: 3, quarantined: 1 };
        for (let crashAt = 1, crashed = true; crashed; crashAt++) {
          await newStage();
          for (const text of ['one', 'two']) await stage.provider.deliver(text);
          await stage.provider.deliverBad();
          await stage.provider.deliver('three');
          crashed = await stage.runCrashing(expected, crashAt, time);
          await expectNothingTakenUnstored();
          await stage.runUntil(expected);
          await expectOnce(expected);
          await stage.provider.close();
        }
      },
      CRASHES_MS,
    );

    it('stores nothing once another instance holds the lease', async () => {
      await stage.provider.deliver('one');
      const end = new AbortController();
      const ignore = () => undefined;
      const lost: unknown[] = [];
      const epoch = await stage.nextEpoch();
      await stage.nextEpoch();
      const listener = { cycleDone: ignore, reported: ignore, stored: ignore, lost: (error: StaleEpochError) => (lost.push(error), end.abort(error)) };
      await channel.pull?.run(new Session(stage.running, epoch, end.signal, stage.deps(), listener)).catch(ignore);
      expect(lost).toEqual([expect.any(StaleEpochError)]);
      expect(await stage.stored()).toEqual({ contacts: 0, quarantined: 0 });
      expect(await fixture.rows('select from intake.checkpoint where account_id = $1', [stage.running.account.id])).toEqual([]);
    });

    it('reads kept parts again: the same ids, however often', async () => {
      await stage.provider.deliver('one');
      await stage.provider.deliver('two');
      await stage.runUntil({ contacts: 2, quarantined: 0 });
      for (const { raw, externalId } of stage.submitted) {
        const part = { mediaType: raw.mediaType, bytes: raw.bytes, origin: raw.origin ?? {} };
        for (let times = 0; times < 2; times++) expect((await reparse(part)).map((draft) => draft.externalId)).toEqual([externalId]);
      }
    });

    it('replays quarantine: what is still not understood stays, what is mended becomes contacts once', async () => {
      const bytes = await stage.provider.deliverBad();
      await stage.runUntil({ contacts: 0, quarantined: 1 });
      const replayer = new Replayer(new QuarantineStore(fixture.pool, fixture.blobs), fixture.intake(), fixture.blobs);
      const replay = async (running = stage.running) => replayer.replay((await quarantined())[0]!, running);
      await expect(replay()).rejects.toBeInstanceOf(ReplayFailedError);
      expect((await quarantined()).map(({ status }) => status)).toEqual(['open']);
      const parts: KeptPart[] = [];
      const mended = { ...stage.running, channel: withReparse(channel, (part) => (parts.push(part), toyDraft({ id: 'mended' }))) };
      expect(await replay(mended)).toEqual(await replay(mended));
      expect(parts.map((part) => Buffer.from(part.bytes))).toEqual([Buffer.from(bytes), Buffer.from(bytes)]);
      await expectOnce({ contacts: 1, quarantined: 1 });
    });

    it.each((samples.failures ?? []).map((failureClass) => [failureClass]))('mends itself after failures of class %s', async (failureClass) => {
      const { provider } = stage;
      await provider.fail?.(failureClass);
      const lease = { accountId: stage.running.account.id, channel: channel.name, epoch: await stage.nextEpoch(), version: 1 };
      const watch = new RunnerWatch(stage);
      const runner = new AccountRunner(lease, watch.deps);
      try {
        await watch.failures(FIRST_TRIES);
        expect(watch.seen).toEqual(Array(watch.seen.length).fill(failureClass));
        await provider.deliver('at last');
        await provider.fail?.(undefined);
        if (failureClass === 'credentials') {
          // Three tries, then seldom; at once when somebody changed the settings.
          expect(watch.seen).toHaveLength(FIRST_TRIES);
          expect(await watch.nextTry()).toBeGreaterThan(Date.now() + SELDOM_MS / 2);
          runner.sawVersion(2);
        }
        // What came while it failed may be somebody's first fetch, which follows the first cycle.
        await watch.cycleWith(async () => (await texts()).join().includes('at last'));
      } finally {
        await runner.stop();
      }
    });

    itDoesJobs(channel, () => ({ fixture, stage }));

    function quarantined() {
      return new QuarantineStore(fixture.pool, fixture.blobs).list({ accountId: stage.running.account.id }, 10);
    }

    async function reparse(part: KeptPart) {
      const { account } = stage.running;
      return (await channel.pull?.reparse(part, { account, store: (source, maxBytes) => storeBlob(fixture.blobs, source, maxBytes) })) ?? [];
    }
  });
}

function withReparse(channel: Channel, reparse: (part: KeptPart) => ReturnType<typeof toyDraft>): Channel {
  const run = channel.pull?.run.bind(channel.pull) ?? (() => Promise.resolve());
  return { ...channel, pull: { run, reparse: (part) => Promise.resolve([reparse(part)]) } };
}

/** A runner that is in a hurry, and what it tells. */
class RunnerWatch {
  readonly seen: FailureClass[] = [];
  readonly deps: RunnerDeps;
  readonly #told = new EventEmitter();
  #cycles = 0;
  #nextTryAt: Date | undefined;

  constructor(stage: PullStage) {
    const retry = { ...DEFAULT_TIMING.retry, firstMs: 5, mostMs: 50, mostNetworkMs: 50, credentialTriesMs: [5, 5], credentialFirstMs: SELDOM_MS, freeFirstMs: SELDOM_MS };
    this.deps = {
      ...stage.deps(),
      timing: { ...DEFAULT_TIMING, retry },
      log: silent,
      load: () => Promise.resolve(stage.running),
      onLost: () => undefined,
      onFailure: (error: ConnectorError) => (this.seen.push(error.failureClass), this.#tell()),
      status: {
        became: (_state, nextTryAt) => ((this.#nextTryAt = nextTryAt), this.#tell()),
        cycleDone: () => (this.#cycles++, this.#tell()),
        credentialTaken: () => undefined,
        failed: () => undefined,
        settingsChanged: () => undefined,
      },
    };
  }

  failures(count: number): Promise<void> {
    return this.#until(() => this.seen.length >= count);
  }

  /** A cycle after which this holds. */
  async cycleWith(holds: () => Promise<boolean>): Promise<void> {
    for (let seen = 0; ; ) {
      await this.#until(() => this.#cycles > seen);
      seen = this.#cycles;
      if (await holds()) return;
    }
  }

  async nextTry(): Promise<number> {
    await this.#until(() => this.#nextTryAt !== undefined);
    return this.#nextTryAt?.getTime() ?? 0;
  }

  async #until(reached: () => boolean): Promise<void> {
    if (reached()) return;
    for await (const _ of on(this.#told, 'told')) if (reached()) return;
  }

  #tell(): void {
    this.#told.emit('told');
  }
}
