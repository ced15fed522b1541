import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '@tributary/platform';
import { AccountFaultError, type RunningAccount } from '../accounts/account.js';
import type { ConnectorError } from '../pull.js';
import { CredentialEvidence } from './credential-evidence.js';
import { asConnectorError, endedEarly, settingsFault, stalled } from './failure.js';
import type { Lease } from './lease-store.js';
import type { Outages } from './outages.js';
import { untilStored } from './patience.js';
import type { Quotas } from './quota.js';
import { RetryPolicy } from './retry.js';
import { Session, type SessionDeps, type SessionListener } from './session.js';
import type { StatusPen } from './status-book.js';
import type { HostTiming } from './timing.js';
import { Watchdog } from './watchdog.js';

export interface RunnerDeps extends SessionDeps {
  readonly timing: HostTiming;
  readonly log: Log;
  readonly status: StatusPen;
  /** What is missed while the account is out; without it nothing is announced and nothing filled. */
  readonly outages?: Outages;
  readonly quotas?: Quotas;
  /** The account as it is now. @throws AccountFaultError */
  load(accountId: string): Promise<RunningAccount | undefined>;
  onFailure(error: ConnectorError): void;
  /** A submission was refused: another instance holds the lease. */
  onLost(): void;
  /** A session got in: replies that were refused for the credentials may be tried again. */
  onCredentialTaken?(): void;
}

/** Why a life ended, when the channel is not to blame. */
const TOLD_TO_END = new DOMException('the host ends this session', 'AbortError');

/** Runs one account under its lease, one session after another, until it is stopped. */
export class AccountRunner {
  #life = new AbortController();
  #stopped = false;
  #version: number;
  /** Its sessions try the credentials. */
  #reads = false;
  /** The latest session was refused for its credentials. */
  #isRefused = false;
  /** Since then a reply got through, and the session was tried again for that. */
  #wasPrompted = false;
  readonly #evidence = new CredentialEvidence();
  readonly #retry: RetryPolicy;
  readonly #ended: Promise<void>;

  constructor(
    readonly lease: Lease,
    private readonly deps: RunnerDeps,
    startAfterMs = 0,
  ) {
    this.#version = lease.version;
    this.#retry = new RetryPolicy(deps.timing.retry);
    this.#ended = this.#run(startAfterMs);
  }

