import type { Transaction } from '@tributary/event-log';
import { uuidV7 } from '../sql/uuid-v7.js';
import type { MergeRow } from './journal.js';

interface Mixed {
  readonly leadId: string;
  /** Whose contacts stand in somebody else's lead. */
  readonly personId: string;
  readonly line: string;
  /** Their own open lead on the line. */
  readonly ownId: string | null;
}

/**
 * Contacts that came in between and stand in a lead of the other side: they join their own person's open lead on the
 * line; where there is none, they get one that stands as the common one does, with their own person's manager.
 * @returns leads whose contacts changed
 */
export async function splitLeads(tx: Transaction, { survivorId, mergedId }: MergeRow): Promise<string[]> {
  const { rows } = await tx.query<Mixed>(
    `select distinct c.lead_id as "leadId", c.person_id as "personId", l.line, o.id as "ownId"
       from lead.contact c
       join lead.lead l on l.id = c.lead_id and l.person_id is distinct from c.person_id
       left join lead.lead o on o.person_id = c.person_id and o.line = l.line and o.status = 'open'
      where c.person_id = any($1::uuid[]) order by 1, 2`,
    [[survivorId, mergedId]],
  );
  const touched: string[] = [];
  const opened = new Map<string, string>();
  for (const { leadId, personId, line, ownId } of rows) {
    const key = `${personId} ${line}`;
    const targetId = ownId ?? opened.get(key) ?? (await openShare(tx, leadId, personId));
    if (ownId === null && (await isOpen(tx, targetId))) opened.set(key, targetId);
    await tx.query('update lead.contact set lead_id = $3 where lead_id = $1 and person_id = $2', [leadId, personId, targetId]);
    touched.push(leadId, targetId);
  }
  return touched;
}

async function openShare(tx: Transaction, leadId: string, personId: string): Promise<string> {
  const id = uuidV7();
  await tx.query(
    `insert into lead.lead (id, person_id, line, status, manager_id, queue_id, contacts_count, opened_at, last_contact_at, taken_at, closed_at, outcome, note)
     select $1::uuid, $3::uuid, l.line, l.status, coalesce(p.manager_id, l.manager_id), l.queue_id, 0, l.opened_at, l.last_contact_at, l.taken_at, l.closed_at, l.outcome, l.note
       from lead.lead l join lead.person p on p.id = $3 where l.id = $2`,
    [id, leadId, personId],
  );
  return id;
}

async function isOpen(tx: Transaction, id: string): Promise<boolean> {
  return (await tx.query(`select from lead.lead where id = $1 and status = 'open'`, [id])).rows.length > 0;
}
