import type { Transaction } from '@tributary/event-log';
import { int4Array, textArray, timestamptzArray, uuidArray } from '@tributary/storage';
import type { JoinedLead, NewLead } from './place.js';

export interface DecidedLead extends NewLead {
  readonly managerId: string | undefined;
}

export async function insertLeads(tx: Transaction, leads: readonly DecidedLead[], at: Date): Promise<void> {
  await tx.query({
    name: 'lead.insert-leads',
    text: `
      insert into lead.lead (id, person_id, line, manager_id, queue_id, contacts_count, last_contact_at, opened_at)
      select *, $8::timestamptz
        from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::integer[], $7::timestamptz[])`,
    values: [
      uuidArray(leads.map(({ id }) => id)),
      uuidArray(leads.map(({ personId }) => personId)),
      textArray(leads.map(({ line }) => line)),
      uuidArray(leads.map(({ managerId }) => managerId)),
      textArray(leads.map(({ queueId }) => queueId)),
      int4Array(leads.map(({ contactsCount }) => contactsCount)),
      timestamptzArray(leads.map(({ lastContactAt }) => lastContactAt)),
      at,
    ],
  });
}

export async function joinLeads(tx: Transaction, leads: readonly JoinedLead[]): Promise<void> {
  await tx.query({
    name: 'lead.join-leads',
    text: `
      update lead.lead l
         set contacts_count = l.contacts_count + n.added, last_contact_at = greatest(l.last_contact_at, n.last_contact_at)
        from unnest($1::uuid[], $2::integer[], $3::timestamptz[]) as n (id, added, last_contact_at)
       where l.id = n.id`,
    values: [
      uuidArray(leads.map(({ id }) => id)),
      int4Array(leads.map(({ contactsCount }) => contactsCount)),
      timestamptzArray(leads.map(({ lastContactAt }) => lastContactAt)),
    ],
  });
}
