import type { Log } from '@tributary/platform';
import { AccountFaultError, type RunningAccount } from '../accounts/account.js';
import { asConnectorError, settingsFault, stalled } from '../host/failure.js';
import type { OwnersDuty } from '../host/host.js';
import { untilStored } from '../host/patience.js';
import type { Quotas } from '../host/quota.js';
import { askedPauseMs } from '../host/retry.js';
import { Session, type SessionDeps } from '../host/session.js';
import type { HostTiming } from '../host/timing.js';
import { Wake } from '../host/wake.js';
import { Watchdog } from '../host/watchdog.js';
import { StaleEpochError } from '../intake/errors.js';
import { ConnectorError } from '../pull.js';
import type { JobBook, TakenJob } from './job-book.js';
import { RunningJob } from './job-session.js';

export interface DeskDeps extends SessionDeps {
  readonly book: JobBook;
  readonly quotas: Quotas;
  readonly timing: HostTiming;
  readonly log: Log;
  /** The account as it is now. @throws AccountFaultError */
  load(accountId: string): Promise<RunningAccount | undefined>;
}

/** Jobs under way in one process: they are bulk, and leave the live sessions their room. */
const MOST_AT_ONCE = 4;
/** Jobs are announced; so often it is looked in case that was not heard, and for tries whose time has come. */
const LOOK_MS = 1_000;
/** A job that a person asked for is given up after so many tries: they are told and may ask again. */
const ASKED_TRIES = 3;

interface UnderWay {
  readonly controller: AbortController;
  readonly ended: Promise<void>;
}

const LEFT = new DOMException('the account runs elsewhere', 'AbortError');

/**
 * Carries out jobs of the accounts that this instance runs, one at a time for each. A job that is broken off by a move, a stop
 * or a kill is begun anew by the account's next owner.
 */
export class JobDesk implements OwnersDuty {
  readonly #underWay = new Map<string, UnderWay>();
  readonly #wake = new Wake();
  readonly #over = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(private readonly deps: DeskDeps) {}

  start(): void {
    this.#loop = this.#run();
  }

  wake(): void {
    this.#wake.up();
  }

  come(): void {
    this.wake();
  }

  leave(accountId: string): void {
    this.#underWay.get(accountId)?.controller.abort(LEFT);
  }

  async stop(): Promise<void> {
    this.#over.abort();
    this.#wake.up();
    await this.#loop;
    for (const { controller } of this.#underWay.values()) controller.abort(LEFT);
    await Promise.all([...this.#underWay.values()].map(({ ended }) => ended));
  }

  async #run(): Promise<void> {
    while (!this.#over.signal.aborted) {
      await this.#look().catch((err: unknown) => this.deps.log.warn({ err }, 'jobs could not be looked for'));
      await this.#wake.wait(LOOK_MS);
    }
  }

  async #look(): Promise<void> {
    const room = MOST_AT_ONCE - this.#underWay.size;
    if (room <= 0) return;
    for (const job of await this.deps.book.take([...this.#underWay.keys()], room)) this.#begin(job);
  }

  #begin(job: TakenJob): void {
    const controller = new AbortController();
    const ended = this.#carryOut(job, controller).finally(() => {
      this.#underWay.delete(job.account_id);
      this.#wake.up();
    });
    this.#underWay.set(job.account_id, { controller, ended });
  }

  /** Never rejects. */
  async #carryOut(job: TakenJob, controller: AbortController): Promise<void> {
    const { book, log } = this.deps;
    try {
      await this.#work(job, controller);
      await untilStored(this.#over.signal, () => book.done(job));
    } catch (error) {
      // Somebody else goes on with it.
      if (error instanceof StaleEpochError || controller.signal.reason === LEFT || this.#over.signal.aborted) return;
      const failure = failureOf(controller.signal.aborted ? controller.signal.reason : error);
      log.warn({ accountId: job.account_id, jobId: job.id, kind: job.kind, class: failure.failureClass, code: failure.code, err: failure }, 'a job failed');
      const { failureClass, code, detail } = failure;
      const pauseMs = this.#pauseMs(job, failure);
      if (pauseMs !== undefined) setTimeout(() => this.wake(), pauseMs + 1).unref();
      await untilStored(this.#over.signal, () => book.failed(job, { class: failureClass, code, detail }, pauseMs)).catch((err: unknown) => log.warn({ err, jobId: job.id }, 'a failed job could not be noted'));
    }
  }

  async #work(job: TakenJob, controller: AbortController): Promise<void> {
    const { deps } = this;
    const running = await deps.load(job.account_id);
    // Deleted just now: nobody owns it any more.
    if (!running || job.kind === 'catch-up') throw new StaleEpochError(`account ${job.account_id} is gone`);
    const { channel } = running;
    if (!channel[job.kind]) throw notAvailable(channel.name, job.kind);
    const watchdog = new Watchdog(deps.timing.stalledAfterMs, (silentMs) => controller.abort(stalled(silentMs)));
    const ignore = () => undefined;
    const alive = () => watchdog.alive();
    const listener = { cycleDone: ignore, reported: ignore, stored: alive, lost: () => controller.abort(LEFT) };
    const session = new Session(running, BigInt(job.epoch), controller.signal, deps, listener);
    const quota = deps.quotas.of(job.account_id, channel.pull?.limits);
    try {
      const work = channel[job.kind]?.(new RunningJob(job, session, { ...deps, quota, alive }));
      await orAborted(work ?? Promise.resolve(), controller.signal);
    } finally {
      watchdog.stop();
    }
    controller.signal.throwIfAborted();
  }

  /** @returns undefined when it isn't tried again */
  #pauseMs({ cause, tries }: TakenJob, { failureClass, retryAfterMs = 0 }: ConnectorError): number | undefined {
    const { firstMs, mostMs, credentialFirstMs } = this.deps.timing.retry;
    const final = failureClass === 'credentials' || tries >= ASKED_TRIES;
    if (cause === 'asked' && final) return undefined;
    if (failureClass === 'credentials') return credentialFirstMs;
    return Math.max(askedPauseMs(retryAfterMs), Math.min(mostMs, firstMs * 2 ** Math.min(tries, 20)) * (0.5 + Math.random() / 2));
  }
}

/** Work that doesn't notice that it was told to end is left to itself: its submissions are refused. */
function orAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  work.catch(() => undefined);
  if (signal.aborted) return Promise.reject(signal.reason as Error);
  const { promise, reject } = withReject();
  const onAbort = () => reject(signal.reason as Error);
  signal.addEventListener('abort', onAbort, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', onAbort));
}

function withReject(): { promise: Promise<never>; reject: (error: Error) => void } {
  let reject!: (error: Error) => void;
  return { promise: new Promise<never>((_, onReject) => (reject = onReject)), reject };
}

function failureOf(error: unknown): ConnectorError {
  return error instanceof AccountFaultError ? settingsFault(error) : asConnectorError(error);
}

function notAvailable(channel: string, kind: string): ConnectorError {
  return new ConnectorError('internal', {
    code: 'capability-not-available',
    detail: { ru: `У канала ${channel} нет возможности ${kind}.`, en: `Channel ${channel} has no ${kind}.` },
  });
}
