import type { Lag, LogRecord, Topic } from '@tributary/event-log';
import type { Counter, Histogram, Metrics } from '@tributary/platform';
import type { Stored } from '../batch/store-batch.js';

export class LeadMetrics {
  readonly #contacts: Counter<'lane' | 'outcome'>;
  readonly #batchSeconds: Histogram<'lane'>;
  readonly #waitSeconds: Histogram<'lane'>;

  constructor(metrics: Metrics, lagOf: (topic: Topic) => Promise<Lag>, lanes: readonly { lane: string; topic: Topic }[]) {
    this.#contacts = metrics.counter('tributary_lead_contacts_total', 'Contacts handled, by what became of them', ['lane', 'outcome']);
    this.#batchSeconds = metrics.histogram('tributary_lead_batch_seconds', 'Time to store one batch of contacts', ['lane']);
    this.#waitSeconds = metrics.histogram('tributary_lead_assigned_seconds', 'From the log to the lead, for the oldest contact of each batch', ['lane']);
    const lagGauge = (unit: 'records' | 'seconds', help: string, figure: (lag: Lag) => number): void => {
      metrics.gauge(`tributary_lead_lag_${unit}`, help, ['lane'], async (gauge) => {
        for (const { lane, topic } of lanes) {
          // Unknown is shown as unknown, and the other figures still are.
          gauge.set({ lane }, await lagOf(topic).then(figure, () => Number.NaN));
        }
      });
    };
    lagGauge('records', 'Contacts in the log that the lead service has not handled', ({ records }) => records);
    lagGauge('seconds', 'Age of the oldest contact that the lead service has not handled', ({ oldestMs }) => oldestMs / 1_000);
  }

  count(lane: string, { bridged: _bridged, stopped: _stopped, ...outcomes }: Stored): void {
    for (const [outcome, count] of Object.entries(outcomes)) if (count > 0) this.#contacts.inc({ lane, outcome }, count);
  }

  observe(lane: string, records: readonly LogRecord[], seconds: number): void {
    this.#batchSeconds.observe({ lane }, seconds);
    const oldest = records[0]?.appendedAt.getTime();
    if (oldest !== undefined) this.#waitSeconds.observe({ lane }, Math.max(0, Date.now() - oldest) / 1_000);
  }
}
