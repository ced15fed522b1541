import { TOPICS, type Batch, type Consumer, type LogReader } from '@tributary/event-log';
import { RecentFailure, type Runtime } from '@tributary/platform';
import { takeReceipts, type ReceiptDeps } from './take-receipts.js';

export const RECEIPT_GROUP = 'lead-receipts';
const MAX_BATCH = 200;

/** Reads what became of replies, for as long as the process runs. */
export class ReceiptConsumer {
  readonly #failure = new RecentFailure();
  #running: Consumer | undefined;

  constructor(
    private readonly runtime: Runtime,
    private readonly deps: ReceiptDeps & { readonly logReader: LogReader },
  ) {}

  /** @throws when the log can't be reached at all */
  async start(): Promise<void> {
    this.runtime.health.addCheck('receipts', () => Promise.resolve(this.#failure.check()));
    this.runtime.onStop(() => this.#running?.stop());
    const onError = (error: unknown): void => this.#failed(error);
    this.#running = await this.deps.logReader.consume({ group: RECEIPT_GROUP, topic: TOPICS.receipts, maxBatch: MAX_BATCH, onError }, (batch) => this.#handle(batch));
  }

  async #handle(batch: Batch): Promise<void> {
    const { unusable } = await takeReceipts(batch, this.deps);
    this.#failure.clear();
    if (unusable > 0) this.runtime.log.warn({ unusable }, 'records of receipts that are none, or of replies that nobody asked for, were passed over');
  }

  #failed(error: unknown): void {
    const news = this.#failure.note(error instanceof Error ? error.name : 'error');
    this.runtime.log[news ? 'error' : 'debug']({ err: error }, 'receipts of replies could not be taken from the log or stored; trying again');
  }
}