  /** With newer settings it begins anew at once, whatever it waits for. */
  sawVersion(version: number): void {
    if (version <= this.#version) return;
    this.#version = version;
    this.#retry.reset();
    this.#evidence.reset();
    this.deps.status.settingsChanged();
    this.#life.abort(TOLD_TO_END);
  }

  /**
   * A reply was sent, or refused for the credentials, with these settings: the session is begun anew where that tells whether it is
   * refused, or works, as well; once each, so that nobody is locked out.
   * @param pauseMs  when the next reply will be tried
   */
  replied(version: number, refusal?: ConnectorError, pauseMs = 0): void {
    if (version < this.#version) return;
    // Replies may learn of other settings before the host tells.
    this.sawVersion(version);
    if (refusal) this.#replyRefused(refusal, pauseMs);
    else this.#replySent();
  }

  #replyRefused(refusal: ConnectorError, pauseMs: number): void {
    const canTell = this.#evidence.replyRefused() && this.#reads;
    // A session that waits for its own next try says when that is.
    this.deps.status.failed(refusal, canTell || this.#isRefused ? undefined : new Date(Date.now() + pauseMs));
    if (canTell && !this.#isRefused) this.#life.abort(TOLD_TO_END);
  }

  #replySent(): void {
    this.#evidence.replySent();
    if (!this.#isRefused) return this.deps.status.credentialTaken();
    if (this.#wasPrompted) return;
    this.#wasPrompted = true;
    this.#life.abort(TOLD_TO_END);
  }

  /** Resolves when the session has ended, or was waited for long enough: from here on it can't store anything. */
  stop(): Promise<void> {
    this.#stopped = true;
    this.#life.abort(TOLD_TO_END);
    return this.#ended;
  }

  async #run(startAfterMs: number): Promise<void> {
    await pause(startAfterMs, this.#life.signal);
    while (!this.#stopped) {
      this.#life = new AbortController();
      const { signal } = this.#life;
      await pause(await this.#live(signal), signal);
    }
  }

  /** One session. @returns how long to wait before the next */
  async #live(signal: AbortSignal): Promise<number> {
    this.deps.status.became('running');
    try {
      const running = await this.deps.load(this.lease.accountId);
      // Deleted just now: the host learns of it as well.
      if (!running || signal.aborted) return running ? 0 : Infinity;
      await this.#runSession(running, signal);
      throw endedEarly();
    } catch (error) {
      if (signal.reason === TOLD_TO_END) return 0;
      if (error instanceof AccountFaultError) return this.#faulty(error);
      return this.#failed(signal.aborted ? signal.reason : error);
    }
  }

  async #runSession(running: RunningAccount, signal: AbortSignal): Promise<void> {
    const { pull, backfill } = running.channel;
    this.#reads = pull !== undefined;
    this.#retry.triesAreFree = pull?.triesAreFree ?? false;
    // Only its jobs need an owner.
    if (!pull) return pause(Infinity, signal);
    const { outages, quotas } = this.deps;
    if (outages && backfill && !pull.readsOn) await untilStored(signal, () => this.deps.gate.pass('read', () => outages.fillLater(this.lease)));
    const watchdog = new Watchdog(pull.stalledAfterMs ?? this.deps.timing.stalledAfterMs, (silentMs) => this.#life.abort(stalled(silentMs)));
    const gaps = outages?.gapsOf(this.lease);
    const parts = { quota: quotas?.of(this.lease.accountId, pull.limits), behind: (count: number) => gaps?.announce(count) ?? Promise.resolve(undefined) };
    const session = new Session(running, this.lease.epoch, signal, this.deps, this.#listen(watchdog), parts);
    try {
      await this.#orLate(pull.run(session), signal);
    } finally {
      watchdog.stop();
    }
  }

  #listen(watchdog: Watchdog): SessionListener {
    const { status } = this.deps;
    const startedAt = performance.now();
    return {
      cycleDone: () => {
        watchdog.alive();
        this.#isRefused = this.#wasPrompted = false;
        if (this.#evidence.sessionWorks()) this.deps.onCredentialTaken?.();
        status.cycleDone(this.#evidence.isGood ? 'valid' : 'invalid');
        this.#retry.accepted();
        if (performance.now() - startedAt >= this.deps.timing.retry.soundAfterMs) this.#retry.reset();
      },
      reported: (error) => this.#note(error),
      stored: () => watchdog.alive(),
      lost: () => {
        this.#stopped = true;
        this.#life.abort(TOLD_TO_END);
        this.deps.onLost();
      },
    };
  }

  /** Waits for a session; one that was told to end and doesn't is left to itself, its submissions are refused. */
  async #orLate(run: Promise<void>, signal: AbortSignal): Promise<void> {
    let grace: NodeJS.Timeout | undefined;
    let onAbort!: () => void;
    const late = new Promise<void>((resolve) => {
      onAbort = () => {
        grace = setTimeout(() => {
          this.deps.log.error({ accountId: this.lease.accountId, channel: this.lease.channel }, 'a session did not end when told to');
          resolve();
        }, this.deps.timing.graceMs);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
    });
    try {
      await Promise.race([run, late]);
    } finally {
      clearTimeout(grace);
      signal.removeEventListener('abort', onAbort);
      run.catch(() => undefined);
    }
  }

  #failed(cause: unknown): number {
    const error = asConnectorError(cause);
    this.#note(error);
    this.#isRefused = error.failureClass === 'credentials';
    if (this.#isRefused) this.#evidence.sessionRefused();
    const pauseMs = this.#retry.nextMs(error.failureClass, error.retryAfterMs);
    this.deps.status.became('waiting', new Date(Date.now() + pauseMs));
    return pauseMs;
  }

  /** Nothing is tried until somebody changes the settings. */
  #faulty(error: AccountFaultError): number {
    this.#note(settingsFault(error));
    this.deps.status.became('faulty');
    return Infinity;
  }

  #note(error: ConnectorError): void {
    const { accountId, channel } = this.lease;
    const note = { accountId, channel, class: error.failureClass, code: error.code, err: error };
    if (error.failureClass === 'internal') this.deps.log.error(note, 'connector failed');
    else this.deps.log.warn(note, 'connector failed');
    this.deps.status.failed(error);
    this.deps.onFailure(error);
  }
}

/** Ends early when told; `Infinity` waits for that. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted || ms <= 0) return;
  if (ms === Infinity) return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
