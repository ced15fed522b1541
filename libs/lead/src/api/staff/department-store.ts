import type { Transaction } from '@tributary/event-log';
import type { FieldFault } from '@tributary/platform';

export interface Department {
  readonly id: string;
  readonly name: string;
  readonly headId: string | null;
  readonly managerIds: string[];
}

const DEPARTMENTS = `
  select d.id, d.name, d.head_id as "headId", array(select m.id from lead.manager m where m.department_id = d.id and m.active order by m.name, m.id) as "managerIds"
    from lead.department d`;

export async function listDepartments(tx: Transaction, page: { limit: number; after?: string | undefined }): Promise<Department[]> {
  const { rows } = await tx.query<Department>(`${DEPARTMENTS} where $1::text is null or d.id > $1 order by d.id limit $2`, [page.after ?? null, page.limit]);
  return rows;
}

export async function findDepartment(tx: Transaction, id: string): Promise<Department | undefined> {
  return (await tx.query<Department>(`${DEPARTMENTS} where d.id = $1`, [id])).rows[0];
}

/** @param managerIds  who belongs to it; undefined: as before */
export async function putDepartment(tx: Transaction, { id, name, headId }: Omit<Department, 'managerIds'>, managerIds: readonly string[] | undefined): Promise<void> {
  await tx.query(
    `insert into lead.department (id, name, head_id) values ($1, $2, $3) on conflict (id) do update set name = excluded.name, head_id = excluded.head_id`,
    [id, name, headId],
  );
  if (!managerIds) return;
  await tx.query(`update lead.manager set department_id = null where department_id = $1 and id <> all($2::uuid[])`, [id, managerIds]);
  await tx.query(`update lead.manager set department_id = $1 where id = any($2::uuid[])`, [id, managerIds]);
}

export async function departmentFaults(tx: Transaction, ids: readonly string[], fieldOf: (index: number) => string): Promise<FieldFault[]> {
  const { rows } = await tx.query<{ id: string }>('select id from lead.department where id = any($1::text[])', [ids]);
  const known = new Set(rows.map(({ id }) => id));
  return ids.flatMap((id, index) => (known.has(id) ? [] : [{ field: fieldOf(index), code: 'unknown-department', params: { id } }]));
}
