import { type Batch, type Consumer, type LogReader, type LogRecord, TOPICS } from '@tributary/event-log';
import { type Counter, type Histogram, RecentFailure, type Runtime } from '@tributary/platform';
import { inTransaction } from '@tributary/storage';
import type pg from 'pg';
import type { NotifierDeps } from '../deps.js';
import { insertDeliveries } from '../notices/new-deliveries.js';
import { insertEntries } from './insert-entries.js';
import { type FeedData, type NewEntry, UnreadableEventError, newEntry } from './new-entry.js';

export const NOTIFIER_GROUP = 'notifier';

/** Turns events of leads into entries of the feed, for as long as the process runs. */
export class Recorder {
  private readonly runtime: Runtime;
  private readonly pool: pg.Pool;
  private readonly logReader: LogReader;
  private readonly entries: Counter<'kind'>;
  private readonly unreadable: Counter;
  private readonly delay: Histogram<'channel'>;
  private consumer: Consumer | undefined;
  private readonly failure = new RecentFailure();

  /** @param onNotices  told when there is something to send */
  constructor(
    { runtime, pool, logReader }: NotifierDeps,
    private readonly onNotices: () => void,
  ) {
    this.runtime = runtime;
    this.pool = pool;
    this.logReader = logReader;
    const { metrics } = runtime;
    this.entries = metrics.counter('tributary_notifier_entries_total', 'Entries added to the feed', ['kind']);
    this.unreadable = metrics.counter('tributary_notifier_unreadable_total', 'Events put aside because they could not be understood');
    this.delay = metrics.histogram('tributary_notified_seconds', 'From the event of a source to the notice', ['channel']);
    metrics.gauge('tributary_notifier_lag_records', 'Events of leads that are not in the feed yet', [], async (gauge) => {
      gauge.set((await this.lag()).records);
    });
  }

  async start(): Promise<void> {
    this.runtime.health.addCheck('notifier', () => this.failure.check());
    this.runtime.onStop(() => this.stop());
    this.consumer = await this.logReader.consume(
      { group: NOTIFIER_GROUP, topic: TOPICS.leads, onError: (error) => this.failed(error) },
      (batch) => this.record(batch),
    );
  }

  async stop(): Promise<void> {
    await this.consumer?.stop();
  }

  lag(): ReturnType<LogReader['lag']> {
    return this.logReader.lag(NOTIFIER_GROUP, TOPICS.leads);
  }

  private async record(batch: Batch): Promise<void> {
    const startedAt = new Date();
    const entries = batch.records.map((record) => this.read(record)).filter((entry) => entry !== undefined);
    const deliveries = await inTransaction(this.pool, async (transaction) => {
      await batch.commit(transaction);
      return insertDeliveries(transaction, await insertEntries(transaction, entries));
    });
    if (deliveries > 0) this.onNotices();
    this.failure.clear();
    for (const entry of entries) {
      this.measure(entry);
      this.trace(entry, startedAt);
    }
  }

  /** One event that can't be read must not hold up the others. */
  private read(record: LogRecord): NewEntry<FeedData> | undefined {
    try {
      return newEntry(record);
    } catch (error) {
      if (!(error instanceof UnreadableEventError)) throw error;
      this.unreadable.inc();
      this.runtime.log.error({ err: error, offset: record.offset, eventId: record.headers['id'] }, 'an event of a lead was put aside');
      return undefined;
    }
  }

  private measure({ kind, notifies, data: { channel, occurredAt } }: NewEntry<FeedData>): void {
    this.entries.inc({ kind });
    if (!notifies || channel === null || occurredAt === null) return;
    this.delay.observe({ channel }, Math.max(0, Date.now() - Date.parse(occurredAt)) / 1_000);
  }

  private trace({ kind, contactRevision: revision, data: { contactId } }: NewEntry<FeedData>, startedAt: Date): void {
    if (contactId !== null) this.runtime.traces.notifier({ contactId, revision, startedAt, endedAt: new Date(), attributes: { 'tributary.event': kind } });
  }

  private failed(error: unknown): void {
    const news = this.failure.note(error instanceof Error ? error.name : 'error');
    this.runtime.log[news ? 'error' : 'debug']({ err: error }, 'events of leads could not be recorded and will be tried again');
  }
}
