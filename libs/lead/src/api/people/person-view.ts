import type { PersonRow } from './person-store.js';

export interface PersonView {
  readonly id: string;
  readonly name: string;
  readonly company?: string;
  /** Their own manager. */
  readonly managerId: string | null;
  readonly vip: boolean;
  readonly createdAt: string;
}

export function showPerson(row: PersonRow): PersonView {
  return {
    id: row.id,
    name: row.name,
    ...(row.company && { company: row.company }),
    managerId: row.manager_id,
    vip: row.vip,
    createdAt: row.created_at.toISOString(),
  };
}
