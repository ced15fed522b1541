import type { Log } from '@tributary/platform';
import type { BlobStore } from '@tributary/storage';
import { AccountFaultError, type RunningAccount } from '../accounts/account.js';
import { asConnectorError, settingsFault } from '../host/failure.js';
import type { OwnersDuty } from '../host/host.js';
import type { HostTiming } from '../host/timing.js';
import type { Quotas } from '../host/quota.js';
import { Wake } from '../host/wake.js';
import type { ConnectorError } from '../pull.js';
import { Pace } from './pace.js';
import { ACCOUNT_GONE } from './reasons.js';
import type { Head, ReplyBook } from './reply-book.js';
import { ReplyTry, type TryDeps } from './reply-try.js';
import { RepliesUnderWay, type UnderWay } from './under-way.js';

export interface ReplyDeskDeps {
  readonly book: ReplyBook;
  readonly blobs: BlobStore;
  readonly timing: HostTiming;
  readonly log: Log;
  readonly quotas?: Quotas;
  /** The account as it is now. @throws AccountFaultError */
  load(accountId: string): Promise<RunningAccount | undefined>;
  onFailure?(head: Head, error: ConnectorError): void;
  /** The provider took the account's credentials, or refused them: then the next reply is tried after so long. */
  onCredential?(head: Head, refusal?: ConnectorError, pauseMs?: number): void;
}

/** Conversations that are looked after at a time, most of which may wait for the provider's rates; a slow account leaves the others room. */
const MOST_AT_ONCE = { all: 1_000, ofAccount: 50 };
/** Replies are announced; so often it is looked in case that was not heard, and for tries whose time has come. */
const LOOK_MS = 1_000;
const ORPHANS_EVERY = 60;
/** Timers can't count further. */
const MOST_TIMER_MS = 2 ** 31 - 1;

/**
 * Sends replies of the accounts that this instance runs: one after another in a conversation, several conversations at the same
 * time. A try is written down before it is made, so that one which a kill broke off is known to be so.
 */
export class ReplyDesk implements OwnersDuty {
  readonly #underWay = new RepliesUnderWay();
  readonly #pace: Pace;
  readonly #tryDeps: TryDeps;
  /** Accounts that were left: their leases may be ours for a moment yet. */
  readonly #left = new Set<string>();
  readonly #wake = new Wake();
  #isClosing = false;
  /** Tries under way end. */
  readonly #over = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(private readonly deps: ReplyDeskDeps) {
    this.#pace = new Pace(deps.timing.retry);
    this.#tryDeps = { ...deps, rests: this.#pace.rests, over: this.#over.signal, wakeIn: (pauseMs) => this.#wakeIn(pauseMs) };
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Something was asked for. */
  wake(): void {
    this.#wake.up();
  }

  come(accountId: string): void {
    this.#left.delete(accountId);
    this.#pace.forget(accountId);
    this.wake();
  }

  credentialTaken(accountId: string): void {
    if (this.#pace.rests.credentialTaken(accountId)) this.wake();
  }

  /**
   * The account goes to somebody else: no try is begun for it any more, and what is under way ends, if it takes longer than the grace time.
   * @returns when it has ended and that is noted, so that the next owner finds nothing half done
   */
  async leave(accountId: string, graceMs = this.deps.timing.graceMs): Promise<void> {
    this.#left.add(accountId);
    this.#pace.forget(accountId);
    await this.#end(({ account_id }) => account_id === accountId, graceMs);
  }

  /** Ends; what is under way has some time to become known. */
  async stop(): Promise<void> {
    this.#isClosing = true;
    this.#wake.up();
    await this.#loop;
    await this.#end(() => true, this.deps.timing.graceMs);
    this.#over.abort();
  }

  async #end(concerns: (head: Head) => boolean, graceMs: number): Promise<void> {
    const { log, timing } = this.deps;
    if (!(await this.#underWay.end(concerns, graceMs, timing.graceMs))) log.error('sends did not end when told to: what became of them is unknown');
  }

  async #run(): Promise<void> {
    for (let round = 0; !this.#isClosing; round++) {
      await this.#look(round % ORPHANS_EVERY === 0).catch((err: unknown) => this.deps.log.warn({ err }, 'replies could not be looked for'));
      await this.#wake.wait(LOOK_MS);
    }
  }

  async #look(orphansToo: boolean): Promise<void> {
    const { book } = this.deps;
    if (orphansToo) await book.failOrphans(ACCOUNT_GONE);
    const all = MOST_AT_ONCE.all - this.#underWay.size;
    if (all <= 0) return;
    for (const head of await book.heads(this.#underWay.heads, this.#pace.rests.now, { ...MOST_AT_ONCE, all })) {
      if (!this.#left.has(head.account_id)) this.#begin(head);
    }
  }

  #begin(head: Head): void {
    this.#carryOut(this.#underWay.add(head)).then(
      () => {
        this.#underWay.remove(head);
        this.#wake.up();
      },
      (err: unknown) => {
        // It is looked for again in a while: at once it would most likely fail again.
        this.#underWay.remove(head);
        if (!this.#over.signal.aborted) this.deps.log.error({ err, replyId: head.id, accountId: head.account_id }, 'what became of a reply could not be noted');
      },
    );
  }

  async #carryOut(underWay: UnderWay): Promise<void> {
    const { head, waiting: { signal } } = underWay;
    const running = await this.#load(head);
    if (!running) return;
    const attempt = new ReplyTry(head, running, underWay.ending.signal, this.#tryDeps);
    await this.#pace.pass(head, running.channel.replies?.rates, signal, {
      make: () => (underWay.trying = attempt.make()),
      get reached() {
        return attempt.reached;
      },
    });
  }

  async #load(head: Head): Promise<RunningAccount | undefined> {
    const { rests } = this.#pace;
    try {
      const running = await this.deps.load(head.account_id);
      if (running) return running;
      // Removed just now.
      await this.deps.book.failOrphans(ACCOUNT_GONE);
      this.#wakeIn(rests.after(head, asConnectorError(new Error('there is no such account'))));
    } catch (error) {
      this.#wakeIn(rests.after(head, error instanceof AccountFaultError ? settingsFault(error) : asConnectorError(error)));
    }
    return undefined;
  }

  #wakeIn(pauseMs: number): void {
    setTimeout(() => this.wake(), Math.min(pauseMs + 1, MOST_TIMER_MS)).unref();
  }
}
