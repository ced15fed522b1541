import type { Transaction } from '@tributary/event-log';
import type { StandingLead } from '@tributary/routing';

/** An open lead that somebody has to look at. */
export interface DeskLead extends StandingLead {
  readonly id: string;
  readonly personId: string | null;
  readonly personName: string;
  readonly due: 'opening' | 'take' | 'owner' | 'away' | null;
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

/** A merge may give a lead that waits to somebody, and undoing it takes them away again: it waits only while nobody has it. */
const WAITS = `(l.waiting = 'queue' and l.manager_id is null)`;
const IS_DUE = `(l.due_at <= now() and (l.due <> 'opening' or l.manager_id is null))`;

/**
 * Locks leads with their persons, in the order of the batches; who is just being changed by somebody else is left for the next time.
 * @returns by age
 */
export async function lockDeskLeads(tx: Transaction, ids: readonly string[]): Promise<DeskLead[]> {
  const { rows: persons } = await tx.query<{ id: string }>(
    `select id from lead.person where id in (select person_id from lead.lead where id = any($1::uuid[])) order by id for no key update skip locked`, [ids]);
  const { rows } = await tx.query<Row>(
    `select l.id, l.person_id, p.name as person_name, l.line, l.queue_id, l.channel, l.skills, l.tried, l.manager_id, l.opened_at, l.due,
            coalesce(${IS_DUE}, false) as is_due, l.waiting, l.taken_at, l.quiet
       from lead.lead l left join lead.person p on p.id = l.person_id
      where l.id = any($1::uuid[]) and l.status = 'open' and (${WAITS} or ${IS_DUE}) and (l.person_id is null or l.person_id = any($2::uuid[]))
      order by l.id for no key update of l skip locked`,
    [ids, persons.map(({ id }) => id)],
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
    `select l.id from lead.lead l where ${IS_DUE} and l.status = 'open' order by l.due_at limit $1`, [limit]);
  return rows.map(({ id }) => id);
}

/** What a waiting lead asks of whoever takes it, as `waitingLeads` leaves out. */
export function asksOf({ queueId, channel, skills, tried }: DeskLead): string {
  return JSON.stringify([queueId, channel, skills, tried]);
}

/** Leads that wait in these queues, by age. @param refused  what these ask for nobody can give @param after  the last one of the page before */
export async function waitingLeads(tx: Transaction, queueIds: readonly string[], limit: number, refused: readonly string[], after?: { openedAt: Date; id: string }): Promise<{ id: string; openedAt: Date }[]> {
  const { rows } = await tx.query<{ id: string; openedAt: Date }>(
    `select l.id, l.opened_at as "openedAt" from lead.lead l
      where ${WAITS} and l.status = 'open' and l.queue_id = any($1::text[]) and ($2::timestamptz is null or (l.opened_at, l.id) > ($2, $3::uuid))
        and jsonb_build_array(l.queue_id, l.channel, l.skills, l.tried) <> all($5::jsonb[])
      order by l.opened_at, l.id limit $4`,
    [queueIds, after?.openedAt ?? null, after?.id ?? null, limit, refused],
  );
  return rows;
}

/** Queues in which leads wait. */
export async function waitingQueues(tx: Transaction): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select q.id from lead.queue q where exists (select from lead.lead l where ${WAITS} and l.status = 'open' and l.queue_id = q.id)`);
  return rows.map(({ id }) => id);
}
