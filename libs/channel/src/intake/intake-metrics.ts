import type { Metrics, Traces } from '@tributary/platform';
import type { IntakeDeps } from './intake.js';

/** Counts receipts per account, and tries that failed; begins the trace of each new contact. */
export function intakeMetrics(metrics: Metrics, traces: Traces): Required<Pick<IntakeDeps, 'onStored' | 'onFailure'>> {
  const contacts = metrics.counter('tributary_intake_contacts_total', 'Contacts stored, by what they were', ['account', 'channel', 'outcome']);
  const quarantined = metrics.counter('tributary_intake_quarantined_total', 'Payloads put into quarantine', ['account', 'channel']);
  const failures = metrics.counter('tributary_intake_failed_tries_total', 'Transactions of intake that failed; their submissions may have succeeded later');
  return {
    onStored: ({ account, receivedAt }, { ids, outcomes, quarantineIds }) => {
      const labels = { account: account.id, channel: account.channel.name };
      for (const outcome of outcomes) contacts.inc({ ...labels, outcome });
      if (traces.on) {
        const span = { startedAt: receivedAt, endedAt: new Date(), attributes: { 'tributary.account.id': account.id, 'tributary.channel': account.channel.name } };
        for (const [index, contactId] of ids.entries()) if (outcomes[index] === 'new') traces.intake({ ...span, contactId });
      }
      if (quarantineIds.length > 0) quarantined.inc(labels, quarantineIds.length);
    },
    onFailure: () => failures.inc(),
  };
}
