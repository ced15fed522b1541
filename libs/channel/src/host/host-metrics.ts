import type { Metrics } from '@tributary/platform';
import type { ConnectorError } from '../pull.js';
import type { Lease } from './lease-store.js';
import type { StatusBook } from './status-book.js';

/** Failures as they happen; the rest is read from the book when it is scraped. */
export function hostMetrics(metrics: Metrics, book: StatusBook): (account: Pick<Lease, 'accountId' | 'channel'>, error: ConnectorError) => void {
  const labels = ['account', 'channel'] as const;
  const failures = metrics.counter('tributary_connector_failures_total', 'Failures of pull accounts, by class', [...labels, 'class']);
  metrics.gauge('tributary_connector_running', 'Whether a session of the account is under way here', labels, (gauge) => {
    gauge.reset();
    for (const { accountId, channel, status } of book.entries) gauge.set({ account: accountId, channel }, Number(status.state === 'running'));
  });
  metrics.gauge('tributary_connector_last_cycle_timestamp_seconds', 'When the account last completed a cycle', labels, (gauge) => {
    gauge.reset();
    for (const { accountId, channel, status } of book.entries) {
      if (status.lastCycleAt) gauge.set({ account: accountId, channel }, status.lastCycleAt.getTime() / 1000);
    }
  });
  return ({ accountId, channel }, { failureClass }) => failures.inc({ account: accountId, channel, class: failureClass });
}
