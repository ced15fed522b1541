import { EventEmitter } from 'node:events';
import { createLogger } from '@tributary/platform';
import type { RunningAccount } from '../accounts/account.js';
import type { Channel, ContactDraft } from '../channel.js';
import { Session, type SessionDeps } from '../host/session.js';
import { SubmissionGate } from '../host/submission-gate.js';
import type { Connections } from '../intake/connections.js';
import { sampleAccount } from './channel-samples.js';
import { CrashPoint, type CrashTime } from './crash-point.js';
import { CrashingConnections } from './faulty-connections.js';
import type { IntakeFixture } from './fixture.js';
import type { ScriptedProvider } from './pull-samples.js';

const CALL_MS = 2_000;
const CRASH_DEADLINE_MS = 200;
/** A session that has not stored everything by then never will. */
const RUN_LIMIT_MS = 20_000;
const ENOUGH = new Error('everything is stored');

export const silent = createLogger({ level: 'silent' });

/** One pull account with its provider, and sessions of it, one after another or killed in the middle. */
export interface PullStage {
  readonly running: RunningAccount;
  readonly provider: ScriptedProvider;
  /** What sessions submitted, stored or not. */
  readonly submitted: ContactDraft[];
  deps(connections?: Connections): SessionDeps;
  /** Gives the account a new owner. @returns its epoch */
  nextEpoch(): Promise<bigint>;
  /** Runs a session until so much is stored and a cycle is done, then tells it to end. */
  runUntil(expected: Stored): Promise<void>;
  /** The same in a process that is killed at its n-th call. @returns false when all was stored before */
  runCrashing(expected: Stored, crashAt: number, time: CrashTime): Promise<boolean>;
  stored(): Promise<Stored>;
}

export interface Stored {
  readonly contacts: number;
  readonly quarantined: number;
}

export async function pullStage(channel: Channel, fixture: IntakeFixture, provider: ScriptedProvider): Promise<PullStage> {
  const running = sampleAccount(channel, provider.settings);
  const accountId = running.account.id;
  const submitted: ContactDraft[] = [];

  const deps = (connections: Connections = fixture.pool): SessionDeps => ({
    intake: fixture.intake({ connections }, { deadlineMs: connections === fixture.pool ? CALL_MS : CRASH_DEADLINE_MS }),
    connections,
    blobs: fixture.blobs,
    gate: new SubmissionGate(),
    callMs: CALL_MS,
    // The account is not in the table: there is nothing to keep it in.
    updateSecret: () => Promise.resolve(),
  });

  async function nextEpoch(): Promise<bigint> {
    const [row] = await fixture.rows<{ epoch: string }>(
      `insert into intake.lease (account_id, owner, epoch) values ($1, 'stage', nextval('intake.lease_epoch'))
       on conflict (account_id) do update set epoch = excluded.epoch returning epoch`,
      [accountId],
    );
    return BigInt(row?.epoch ?? 0);
  }

  async function stored(): Promise<Stored> {
    const [row] = await fixture.rows<Stored>(
      `select (select count(*)::int from intake.contact where account_id = $1) as contacts,
              (select count(*)::int from intake.quarantine where account_id = $1) as quarantined`,
      [accountId],
    );
    return row ?? { contacts: 0, quarantined: 0 };
  }

  /** Ends the session when all is stored and a cycle done after it. @returns what the session failed with, if it did */
  async function run(expected: Stored, end: AbortController, sessionDeps: SessionDeps): Promise<unknown> {
    const progress = new EventEmitter();
    const session = new Session(running, await nextEpoch(), end.signal, sessionDeps, {
      cycleDone: () => progress.emit('cycle'),
      reported: () => undefined,
      stored: () => undefined,
      lost: (error) => end.abort(error),
    });
    progress.on('cycle', () => {
      void stored().then((now) => {
        if (now.contacts >= expected.contacts && now.quarantined >= expected.quarantined) end.abort(ENOUGH);
      });
    });
    const { submit } = session;
    session.submit = (batch) => (submitted.push(...batch.contacts), submit.call(session, batch));
    return channel.pull?.run(session).then(
      () => undefined,
      (error: unknown) => error,
    );
  }

  return {
    running, provider, submitted, deps, nextEpoch, stored,
    runUntil: async (expected) => {
      const end = new AbortController();
      const limit = setTimeout(() => end.abort(new Error('the session stood still')), RUN_LIMIT_MS);
      const failure = await run(expected, end, deps());
      clearTimeout(limit);
      if (end.signal.reason !== ENOUGH) throw new Error(`stored ${JSON.stringify(await stored())} of ${JSON.stringify(expected)}`, { cause: end.signal.reason ?? failure });
    },
    runCrashing: async (expected, crashAt, time) => {
      const end = new AbortController();
      const point = new CrashPoint(crashAt, time, () => end.abort(new Error('the process is dead')));
      provider.intercept = (call) => point.around(call);
      await run(expected, end, deps(new CrashingConnections(fixture.pool, point)));
      provider.intercept = undefined;
      return point.crashed;
    },
  };
}
