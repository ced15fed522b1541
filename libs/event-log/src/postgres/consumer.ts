import { type BatchHandler, type Consumer, FencedError, type LogRecord } from '../port.js';
import { Backoff } from '../backoff.js';
import { LeaseKeeper } from './lease-keeper.js';
import { LogBatch } from './log-batch.js';
import type { Grant, LogFunctions, Wanted } from './log-functions.js';
import type { Notification } from './notifications.js';
import { Signal } from '../signal.js';
import type { Timing } from './timing.js';

/** What log.append notifies (payload: the topic) and log.release (the group and the topic). */
const RECORDS_CHANNEL = 'tributary_log';
const LEASE_CHANNEL = 'tributary_log_lease';
export const CHANNELS = [RECORDS_CHANNEL, LEASE_CHANNEL];

/** Enough for hundreds of contacts; a bound for those that carry much. */
const MAX_BATCH_BYTES = 4 * 1024 * 1024;

export interface ConsumerOptions extends Omit<Wanted, 'leaseMs'> {
  maxBatch: number;
  onError: (error: unknown) => void;
}

/**
 * The life of one member of a group: acquire the lease, read, handle, commit, again; without the lease stand by.
 * No failure ends it, only `stop()`.
 */
export class PostgresConsumer implements Consumer {
  private readonly lease: LeaseKeeper;
  private readonly recordsCame = new Signal();
  private readonly leaseFreed = new Signal();
  private readonly stopped = new Signal();
  private readonly failures: Backoff;
  /** For records that wait for an older transaction: usually one of a few ms. */
  private readonly unsettled = new Backoff(2, 50);
  private stopping = false;
  private ended: Promise<void> = Promise.resolve();

  constructor(
    private readonly functions: LogFunctions,
    private readonly options: ConsumerOptions,
    private readonly timing: Timing,
    private readonly handler: BatchHandler,
  ) {
    this.lease = new LeaseKeeper(functions, options, timing, () => this.recordsCame.raise());
    this.failures = this.retries();
  }

  get active(): boolean {
    return this.lease.grant !== undefined;
  }

  /** @returns when the group is known to the log, or the first try to make it so failed */
  async start(): Promise<void> {
    await new Promise<void>((tried) => {
      this.ended = this.run(tried);
    });
  }

  async stop(): Promise<void> {
    this.stopping = true;
    for (const signal of [this.stopped, this.recordsCame, this.leaseFreed]) signal.raise();
    await this.ended;
  }

  /** Ends a wait that the notification concerns; each when some may have been missed. */
  wake(notification: Notification | undefined): void {
    const { group, topic } = this.options;
    const tells = (channel: string, payload: string): boolean =>
      !notification || (notification.channel === channel && notification.payload === payload);
    if (tells(RECORDS_CHANNEL, topic)) this.recordsCame.raise();
    if (tells(LEASE_CHANNEL, `${group} ${topic}`)) this.leaseFreed.raise();
  }

  private async run(tried: () => void): Promise<void> {
    while (!this.stopping) {
      try {
        await this.turn(tried);
      } catch (error) {
        tried();
        this.report(error);
        // A lost lease is no fault of the log: stand by at once.
        if (!(error instanceof FencedError)) await this.stopped.wait(this.failures.nextMs());
      }
    }
    await this.lease.release().catch((error: unknown) => this.report(error));
  }

  private async turn(tried: () => void): Promise<void> {
    this.leaseFreed.clear();
    const acquired = await this.lease.acquire();
    tried();
    if ('grant' in acquired) await this.consume(acquired.grant, acquired.offset);
    else if (!this.stopping) await this.leaseFreed.wait(Math.min(acquired.retryMs, this.timing.standbyMs));
  }

  private async consume(grant: Grant, offset: string): Promise<void> {
    let at = offset;
    let ahead: Promise<LogRecord[]> | undefined;
    while (!this.stopping && this.lease.grant === grant) {
      this.recordsCame.clear();
      const records = await (ahead ?? this.read(at));
      ahead = undefined;
      this.failures.reset();
      const end = records.at(-1)?.offset;
      if (end === undefined) {
        await this.idle(grant, at);
        continue;
      }
      this.unsettled.reset();
      if (records.length === this.options.maxBatch) ahead = this.readAhead(end);
      if (!(await this.handle(grant, at, end, records))) return;
      at = end;
    }
  }

  private read(after: string): Promise<LogRecord[]> {
    return this.functions.read(this.options.topic, after, this.options.maxBatch, MAX_BATCH_BYTES);
  }

  /** While the handler works. Order and fencing don't suffer: a commit moves the offset from where its batch began. */
  private readAhead(after: string): Promise<LogRecord[]> {
    const records = this.read(after);
    // Whoever awaits it is told; but after a failed handler nobody may.
    records.catch(() => undefined);
    return records;
  }

  private async idle(grant: Grant, at: string): Promise<void> {
    if (await this.functions.hasMore(grant, at)) {
      await this.stopped.wait(this.unsettled.nextMs());
    } else {
      this.unsettled.reset();
      if (!this.stopping) await this.recordsCame.wait(this.timing.pollMs);
    }
  }

  /** @returns false when it was given up: by `stop()`, or because the lease ended between two tries */
  private async handle(grant: Grant, from: string, to: string, records: readonly LogRecord[]): Promise<boolean> {
    const retries = this.retries();
    while (!this.stopping && this.lease.grant === grant) {
      const batch = new LogBatch(this.functions, grant, from, to, records);
      if (await this.handled(batch)) {
        await batch.commitIfOpen();
        return true;
      }
      await this.stopped.wait(retries.nextMs());
    }
    return false;
  }

  private async handled(batch: LogBatch): Promise<boolean> {
    try {
      await this.handler(batch);
    } catch (error) {
      if (batch.fenced) throw new FencedError('the lease was lost while handling', { cause: error });
      this.report(error);
      return false;
    }
    if (batch.fenced) throw new FencedError('the lease was lost while handling');
    return true;
  }

  private retries(): Backoff {
    return new Backoff(this.timing.retryMs, this.timing.retryMostMs);
  }

  /** What the listener throws must not end the consumer: it would be the only one to know. */
  private report(error: unknown): void {
    try {
      this.options.onError(error);
    } catch (thrown) {
      process.emitWarning(thrown instanceof Error ? thrown : String(thrown));
    }
  }
}
