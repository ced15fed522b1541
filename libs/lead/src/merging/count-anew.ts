import type { Transaction } from '@tributary/event-log';

/** Contacts and last contact of leads whose contacts moved. One that has none left keeps its time. */
export async function countAnew(tx: Transaction, leadIds: readonly string[]): Promise<void> {
  if (leadIds.length === 0) return;
  await tx.query(
    `update lead.lead l
        set contacts_count = (select count(*) from lead.contact c where c.lead_id = l.id),
            last_contact_at = coalesce((select max(c.received_at) from lead.contact c where c.lead_id = l.id), l.last_contact_at)
      where l.id = any($1::uuid[])`,
    [leadIds],
  );
}
