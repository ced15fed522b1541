import type { Transaction } from '@tributary/event-log';
import { Problem, type FieldFault } from '@tributary/platform';
import pg from 'pg';

export interface Manager {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly userId: string | null;
  readonly active: boolean;
  /** Queues that they stand in. */
  readonly queues: string[];
}

export interface ManagerFacts {
  readonly name: string;
  readonly email: string;
  readonly userId?: string | null;
}

const MANAGERS = `
  select m.id, m.name, m.email, m.user_id as "userId", m.active,
         array(select q.queue_id from lead.queue_member q where q.manager_id = m.id order by q.queue_id) as queues
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

export async function insertManager(tx: Transaction, id: string, { name, email, userId }: ManagerFacts): Promise<void> {
  await tx
    .query('insert into lead.manager (id, name, email, user_id) values ($1, $2, $3, $4)', [id, name, email, userId ?? null])
    .catch(refuseTaken);
}

/** @param changes  undefined ones stay as they are */
export async function updateManager(tx: Transaction, id: string, changes: Partial<ManagerFacts> & { active?: boolean }): Promise<void> {
  const { name, email, userId, active } = changes;
  await tx
    .query(
      `update lead.manager set name = coalesce($2, name), email = coalesce($3, email),
              user_id = case when $4 then $5 else user_id end, active = coalesce($6, active)
        where id = $1`,
      [id, name ?? null, email ?? null, userId !== undefined, userId ?? null, active ?? null],
    )
    .catch(refuseTaken);
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
