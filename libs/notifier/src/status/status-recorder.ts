import { type Batch, type Consumer, type LogRecord, TOPICS } from '@tributary/event-log';
import { RecentFailure } from '@tributary/platform';
import { inTransaction } from '@tributary/storage';
import { followStatus } from '../alarms/alarm-book.js';
import type { NotifierDeps } from '../deps.js';
import { insertEntries } from '../record/insert-entries.js';
import { type NewEntry, UnreadableEventError } from '../record/new-entry.js';
import { alarmEntry, connectorEntry } from '../record/operator-entries.js';
import { readStatus, type StatusNews } from './read-status.js';

export const STATUS_GROUP = 'notifier-status';

/** Turns statuses of accounts into alarms and entries of the feed, for as long as the process runs. */
export class StatusRecorder {
  #consumer: Consumer | undefined;
  readonly #failure = new RecentFailure();

  /** @param onRecorded  told when statuses were recorded: there may be something to tell */
  constructor(
    private readonly deps: NotifierDeps,
    private readonly onRecorded: () => void,
  ) {}

  async start(): Promise<void> {
    const { runtime, logReader } = this.deps;
    runtime.health.addCheck('alarms', () => this.#failure.check());
    runtime.onStop(() => this.#consumer?.stop());
    this.#consumer = await logReader.consume(
      { group: STATUS_GROUP, topic: TOPICS.status, onError: (error) => this.#failed(error) },
      (batch) => this.#record(batch),
    );
  }

  async #record(batch: Batch): Promise<void> {
    const news = batch.records.map((record) => this.#read(record)).filter((each) => each !== undefined);
    await inTransaction(this.deps.pool, async (transaction) => {
      await batch.commit(transaction);
      const entries: NewEntry[] = [];
      for (const each of news) {
        const resolved = await followStatus(transaction, each);
        entries.push(connectorEntry(each), ...resolved.map(alarmEntry));
      }
      await insertEntries(transaction, entries);
    });
    this.#failure.clear();
    this.onRecorded();
  }

  #read(record: LogRecord): StatusNews | undefined {
    try {
      return readStatus(record);
    } catch (error) {
      if (!(error instanceof UnreadableEventError)) throw error;
      this.deps.runtime.log.error({ err: error, offset: record.offset }, 'a status of an account was put aside');
      return undefined;
    }
  }

  #failed(error: unknown): void {
    const news = this.#failure.note(error instanceof Error ? error.name : 'error');
    this.deps.runtime.log[news ? 'error' : 'debug']({ err: error }, 'statuses of accounts could not be followed and will be tried again');
  }
}
