import { TOPICS, type Batch, type Consumer, type Lag, type LogReader, type Topic } from '@tributary/event-log';
import { type CheckResult, RecentFailures, type Runtime } from '@tributary/platform';
import { handleBatch, type BatchDeps } from '../batch/handle-batch.js';
import type { Stored } from '../batch/store-batch.js';
import { LeadMetrics } from './lead-metrics.js';
import { Precedence } from './precedence.js';
import { contactOfRecord } from './record-contact.js';

export const LEAD_GROUP = 'lead';

/** Live and bulk have a consumer each, so that an import never delays somebody who waits. Smaller batches of bulk hold the queue's row for less. */
const LANES = [
  { lane: 'live', topic: TOPICS.contacts, maxBatch: 500 },
  { lane: 'bulk', topic: TOPICS.bulk, maxBatch: 10 },
] as const;
type Lane = (typeof LANES)[number]['lane'];

/** What a batch gives others to do once it is committed. */
export interface Afterwards {
  /** Contacts said that persons are one. */
  onBridged(): void;
  /** A tombstone stopped contacts, which intake has to erase. */
  onStopped(): void;
  /** Leads wait in a queue. */
  onWaiting(): void;
}

/** The service's readers of the log, for as long as the process runs. */
export class Consumers {
  readonly #metrics: LeadMetrics;
  #running: Consumer[] = [];
  readonly #failures = new RecentFailures<Lane>();
  readonly #precedence = new Precedence();

  constructor(
    private readonly runtime: Runtime,
    private readonly logReader: LogReader,
    private readonly batches: BatchDeps,
    private readonly afterwards: Afterwards,
  ) {
    this.#metrics = new LeadMetrics(runtime.metrics, (topic) => this.#lag(topic), LANES);
  }

  /** @throws when the log can't be reached at all */
  async start(): Promise<void> {
    const { logReader, runtime } = this;
    runtime.health.addCheck('lead', () => this.#check());
    runtime.onStop(() => this.stop());
    this.#running = await Promise.all(
      LANES.map(({ lane, topic, maxBatch }) => {
        const onError = (error: unknown): void => this.#failed(lane, error);
        return logReader.consume({ group: LEAD_GROUP, topic, maxBatch, onError }, (batch) => this.#precedence[lane](() => this.#handle(lane, batch)));
      }),
    );
  }

  async stop(): Promise<void> {
    await Promise.all(this.#running.splice(0).map((consumer) => consumer.stop()));
  }

  async #handle(lane: Lane, batch: Batch): Promise<void> {
    const [started, startedAt] = [performance.now(), new Date()];
    const parts = await handleBatch(batch, this.batches);
    this.#failures.clear(lane);
    for (const part of parts) this.#count(lane, part);
    if (parts.some(({ bridged }) => bridged > 0)) this.afterwards.onBridged();
    if (parts.some(({ stopped }) => stopped > 0)) this.afterwards.onStopped();
    if (parts.some(({ waiting }) => waiting > 0)) this.afterwards.onWaiting();
    this.#metrics.observe(lane, batch.records, (performance.now() - started) / 1_000);
    if (this.runtime.traces.on) this.#trace(lane, batch, startedAt);
  }

  #trace(lane: Lane, { records }: Batch, startedAt: Date): void {
    const span = { startedAt, endedAt: new Date(), attributes: { 'tributary.lane': lane, 'messaging.batch.message_count': records.length } };
    for (const { headers } of records) {
      const contact = contactOfRecord(headers);
      if (contact) this.runtime.traces.lead({ ...span, contactId: contact.id, revision: contact.revision });
    }
  }

  /** Ready is who reaches the database; who can't store contacts just now works, with something missing. */
  async #check(): Promise<CheckResult> {
    await this.batches.pool.query('select 1');
    return this.#failures.check();
  }

  #count(lane: string, stored: Stored): void {
    this.#metrics.count(lane, stored);
    if (stored.quarantined > 0) this.runtime.log.warn({ lane, quarantined: stored.quarantined }, 'contacts put into quarantine');
  }

  #failed(lane: Lane, error: unknown): void {
    const news = this.#failures.note(lane, error instanceof Error ? error.name : 'error');
    // Tried again several times a second: said once, until it is over or another.
    this.runtime.log[news ? 'error' : 'debug']({ lane, err: error }, 'contacts could not be taken from the log or stored; trying again');
  }

  #lag(topic: Topic): Promise<Lag> {
    return this.logReader.lag(LEAD_GROUP, topic);
  }
}
