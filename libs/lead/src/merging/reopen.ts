import type { Transaction } from '@tributary/event-log';
import type { MergeRow } from './journal.js';

export interface ReopenedLead {
  readonly id: string;
  readonly personId: string;
  readonly personName: string;
  readonly line: string;
  readonly managerId: string | null;
}

/**
 * Gives the leads that the merge closed their contacts back, and opens them again unless their person has a newer open
 * one on the line. Persons and leads are parted already.
 */
export async function reopenLeads(tx: Transaction, { id }: MergeRow): Promise<{ opened: ReopenedLead[]; touched: string[] }> {
  const { rows: touched } = await tx.query<{ id: string }>(
    `with closed as (
       select l.id, l.merged_into from lead.lead l join lead.merge_item m on m.merge_id = $1 and m.kind = 'lead' and m.item = l.id::text
        where l.outcome = 'merged' and m.before ->> 'status' = 'open' and l.merged_into is not null),
     back as (
       update lead.contact c set lead_id = closed.id
         from closed, lead.merge_item m
        where m.merge_id = $1 and m.kind = 'contact' and m.item = c.id::text and m.before ->> 'leadId' = closed.id::text and c.lead_id = closed.merged_into)
     select id from closed union select merged_into from closed`,
    [id],
  );
  // The one that stayed has its own manager again, unless somebody gave it away meanwhile.
  await tx.query(
    `update lead.lead l set manager_id = null
       from lead.merge_item m, lead.lead younger
      where m.merge_id = $1 and m.kind = 'lead' and m.item = l.id::text and m.before ->> 'status' = 'open' and m.before ->> 'managerId' is null
        and younger.merged_into = l.id and younger.outcome = 'merged' and l.manager_id = younger.manager_id and l.taken_at is null and l.status = 'open'`,
    [id],
  );
  const { rows: opened } = await tx.query<ReopenedLead>(
    `update lead.lead l set status = 'open', outcome = null, closed_at = null, merged_into = null
       from lead.merge_item m, lead.person p
      where m.merge_id = $1 and m.kind = 'lead' and m.item = l.id::text and m.before ->> 'status' = 'open'
        and l.outcome = 'merged' and l.merged_into is not null and p.id = l.person_id
        and not exists (select from lead.lead o where o.person_id = l.person_id and o.line = l.line and o.status = 'open')
     returning l.id, l.person_id as "personId", p.name as "personName", l.line, l.manager_id as "managerId"`,
    [id],
  );
  return { opened, touched: touched.map((row) => row.id) };
}
