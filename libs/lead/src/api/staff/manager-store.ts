import type { Transaction } from '@tributary/event-log';
import { Problem, type FieldFault } from '@tributary/platform';
import { SIGNED_OUT_AFTER_MS, type Hours } from '@tributary/routing';
import pg from 'pg';

export interface Manager {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly userId: string | null;
  readonly active: boolean;
  /** Queues that they stand in. */
  readonly queues: string[];
  readonly departmentId: string | null;
  /** What counts while nothing is said of their presence. */
  readonly presenceBy: 'always' | 'schedule' | 'signed-in';
  /** Their own hours, for presence by schedule. */
  readonly hours: Hours | null;
  readonly timeZone: string | null;
  readonly calendar: string | null;
  readonly skills: string[];
  /** Open leads at a time; null: any number. */
  readonly capacity: number | null;
  readonly channelCapacity: Readonly<Record<string, number>>;
  readonly said: 'available' | 'paused' | 'absent' | null;
  readonly saidUntil: Date | null;
  readonly saidNote: string | null;
  readonly substituteId: string | null;
}

export interface ManagerFacts {
  readonly name: string;
  readonly email: string;
  readonly userId?: string | null | undefined;
  readonly departmentId?: string | null | undefined;
  readonly presenceBy?: Manager['presenceBy'] | undefined;
  readonly hours?: Hours | null | undefined;
  readonly timeZone?: string | null | undefined;
  readonly calendar?: string | null | undefined;
  readonly skills?: readonly string[] | undefined;
  readonly capacity?: number | null | undefined;
  readonly channelCapacity?: Readonly<Record<string, number>> | undefined;
}

const MANAGERS = `
  select m.id, m.name, m.email, m.user_id as "userId", m.active,
         array(select q.queue_id from lead.queue_member q where q.manager_id = m.id order by q.queue_id) as queues,
         m.department_id as "departmentId", m.presence_by as "presenceBy", m.hours, m.time_zone as "timeZone", m.calendar, m.skills, m.capacity,
         m.channel_capacity as "channelCapacity", m.said, m.said_until as "saidUntil", m.said_note as "saidNote", m.substitute_id as "substituteId"
    from lead.manager m`;

export async function listManagers(pool: pg.Pool, page: { limit: number; before?: string | undefined }): Promise<Manager[]> {
  const { rows } = await pool.query<Manager>(`${MANAGERS} where $1::uuid is null or m.id < $1 order by m.id desc limit $2`, [
    page.before ?? null,
    page.limit,
  ]);
  return rows;
}

export async function findManager(tx: Transaction, id: string): Promise<Manager | undefined> {
  const { rows } = await tx.query<Manager>(`${MANAGERS} where m.id = $1`, [id]);
  return rows[0];
}

export async function insertManager(tx: Transaction, id: string, { name, email, userId, ...more }: ManagerFacts): Promise<void> {
  await tx
    .query('insert into lead.manager (id, name, email, user_id) values ($1, $2, $3, $4)', [id, name, email, userId ?? null])
    .catch(refuseTaken);
  await updateManager(tx, id, more);
}

const COLUMNS: Readonly<Record<keyof ManagerFacts | 'active', string>> = {
  name: 'name', email: 'email', userId: 'user_id', active: 'active', departmentId: 'department_id', presenceBy: 'presence_by', hours: 'hours', timeZone: 'time_zone',
  calendar: 'calendar', skills: 'skills', capacity: 'capacity', channelCapacity: 'channel_capacity',
};
const JSON_COLUMNS = new Set(['hours', 'channelCapacity']);

/** @param changes  undefined ones stay as they are */
export async function updateManager(tx: Transaction, id: string, changes: Partial<ManagerFacts> & { active?: boolean | undefined }): Promise<void> {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined) as [keyof typeof COLUMNS, unknown][];
  if (given.length === 0) return;
  const sets = given.map(([field], n) => `${COLUMNS[field]} = $${n + 2}`);
  const values = given.map(([field, value]) => (JSON_COLUMNS.has(field) && value !== null ? JSON.stringify(value) : value));
  await tx.query(`update lead.manager set ${sets.join(', ')} where id = $1`, [id, ...values]).catch(refuseTaken);
}

/** @param said  undefined: nothing any more */
export async function sayPresence(
  tx: Transaction, id: string, said: { status: NonNullable<Manager['said']>; until?: Date | undefined; substituteId?: string | undefined; note?: string | undefined } | undefined,
): Promise<void> {
  await tx.query('update lead.manager set said = $2, said_until = $3, substitute_id = $4, said_note = $5 where id = $1', [
    id, said?.status ?? null, said?.until ?? null, said?.substituteId ?? null, said?.note ?? null,
  ]);
}

/** @returns whether they were signed out until now */
export async function signOfLife(tx: Transaction, id: string): Promise<boolean> {
  const { rows } = await tx.query<{ before: Date | null }>(
    `with before as (select seen_at from lead.sign_of_life where manager_id = $1)
     insert into lead.sign_of_life (manager_id, seen_at) values ($1, now()) on conflict (manager_id) do update set seen_at = now()
     returning (select seen_at from before) as before`,
    [id],
  );
  const before = rows[0]?.before;
  return !before || Date.now() - before.getTime() > SIGNED_OUT_AFTER_MS;
}

/** @throws Problem 422 for the field  no active manager has this id */
export async function requireManager(tx: Transaction, id: string, field: string): Promise<void> {
  const faults = await managerFaults(tx, [id], () => field);
  if (faults.length > 0) throw new Problem(422, 'validation-failed', { errors: faults });
}

export async function managerFaults(tx: Transaction, ids: readonly string[], fieldOf: (index: number) => string): Promise<FieldFault[]> {
  const { rows } = await tx.query<{ id: string }>('select id from lead.manager where id = any($1::uuid[]) and active', [ids]);
  const active = new Set(rows.map(({ id }) => id));
  return ids.flatMap((id, index) => (active.has(id) ? [] : [{ field: fieldOf(index), code: 'unknown-manager', params: { id } }]));
}

function refuseTaken(error: unknown): never {
  if (error instanceof pg.DatabaseError && error.code === '23505') throw new Problem(409, 'manager-exists', { cause: error });
  throw error;
}
