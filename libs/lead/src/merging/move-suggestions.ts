import type { Transaction } from '@tributary/event-log';

/**
 * What was suggested of the merged person holds of the survivor now; a rejection does, too. Where the survivor has the
 * same suggestion already, that one stands for both.
 */
export async function moveSuggestions(tx: Transaction, mergeId: string, { survivorId, mergedId, actor }: { survivorId: string; mergedId: string; actor: string }, at: Date): Promise<void> {
  await tx.query(
    `insert into lead.merge_item (merge_id, kind, item, person_id, before)
     select $1::uuid, 'suggestion', id::text, person_id, jsonb_build_object('otherPersonId', other_person_id, 'status', status)
       from lead.suggestion where person_id = $2 or other_person_id = $2`,
    [mergeId, mergedId],
  );
  await tx.query(
    `update lead.suggestion set status = 'accepted', decided_at = $4, decided_by = $3
      where least(person_id, other_person_id) = least($1::uuid, $2::uuid) and greatest(person_id, other_person_id) = greatest($1::uuid, $2::uuid)`,
    [survivorId, mergedId, actor, at],
  );
  await tx.query(
    `with mine as (
       select id, case when person_id = $2 then other_person_id else person_id end as other
         from lead.suggestion where (person_id = $2 or other_person_id = $2) and $1::uuid not in (person_id, other_person_id)),
     free as (
       select id from mine where not exists (
         select from lead.suggestion t
          where least(t.person_id, t.other_person_id) = least($1::uuid, mine.other) and greatest(t.person_id, t.other_person_id) = greatest($1::uuid, mine.other)))
     update lead.suggestion s
        set person_id = case when s.person_id = $2 and free.id is not null then $1 else s.person_id end,
            other_person_id = case when s.other_person_id = $2 and free.id is not null then $1 else s.other_person_id end,
            status = case when free.id is null and s.status = 'open' then 'superseded' else s.status end
       from mine left join free on free.id = mine.id
      where s.id = mine.id`,
    [survivorId, mergedId],
  );
}

/** Suggestions stand as before the merge; nobody merges the two by rule again. */
export async function restoreSuggestions(tx: Transaction, mergeId: string): Promise<void> {
  await tx.query(
    `update lead.suggestion s
        set person_id = i.person_id, other_person_id = (i.before ->> 'otherPersonId')::uuid, automatic = false,
            status = case when s.status in ('accepted', 'superseded') then i.before ->> 'status' else s.status end,
            decided_at = case when s.status = 'accepted' then null else s.decided_at end,
            decided_by = case when s.status = 'accepted' then null else s.decided_by end
       from lead.merge_item i where i.merge_id = $1 and i.kind = 'suggestion' and s.id = i.item::uuid`,
    [mergeId],
  );
}
