import type { Transaction } from '@tributary/event-log';
import { Conditions, invitedTo, seesLead, type Scope } from '../api/scope.js';
import type { ConversationFilter } from './conversation-store.js';
import { MAY_BE_UNREAD } from './seen.js';

/** So many are read by themselves; of more, the newest are found sooner by going through all in their order. */
const FEW = 5_000;

/**
 * Conversations among which all are that may be listed, if these are few: a manager with three old leads has theirs without anybody going through all
 * that there are. What doesn't belong there is left to the list.
 * @returns undefined when there are many
 */
export async function fewConversations(tx: Transaction, scope: Scope, userId: string, filter: ConversationFilter): Promise<string[] | undefined> {
  const ofLeads = filter.managerId === undefined && scope.all ? undefined : await ofFewLeads(tx, scope, filter.managerId);
  return ofLeads ?? (filter.unread ? fewUnread(tx, userId) : undefined);
}

/** @param managerId  undefined: what the scope sees */
async function ofFewLeads(tx: Transaction, scope: Scope, managerId: string | undefined): Promise<string[] | undefined> {
  const where = new Conditions();
  const whose = managerId === undefined ? seesLead(scope, 'l', where) : `l.manager_id = ${where.value(managerId)}::uuid`;
  const guest = managerId ?? scope.managerId;
  const invited = guest === undefined ? undefined : where.value(guest);
  const { rows: [found] } = await tx.query<{ looked: number; ids: string[] }>(
    `with whose as (select l.id from lead.lead l where ${whose} ${invited === undefined ? '' : `union all ${invitedTo(invited)}`}),
       theirs as materialized (select c.id from whose join lead.contact c on c.lead_id = whose.id limit ${FEW + 1})
     select (select count(*)::int from theirs) as looked, array(
       select v.id from theirs join lead.conversation v on v.reply_to = theirs.id
       ${invited === undefined ? '' : `union select t.conversation_id from lead.participant t where t.manager_id = ${invited}::uuid`}) as ids`,
    where.values,
  );
  return found!.looked > FEW ? undefined : found!.ids;
}

async function fewUnread(tx: Transaction, userId: string): Promise<string[] | undefined> {
  // As a whole, so that both tables are read once: with the limit inside each row of the one would be looked up in the other.
  const { rows } = await tx.query<{ id: string }>(
    `with unread as materialized (select v.id from lead.conversation v left join lead.conversation_view s on s.conversation_id = v.id and s.user_id = $1 where ${MAY_BE_UNREAD})
     select id from unread limit ${FEW + 1}`,
    [userId],
  );
  return rows.length > FEW ? undefined : rows.map(({ id }) => id);
}
