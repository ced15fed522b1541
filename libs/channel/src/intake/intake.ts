import { setTimeout as delay } from 'node:timers/promises';
import type { LogWriter } from '@tributary/event-log';
import { type BlobStore, BlobStoreFullError } from '@tributary/storage';
import { acceptGroup } from './accept-group.js';
import { type Connections, inOwnTransaction, onConnection } from './connections.js';
import { UnavailableError, UnstorableError } from './errors.js';
import { failureKind } from './failure-kind.js';
import { DEFAULT_LIMITS, type IntakeLimits, RETRY_AFTER_SECONDS } from './limits.js';
import { Pending } from './pending.js';
import { prepare, type PreparedSubmission } from './prepare.js';
import { storeSingle } from './store-single.js';
import type { Receipt, Submission } from './submission.js';
import { SubmissionQueue } from './submission-queue.js';

export interface IntakeDeps {
  readonly connections: Connections;
  readonly logWriter: LogWriter;
  readonly blobs: BlobStore;
  /** Told of every receipt, for metrics. */
  readonly onStored?: (submission: Submission, receipt: Receipt) => void;
  /** Told of every failed try; the submission may still succeed. */
  readonly onFailure?: (error: unknown) => void;
}

const SWEEP_MS = 200;
const FIRST_PAUSE_MS = 20;
const MAX_PAUSE_MS = 500;

/**
 * The door to the log: a submission is stored whole, with its contacts appended to the log, or not at all.
 * Commits are grouped: while one group's transaction runs others queue, and when it ends the next group goes.
 */
export class Intake {
  readonly #limits: IntakeLimits;
  readonly #queue: SubmissionQueue;
  readonly #singles: Pending[] = [];
  readonly #open = new Set<Pending>();
  #waiting = 0;
  #waitingBytes = 0;
  #groupLanes = 0;
  #singleLanes = 0;
  #pumping = false;
  #sweeper: NodeJS.Timeout | undefined;

  constructor(
    private readonly deps: IntakeDeps,
    limits: Partial<IntakeLimits> = {},
  ) {
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
    this.#queue = new SubmissionQueue(this.#limits);
  }

  /**
   * Resolves after the commit was confirmed: only then may the provider be answered.
   * Submitting the same again is safe at any time, and changes nothing.
   * @throws UnavailableError  not stored, or not known to be stored, or too many are waiting: come again
   * @throws UnstorableError  the database refuses this data
   * @throws StaleEpochError, FoldError, PayloadError  nothing was stored
   */
  async submit(submission: Submission): Promise<Receipt> {
    const bytes = rawBytes(submission);
    if (this.#waiting >= this.#limits.maxWaiting || this.#waitingBytes + bytes > this.#limits.maxWaitingBytes) {
      throw new UnavailableError('too many submissions are waiting', RETRY_AFTER_SECONDS);
    }
    this.#waiting++;
    this.#waitingBytes += bytes;
    try {
      const receipt = await this.#enqueue(await this.#prepare(submission)).result;
      this.deps.onStored?.(submission, receipt);
      return receipt;
    } finally {
      this.#waiting--;
      this.#waitingBytes -= bytes;
    }
  }

  /** Submissions accepted for storing and not yet answered. */
  get waiting(): number {
    return this.#waiting;
  }

