import type { Transaction } from '@tributary/event-log';

/** No more are counted: nobody reads a larger number as one. */
const MOST_COUNTED = 1_000;

/** SQL: what the customer wrote in a conversation, as items `i`. Numbers of these are the order of taking. */
function theirs(conversationId: string): string {
  return `select 1 from lead.conversation_item i join lead.contact k on k.id = i.id and k.not_lead_reason is null
    where i.conversation_id = ${conversationId} and i.kind = 'contact' and i.event is null`;
}

/**
 * SQL, of the conversation `v` and how far a user has seen it, `s`: nothing taken since they said so, nor what stands behind the place up to which
 * they have. Computed from what is there: what comes late to an early place is unread until then, and what is erased no longer.
 */
const TAKEN_SINCE = `${theirs('v.id')} and i.number > coalesce(s.contacts, 0)`;
const BEHIND = `${theirs('v.id')} and i.number <= s.contacts and (i.at, i.position) > (s.seen_at, s.seen_position)`;

export const UNREAD_COUNT = `(select count(*)::int from (${TAKEN_SINCE} union all ${BEHIND} limit ${MOST_COUNTED}) u)`;

/** SQL: without looking into it; false where there is nothing unread for certain. */
export const MAY_BE_UNREAD = `(v.contacts > coalesce(s.contacts, 0) or (v.last_at, v.last_position) > (s.seen_at, s.seen_position))`;
export const IS_UNREAD = `(${MAY_BE_UNREAD} and (exists (${TAKEN_SINCE}) or exists (${BEHIND})))`;

/**
 * Everything that there is has been seen by this user, or everything up to an item, however late it came; what was seen stays so. What came late and
 * stands before a place that they have seen is seen with that place, not with an earlier one: one place is kept for each user.
 */
export async function markRead(tx: Transaction, conversationId: string, userId: string, upTo?: string): Promise<void> {
  await tx.query(
    `insert into lead.conversation_view as s (user_id, conversation_id, contacts, seen_at, seen_position)
     select $2, v.id, v.contacts, n.at, n.position from lead.conversation v join lead.conversation_item n on n.conversation_id = v.id
        and n.id = coalesce($3::uuid, (select i.id from lead.conversation_item i where i.conversation_id = $1 order by i.at desc, i.position desc, i.id desc limit 1))
      where v.id = $1 for key share of v
     on conflict (user_id, conversation_id) do update set
       contacts = greatest(s.contacts, excluded.contacts),
       seen_at = case when (s.seen_at, s.seen_position) > (excluded.seen_at, excluded.seen_position) then s.seen_at else excluded.seen_at end,
       seen_position = case when (s.seen_at, s.seen_position) > (excluded.seen_at, excluded.seen_position) then s.seen_position else excluded.seen_position end
      where not exists (${theirs('s.conversation_id')} and i.number > s.contacts
        and (i.at, i.position) > (excluded.seen_at, excluded.seen_position) and (i.at, i.position) <= (s.seen_at, s.seen_position))`,
    [conversationId, userId, upTo ?? null],
  );
}
