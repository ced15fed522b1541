import type { Transaction } from '@tributary/event-log';
import type { StandingLead } from '@tributary/routing';

/** An open lead that somebody has to look at. */
export interface DeskLead extends StandingLead {
  readonly id: string;
  readonly personId: string | null;
  readonly personName: string;
  readonly due: 'opening' | 'take' | 'owner' | null;
  readonly isDue: boolean;
  readonly waiting: 'held' | 'queue' | 'claim' | 'pool' | null;
  readonly takenAt: Date | null;
  /** Nobody is told: it came with an import or a first fetch. */
  readonly quiet: boolean;
}

interface Row {
  id: string; person_id: string | null; person_name: string | null; line: string; queue_id: string | null; channel: string; skills: string[]; tried: string[]; manager_id: string | null;
  opened_at: Date; due: DeskLead['due']; is_due: boolean; waiting: DeskLead['waiting']; taken_at: Date | null; quiet: boolean;
}

/**
 * Locks leads with their persons, in the order of the batches; who is just being changed by somebody else is left for the next time.
 * @returns by age
 */
export async function lockDeskLeads(tx: Transaction, ids: readonly string[]): Promise<DeskLead[]> {
  await tx.query(
    `select from lead.person where id in (select person_id from lead.lead where id = any($1::uuid[])) order by id for no key update skip locked`, [ids]);
  const { rows } = await tx.query<Row>(
    `select l.id, l.person_id, p.name as person_name, l.line, l.queue_id, l.channel, l.skills, l.tried, l.manager_id, l.opened_at, l.due,
            l.due_at <= now() as is_due, l.waiting, l.taken_at, l.quiet
       from lead.lead l left join lead.person p on p.id = l.person_id
      where l.id = any($1::uuid[]) and l.status = 'open' and (l.waiting = 'queue' or l.due_at <= now())
      order by l.id for no key update of l skip locked`,
    [ids],
  );
  return rows.map(deskLead).sort((a, b) => a.openedAt.getTime() - b.openedAt.getTime() || (a.id < b.id ? -1 : 1));
}

function deskLead(row: Row): DeskLead {
  return {
    id: row.id, personId: row.person_id, personName: row.person_name ?? '', line: row.line, queueId: row.queue_id ?? '', channel: row.channel, skills: row.skills,
    tried: row.tried, managerId: row.manager_id ?? undefined, openedAt: row.opened_at, due: row.due, isDue: row.is_due, waiting: row.waiting, takenAt: row.taken_at, quiet: row.quiet,
  };
}

/** Leads whose time has come. */
export async function dueLeads(tx: Transaction, limit: number): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select id from lead.lead where due_at <= now() and status = 'open' order by due_at limit $1`, [limit]);
  return rows.map(({ id }) => id);
}

/** Leads that wait in these queues, by age. @param after  the last one of the page before */
export async function waitingLeads(tx: Transaction, queueIds: readonly string[], limit: number, after?: { openedAt: Date; id: string }): Promise<{ id: string; openedAt: Date }[]> {
  const { rows } = await tx.query<{ id: string; openedAt: Date }>(
    `select id, opened_at as "openedAt" from lead.lead
      where waiting = 'queue' and status = 'open' and queue_id = any($1::text[]) and ($2::timestamptz is null or (opened_at, id) > ($2, $3::uuid))
      order by opened_at, id limit $4`,
    [queueIds, after?.openedAt ?? null, after?.id ?? null, limit],
  );
  return rows;
}

/** Queues in which leads wait. */
export async function waitingQueues(tx: Transaction): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select q.id from lead.queue q where exists (select from lead.lead l where l.waiting = 'queue' and l.status = 'open' and l.queue_id = q.id)`);
  return rows.map(({ id }) => id);
}
