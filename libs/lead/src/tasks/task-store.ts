import type { Transaction } from '@tributary/event-log';
import { Conditions, type Scope } from '../api/scope.js';

export const TASK_KINDS = ['call-back', 'reminder', 'repeat-call'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

export interface Task {
  readonly id: string;
  readonly kind: TaskKind;
  readonly text: string;
  readonly personId: string | null;
  readonly personName: string | null;
  readonly leadId: string | null;
  /** Null: whoever has the pool. */
  readonly managerId: string | null;
  readonly dueAt: Date;
  readonly remindAt: Date | null;
  /** It ends when the customer reaches us by any channel. */
  readonly endsWithContact: boolean;
  /** The missed call that it comes from. */
  readonly contactId: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly doneAt: Date | null;
  /** A user, or "contact". */
  readonly doneBy: string | null;
  readonly doneContactId: string | null;
  readonly result: string | null;
}

export type NewTask = Pick<Task, 'id' | 'kind' | 'text' | 'personId' | 'leadId' | 'managerId' | 'dueAt' | 'remindAt' | 'endsWithContact' | 'createdBy'>;

const TASKS = `
  select t.id, t.kind, t.text, t.person_id as "personId", p.name as "personName", t.lead_id as "leadId", t.manager_id as "managerId", t.due_at as "dueAt",
         t.remind_at as "remindAt", t.ends_with_contact as "endsWithContact", t.contact_id as "contactId", t.created_by as "createdBy", t.created_at as "createdAt",
         t.done_at as "doneAt", t.done_by as "doneBy", t.done_contact_id as "doneContactId", t.result
    from lead.task t left join lead.person p on p.id = t.person_id`;

export interface TaskFilter {
  readonly open?: boolean | undefined;
  /** Null: nobody's. */
  readonly managerId?: string | null | undefined;
  readonly personId?: string | undefined;
  readonly leadId?: string | undefined;
}

/** The most urgent first. Managers see their own and nobody's. */
export async function listTasks(tx: Transaction, scope: Scope, filter: TaskFilter, page: { limit: number; after?: readonly [string, string] | undefined }): Promise<Task[]> {
  const where = new Conditions();
  where.add(visibleTasks(scope, where));
  if (filter.open !== undefined) where.add(`t.done_at is ${filter.open ? '' : 'not '}null`);
  if (filter.managerId === null) where.add('t.manager_id is null');
  else where.addIf(filter.managerId, (value) => `t.manager_id = ${value}::uuid`);
  where.addIf(filter.personId, (value) => `t.person_id = ${value}::uuid`);
  where.addIf(filter.leadId, (value) => `t.lead_id = ${value}::uuid`);
  if (page.after) where.add(`(t.due_at, t.id) > (${where.value(page.after[0])}::timestamptz, ${where.value(page.after[1])}::uuid)`);
  const { rows } = await tx.query<Task>(`${TASKS} ${where.toString()} order by t.due_at, t.id limit ${where.value(page.limit)}`, where.values);
  return rows;
}

export async function findTask(tx: Transaction, id: string): Promise<Task | undefined> {
  const { rows } = await tx.query<Task>(`${TASKS} where t.id = $1`, [id]);
  return rows[0];
}

/** Until the end of the transaction nobody else changes it. */
export async function lockTask(tx: Transaction, id: string): Promise<Task | undefined> {
  const { rows } = await tx.query<Task>(`${TASKS} where t.id = $1 for no key update of t`, [id]);
  return rows[0];
}

export async function insertTask(tx: Transaction, task: NewTask): Promise<void> {
  await tx.query(
    `insert into lead.task (id, kind, text, person_id, lead_id, manager_id, due_at, remind_at, ends_with_contact, created_by, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now())`,
    [task.id, task.kind, task.text, task.personId, task.leadId, task.managerId, task.dueAt, task.remindAt, task.endsWithContact, task.createdBy],
  );
}

/** What is undefined stays; a later time is told of anew. @returns false when it has ended */
export async function changeTask(tx: Transaction, id: string, { text, dueAt, remindAt, managerId }: { text?: string | undefined; dueAt?: Date | undefined; remindAt?: Date | null | undefined; managerId?: string | null | undefined }): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update lead.task set text = coalesce($2, text), due_at = coalesce($3, due_at), told_due_at = case when $3::timestamptz is null then told_due_at end,
            remind_at = case when $4 then $5 else remind_at end, reminded_at = case when $4 then null else reminded_at end, manager_id = case when $6 then $7::uuid else manager_id end
      where id = $1 and done_at is null`,
    [id, text ?? null, dueAt ?? null, remindAt !== undefined, remindAt ?? null, managerId !== undefined, managerId ?? null],
  );
  return rowCount === 1;
}

/** @returns false when it has ended already */
export async function endTask(tx: Transaction, id: string, by: string, result: string | undefined): Promise<boolean> {
  const { rowCount } = await tx.query('update lead.task set done_at = now(), done_by = $2, result = $3 where id = $1 and done_at is null', [id, by, result ?? null]);
  return rowCount === 1;
}

export interface GivenLead {
  readonly leadId: string;
  /** Undefined or null: nobody. */
  readonly before: string | null | undefined;
  readonly managerId: string | null | undefined;
}

/** Who gets a lead gets its open call-backs; what was given to a third, or is a reminder of one's own, stays. */
export async function handOverTasks(tx: Transaction, leads: readonly GivenLead[]): Promise<void> {
  await tx.query(
    `update lead.task t set manager_id = n.manager_id
       from jsonb_to_recordset($1) as n (lead_id uuid, before uuid, manager_id uuid)
      where t.lead_id = n.lead_id and t.done_at is null and t.ends_with_contact and t.kind <> 'reminder'
        and (t.manager_id is null or t.manager_id = n.before)`,
    [JSON.stringify(leads.map(({ leadId, before, managerId }) => ({ lead_id: leadId, before, manager_id: managerId })))],
  );
}

export function seesTask(scope: Scope, { managerId }: Task): boolean {
  return scope.all || managerId === null || managerId === scope.managerId;
}

/** The same as an SQL condition. */
function visibleTasks(scope: Scope, where: Conditions): string {
  if (scope.all) return 'true';
  return scope.managerId === undefined ? 't.manager_id is null' : `(t.manager_id is null or t.manager_id = ${where.value(scope.managerId)}::uuid)`;
}
