import type { Transaction } from '@tributary/event-log';

export interface PersonEdit {
  readonly name?: string | undefined;
  readonly company?: string | undefined;
  /** Null: nobody's. */
  readonly managerId?: string | null | undefined;
  readonly vip?: boolean | undefined;
}

/** What is undefined stays. @returns false when there is no such person any more */
export async function editPerson(tx: Transaction, id: string, { name, company, managerId, vip }: PersonEdit): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update lead.person set name = coalesce($2, name), company = coalesce($3, company), manager_id = case when $4 then $5::uuid else manager_id end, vip = coalesce($6, vip)
      where id = $1 and merged_into is null and erased_at is null`,
    [id, name ?? null, company ?? null, managerId !== undefined, managerId ?? null, vip ?? null],
  );
  return rowCount === 1;
}

/**
 * Adds an address that a user knows of, locked in the order of the batches: identity, then person.
 * @returns whose it is, which may be somebody else; undefined when the person is gone
 */
export async function addIdentity(tx: Transaction, personId: string, { type, value, raw }: { type: string; value: string; raw: string }): Promise<{ ownerId: string | null; shared: boolean } | undefined> {
  const { rowCount: added } = await tx.query(
    `insert into lead.identity (type, value, raw, verified, person_id) values ($1, $2, $3, false, $4) on conflict do nothing`,
    [type, value, raw, personId],
  );
  const { rows } = await tx.query('select from lead.person where id = $1 and merged_into is null and erased_at is null for no key update', [personId]);
  if (rows.length === 0) return undefined;
  if (added === 1) return { ownerId: personId, shared: false };
  const { rows: owners } = await tx.query<{ ownerId: string | null; shared: boolean }>('select person_id as "ownerId", shared from lead.identity where type = $1 and value = $2', [type, value]);
  return owners[0];
}

/** @returns false when the person has no such address */
export async function removeIdentity(tx: Transaction, personId: string, type: string, value: string): Promise<boolean> {
  const { rowCount } = await tx.query('delete from lead.identity where type = $1 and value = $2 and person_id = $3 and not shared', [type, value, personId]);
  return rowCount === 1;
}
