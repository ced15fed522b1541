import type { Transaction } from '@tributary/event-log';
import type { LockedPerson } from './lock-people.js';
import type { Kept } from './merge.js';

/** Why two persons became one. */
export type MergeCause = 'by-hand' | 'suggestion' | 'automatic';

export interface NewMerge {
  readonly id: string;
  readonly survivor: LockedPerson;
  readonly merged: LockedPerson;
  readonly kept: Kept;
  readonly cause: MergeCause;
  readonly actor: string;
  readonly at: Date;
}

/** Writes down everything that both have, before anything of it moves. */
export async function writeJournal(tx: Transaction, { id, survivor, merged, kept, cause, actor, at }: NewMerge): Promise<void> {
  await tx.query(
    `insert into lead.merge (id, survivor_id, merged_id, cause, actor, before, chosen, merged_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, survivor.id, merged.id, cause, actor, JSON.stringify({ survivor: fieldsOf(survivor), merged: fieldsOf(merged) }), JSON.stringify(kept), at],
  );
  await tx.query(
    `insert into lead.merge_item (merge_id, kind, item, person_id, before)
     select $1::uuid, 'identity', ${IDENTITY_ITEM}, person_id, null::jsonb from lead.identity i where person_id = any($2::uuid[])
     union all
     select $1::uuid, 'contact', id::text, person_id, jsonb_build_object('leadId', lead_id) from lead.contact where person_id = any($2::uuid[])
     union all
     select $1::uuid, 'activity', id::text, person_id, null from lead.activity where person_id = any($2::uuid[])
     union all
     select $1::uuid, 'task', id::text, person_id, null from lead.task where person_id = any($2::uuid[])
     union all
     select $1::uuid, 'lead', id::text, person_id, jsonb_build_object('status', status, 'managerId', manager_id) from lead.lead where person_id = any($2::uuid[])`,
    [id, [survivor.id, merged.id]],
  );
}

/** An identity as an item, in SQL. */
export const IDENTITY_ITEM = 'jsonb_build_array(i.type, i.value)::text';

function fieldsOf({ name, company, managerId, vip }: LockedPerson): Kept {
  return { name, company, managerId, vip };
}

export interface MergeRow {
  readonly id: string;
  readonly survivorId: string;
  readonly mergedId: string;
  readonly cause: MergeCause;
  readonly actor: string;
  readonly before: { readonly survivor: Kept; readonly merged: Kept };
  readonly chosen: Kept;
  readonly mergedAt: Date;
  readonly undoneAt: Date | null;
  readonly undoneBy: string | null;
}

const COLUMNS = `id, survivor_id as "survivorId", merged_id as "mergedId", cause, actor, before, chosen, merged_at as "mergedAt", undone_at as "undoneAt", undone_by as "undoneBy"`;

/** The merges that a person took part in, newest first. */
export async function mergesOf(tx: Transaction, personId: string): Promise<MergeRow[]> {
  const { rows } = await tx.query<MergeRow>(
    `select ${COLUMNS} from lead.merge where survivor_id = $1 or merged_id = $1 order by number desc limit 500`,
    [personId],
  );
  return rows;
}