  async #prepare(submission: Submission): Promise<PreparedSubmission> {
    try {
      return await prepare(submission, this.deps.blobs);
    } catch (error) {
      // Errors of the file system carry a code: the blob store is away.
      const storeFails = error instanceof BlobStoreFullError || (error instanceof Error && 'code' in error);
      if (storeFails) throw new UnavailableError('blobs can not be stored', RETRY_AFTER_SECONDS, { cause: error });
      throw error;
    }
  }

  #enqueue(prepared: PreparedSubmission): Pending {
    const pending = new Pending(prepared, performance.now() + this.#limits.deadlineMs);
    this.#open.add(pending);
    if (prepared.single) this.#singles.push(pending);
    else this.#queue.push(pending);
    this.#sweeper ??= setInterval(() => this.#sweep(), SWEEP_MS);
    this.#pumpSoon();
    return pending;
  }

  /** What arrives in the same turn of the event loop goes in one group. */
  #pumpSoon(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    setImmediate(() => {
      this.#pumping = false;
      this.#pump();
    });
  }

  #pump(): void {
    while (this.#groupLanes < this.#limits.groupLanes) {
      const group = this.#queue.take();
      if (group.length === 0) break;
      void this.#runGroup(group);
    }
    while (this.#singleLanes < this.#limits.singleLanes) {
      const single = this.#singles.shift();
      if (!single) break;
      if (!single.settled) void this.#runSingle(single);
    }
  }

  async #runGroup(group: Pending[]): Promise<void> {
    this.#groupLanes++;
    await this.#storeGroup(group);
    this.#queue.release(group);
    this.#groupLanes--;
    this.#pump();
  }

  async #runSingle(pending: Pending): Promise<void> {
    this.#singleLanes++;
    await this.#tryUntilDeadline([pending], async () => {
      const receipt = await inOwnTransaction(this.deps.connections, this.#limits.deadlineMs, (transaction) => storeSingle(transaction, pending.prepared, this.deps));
      this.#settle(pending, receipt);
    });
    this.#singleLanes--;
    this.#pump();
  }

  #storeGroup(group: readonly Pending[]): Promise<void> {
    return this.#tryUntilDeadline(group, async (open) => {
      const results = await onConnection(this.deps.connections, this.#limits.deadlineMs, (connection) =>
        acceptGroup(connection, open.map(({ prepared }) => prepared)),
      );
      for (const [index, pending] of open.entries()) {
        const result = results[index]!;
        if (result === 'fold') this.#singles.push(pending);
        else this.#settle(pending, result);
      }
    });
  }

  /** Ends when every submission is settled or went elsewhere; never throws. */
  async #tryUntilDeadline(group: readonly Pending[], work: (open: readonly Pending[]) => Promise<void>): Promise<void> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
      const open = group.filter(({ settled }) => !settled);
      if (open.length === 0) return;
      try {
        return await work(open);
      } catch (error) {
        this.deps.onFailure?.(error);
        const kind = failureKind(error);
        if (kind === 'row' && open.length > 1) return this.#bisect(open);
        if (kind === 'row') return this.#fail(open, new UnstorableError('the database refuses this data', { cause: error }));
        if (kind === 'final') return this.#fail(open, error as Error);
        for (const pending of open) pending.lastError = error;
        await delay(kind === 'again' ? Math.random() * FIRST_PAUSE_MS : pauseMs * (0.5 + Math.random()));
      }
    }
  }

  /** Each half a transaction of its own: the bad submission ends alone. */
  async #bisect(group: readonly Pending[]): Promise<void> {
    const middle = group.length >> 1;
    await this.#storeGroup(group.slice(0, middle));
    await this.#storeGroup(group.slice(middle));
  }

  #settle(pending: Pending, receipt: Receipt): void {
    this.#open.delete(pending);
    pending.resolve(receipt);
  }

  #fail(pendings: readonly Pending[], error: Error): void {
    for (const pending of pendings) {
      this.#open.delete(pending);
      pending.reject(error);
    }
  }

  /** Tells those whose time ran out, wherever they are. One whose commit is under way isn't known to be stored: same answer. */
  #sweep(): void {
    const now = performance.now();
    for (const pending of this.#open) {
      if (pending.deadline > now) continue;
      this.#fail([pending], new UnavailableError('storing took too long', RETRY_AFTER_SECONDS, { cause: pending.lastError }));
    }
    if (this.#open.size > 0) return;
    clearInterval(this.#sweeper);
    this.#sweeper = undefined;
  }
}

function rawBytes({ contacts, quarantine = [] }: Submission): number {
  return contacts.reduce((sum, { raw }) => sum + raw.bytes.length, quarantine.reduce((sum, { raw }) => sum + raw.length, 0));
}
