import type { Transaction } from '@tributary/event-log';

export interface SharedIdentity {
  readonly type: string;
  readonly value: string;
  /** `by-hand`: a user said so; `by-use`: it joined too many people. */
  readonly cause: 'by-hand' | 'by-use';
  readonly markedBy: string;
  readonly markedAt: Date;
}

/** From now on it joins nobody; whom it joined before stay as they are. */
export async function markShared(tx: Transaction, { type, value, cause, markedBy }: Omit<SharedIdentity, 'markedAt'>): Promise<void> {
  await tx.query(
    `insert into lead.identity (type, value, raw, verified, shared) values ($1, $2, $2, false, true)
     on conflict (type, value) do update set shared = true`,
    [type, value],
  );
  await tx.query(
    `insert into lead.shared_identity (type, value, cause, marked_by) values ($1, $2, $3, $4)
     on conflict (type, value) do update set cause = excluded.cause, marked_by = excluded.marked_by`,
    [type, value, cause, markedBy],
  );
}

/**
 * It is its person's again; one that never was anybody's is forgotten. That somebody said so is kept, so that no rule marks
 * it again.
 * @returns false when it was not marked
 */
export async function unmarkShared(tx: Transaction, type: string, value: string): Promise<boolean> {
  await tx.query('delete from lead.identity where type = $1 and value = $2 and shared and person_id is null', [type, value]);
  await tx.query('update lead.identity set shared = false where type = $1 and value = $2 and shared', [type, value]);
  const { rowCount } = await tx.query(`update lead.shared_identity set cause = 'unmarked' where type = $1 and value = $2 and cause <> 'unmarked'`, [type, value]);
  return rowCount === 1;
}

/** @param after  type and value of the last one seen */
export async function listShared(tx: Transaction, page: { limit: number; after?: readonly [string, string] | undefined }): Promise<SharedIdentity[]> {
  const { rows } = await tx.query<SharedIdentity>(
    `select type, value, cause, marked_by as "markedBy", marked_at as "markedAt" from lead.shared_identity
      where cause <> 'unmarked' and ($1::text is null or (type, value) > ($1, $2)) order by type, value limit $3`,
    [page.after?.[0] ?? null, page.after?.[1] ?? null, page.limit],
  );
  return rows;
}
