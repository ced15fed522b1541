import type { Transaction } from '@tributary/event-log';
import type pg from 'pg';
import { handOverTasks } from '../../tasks/task-store.js';
import { Conditions, seesLead, type Scope } from '../scope.js';

export interface LeadRow {
  readonly id: string;
  readonly person_id: string | null;
  readonly person_name: string | null;
  readonly line: string;
  readonly status: 'open' | 'closed';
  readonly manager_id: string | null;
  readonly manager_name: string | null;
  readonly queue_id: string | null;
  readonly contacts_count: number;
  readonly opened_at: Date;
  readonly last_contact_at: Date;
  readonly closed_at: Date | null;
  readonly outcome: string | null;
  readonly note: string | null;
  readonly waiting: 'held' | 'queue' | 'claim' | 'pool' | null;
  readonly due: 'opening' | 'take' | 'owner' | null;
  readonly due_at: Date | null;
  readonly assigned_at: Date | null;
  readonly taken_at: Date | null;
  readonly answer_due_at: Date | null;
  /** Of its newest contact. */
  readonly channel: string | null;
  readonly snapshot: Buffer | null;
}

export interface LeadFilter {
  readonly status?: 'open' | 'closed';
  /** Null: the pool. */
  readonly managerId?: string | null | undefined;
  /** `any`: nobody has it, for whatever reason. */
  readonly waiting?: 'held' | 'queue' | 'claim' | 'pool' | 'any' | undefined;
  /** Whether whoever has it has begun with it. */
  readonly taken?: boolean | undefined;
  readonly line?: string;
  readonly personId?: string;
}

const LEADS = `
  select l.id, l.person_id, p.name as person_name, l.line, l.status, l.manager_id, m.name as manager_name, l.queue_id,
         l.contacts_count, l.opened_at, l.last_contact_at, l.closed_at, l.outcome, l.note,
         l.waiting, l.due, l.due_at, l.assigned_at, l.taken_at, l.answer_due_at,
         newest.channel, newest.snapshot
    from lead.lead l
    left join lead.person p on p.id = l.person_id
    left join lead.manager m on m.id = l.manager_id
    left join lateral (
      select c.channel, c.snapshot from lead.contact c where c.lead_id = l.id order by c.received_at desc, c.position desc, c.id desc limit 1) newest on true`;

/** @param before  id of the last one seen: ids are UUIDv7, so newest first is their order */
export async function listLeads(
  pool: pg.Pool,
  scope: Scope,
  filter: LeadFilter,
  page: { limit: number; before?: string | undefined; oldestFirst?: boolean },
): Promise<LeadRow[]> {
  const where = new Conditions();
  where.add(seesLead(scope, 'l', where));
  where.addIf(filter.status, (value) => `l.status = ${value}`);
  if (filter.managerId === null) where.add('l.manager_id is null');
  else where.addIf(filter.managerId, (value) => `l.manager_id = ${value}`);
  where.addIf(filter.line, (value) => `l.line = ${value}`);
  where.addIf(filter.personId, (value) => `l.person_id = ${value}`);
  if (filter.waiting === 'any') where.add(`l.manager_id is null and l.status = 'open'`);
  else where.addIf(filter.waiting, (value) => `l.waiting = ${value} and l.status = 'open'`);
  where.addIf(filter.taken, (value) => `(l.taken_at is not null) = ${value}`);
  where.addIf(page.before, (value) => (page.oldestFirst ? `l.id > ${value}` : `l.id < ${value}`));
  const { rows } = await pool.query<LeadRow>(`${LEADS} ${where.toString()} order by l.id ${page.oldestFirst ? '' : 'desc'} limit ${where.value(page.limit)}`, where.values);
  return rows;
}

export async function findLead(tx: Transaction, id: string): Promise<LeadRow | undefined> {
  const { rows } = await tx.query<LeadRow>(`${LEADS} where l.id = $1`, [id]);
  return rows[0];
}

export interface LockedLead {
  readonly id: string;
  readonly personId: string | null;
  readonly personName: string;
  readonly line: string;
  readonly status: string;
  readonly managerId: string | null;
}

/** Locks the lead's person, then the lead: the order of the batches. */
export async function lockLead(tx: Transaction, id: string): Promise<LockedLead | undefined> {
  const { rows: persons } = await tx.query<{ name: string }>(
    `select p.name from lead.person p join lead.lead l on l.person_id = p.id where l.id = $1 for no key update of p`,
    [id],
  );
  const { rows } = await tx.query<Omit<LockedLead, 'personName'>>(
    `select id, person_id as "personId", line, status, manager_id as "managerId" from lead.lead where id = $1 for no key update`,
    [id],
  );
  return rows[0] && { ...rows[0], personName: persons[0]?.name ?? '' };
}

/** Those of their contacts that count as assigned when leads are given to somebody: to be locked after these, before conversations. */
export async function lockUnassigned(tx: Transaction, leadIds: readonly string[]): Promise<void> {
  await tx.query('select from lead.contact where lead_id = any($1::uuid[]) and assigned_at is null order by id for no key update', [leadIds]);
}

/**
 * Gives a lead with its open call-backs to a manager, or to the pool. The person whom nobody has gets this one as their
 * own, and the lead's contacts count as assigned from now.
 */
export async function giveLead(tx: Transaction, lead: LockedLead, managerId: string | null, at: Date, isTaken: boolean): Promise<void> {
  await tx.query(
    `update lead.lead set manager_id = $2, taken_at = case when $3 then $4::timestamptz end, assigned_at = case when $2::uuid is not null then $4::timestamptz end,
            waiting = case when $2::uuid is null then 'pool' end, due_at = null, due = null
      where id = $1`,
    [lead.id, managerId, isTaken, at],
  );
  await handOverTasks(tx, [{ leadId: lead.id, before: lead.managerId, managerId }]);
  if (managerId === null) return;
  await lockUnassigned(tx, [lead.id]);
  await tx.query('update lead.contact set assigned_at = $2 where lead_id = $1 and assigned_at is null', [lead.id, at]);
  if (lead.personId !== null) {
    await tx.query('update lead.person set manager_id = $2 where id = $1 and manager_id is null', [lead.personId, managerId]);
  }
}

/** A manager took it from the pool so short ago that somebody else may still see it there. */
export async function wasJustTaken(tx: Transaction, id: string): Promise<boolean> {
  const { rows } = await tx.query(`select from lead.lead where id = $1 and taken_at > now() - interval '1 minute'`, [id]);
  return rows.length > 0;
}

/** Whoever has it says that they work on it: nobody else is asked any more. @returns whether that was new */
export async function acknowledgeLead(tx: Transaction, id: string, at: Date): Promise<boolean> {
  const { rowCount } = await tx.query('update lead.lead set taken_at = $2, due_at = null, due = null where id = $1 and taken_at is null', [id, at]);
  return rowCount === 1;
}

export async function closeLead(tx: Transaction, id: string, outcome: string, note: string | undefined, at: Date): Promise<void> {
  await tx.query(
    `update lead.lead set status = 'closed', outcome = $2, note = $3, closed_at = $4, answered_at = coalesce(answered_at, $4), answer_due_at = null where id = $1`,
    [id, outcome, note ?? null, at],
  );
}
