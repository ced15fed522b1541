import type { Metrics } from '@tributary/platform';
import type { IntakeDeps } from './intake.js';

/** Counts receipts per account, and tries that failed. */
export function intakeMetrics(metrics: Metrics): Required<Pick<IntakeDeps, 'onStored' | 'onFailure'>> {
  const contacts = metrics.counter('tributary_intake_contacts_total', 'Contacts stored, by what they were', ['account', 'channel', 'outcome']);
  const quarantined = metrics.counter('tributary_intake_quarantined_total', 'Payloads put into quarantine', ['account', 'channel']);
  const failures = metrics.counter('tributary_intake_failed_tries_total', 'Transactions of intake that failed; their submissions may have succeeded later');
  return {
    onStored: ({ account }, { outcomes, quarantineIds }) => {
      const labels = { account: account.id, channel: account.channel.name };
      for (const outcome of outcomes) contacts.inc({ ...labels, outcome });
      if (quarantineIds.length > 0) quarantined.inc(labels, quarantineIds.length);
    },
    onFailure: () => failures.inc(),
  };
}
