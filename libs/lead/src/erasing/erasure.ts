import type { Transaction } from '@tributary/event-log';
import type { Tombstones } from '../batch/tombstones.js';

/** What was erased: ids and keyed hashes, nothing that tells who it was. */
export interface Erasure {
  readonly id: string;
  /** Who was erased; none for contacts that a tombstone stopped. */
  readonly personIds: readonly string[];
  readonly contactIds: readonly string[];
  readonly leadIds: readonly string[];
  readonly identityHashes: readonly Buffer[];
  readonly actor: string;
  readonly erasedAt: Date;
}

/** Who has a part in an erasure, and the column that says when it was done. */
export const PARTS = { intake: 'intake_at', notifier: 'notifier_at', file: 'filed_at' } as const;
export type Part = keyof typeof PARTS;

/** Queues the others' parts and puts up tombstones. A second time it does nothing. */
export async function writeErasure(tx: Transaction, erasure: Erasure, tombstones: Tombstones, filed = false): Promise<void> {
  const { id, personIds, contactIds, leadIds, identityHashes, actor, erasedAt } = erasure;
  await tx.query(
    `insert into lead.erasure (id, person_ids, contact_ids, lead_ids, identity_hashes, actor, erased_at, filed_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict do nothing`,
    [id, personIds, contactIds, leadIds, identityHashes, actor, erasedAt, filed ? erasedAt : null],
  );
  await tx.query(
    `insert into lead.tombstone (kind, hash, erased_at)
     select kind, hash, $3 from (select 'contact' as kind, unnest($1::bytea[]) as hash union all select 'identity', unnest($2::bytea[])) as t
     on conflict (kind, hash) do update set erased_at = greatest(tombstone.erased_at, excluded.erased_at)`,
    [contactIds.map((contactId) => tombstones.hash('contact', contactId)), identityHashes, erasedAt],
  );
}

export interface PendingErasure extends Erasure {
  readonly pending: readonly Part[];
}

const COLUMNS = `id, person_ids as "personIds", contact_ids as "contactIds", lead_ids as "leadIds", identity_hashes as "identityHashes", actor, erased_at as "erasedAt",
  array_remove(array[case when intake_at is null then 'intake' end, case when notifier_at is null then 'notifier' end, case when filed_at is null then 'file' end], null) as pending`;

/** Oldest first. */
export async function pendingErasures(tx: Transaction): Promise<PendingErasure[]> {
  const { rows } = await tx.query<PendingErasure>(
    `select ${COLUMNS} from lead.erasure where intake_at is null or notifier_at is null or filed_at is null order by erased_at, id limit 50`);
  return rows;
}

/** Events of theirs may still have been on their way to the notifier when it erased. */
export async function recentErasures(tx: Transaction, sinceMs: number): Promise<PendingErasure[]> {
  const { rows } = await tx.query<PendingErasure>(
    `select ${COLUMNS} from lead.erasure where erased_at > $1 and notifier_at is not null and cardinality(lead_ids) > 0 order by erased_at`, [new Date(Date.now() - sinceMs)]);
  return rows;
}

export async function findErasure(tx: Transaction, id: string): Promise<PendingErasure | undefined> {
  return (await tx.query<PendingErasure>(`select ${COLUMNS} from lead.erasure where id = $1`, [id])).rows[0];
}

export async function settlePart(tx: Transaction, id: string, part: Part): Promise<void> {
  await tx.query(`update lead.erasure set ${PARTS[part]} = now() where id = $1 and ${PARTS[part]} is null`, [id]);
}
