import type { Transaction } from '@tributary/event-log';
import { isEvent, isLive, type ConversationNews } from './by-contacts.js';
import { storedReach } from './reach.js';
import { TELLS } from './tells.js';

/*
 * A conversation may stand within another: its id at the source is then that one's, a slash and what follows (the topic of a group). What merely
 * happens in the outer one (we were put out, may write again) holds for those within.
 */

/** @returns conversations within those whose way back these events change, to be locked with them */
export async function findWithin(tx: Transaction, news: readonly ConversationNews[]): Promise<string[]> {
  const asked = news.flatMap(eventOf);
  if (asked.length === 0) return [];
  const { rows } = await tx.query<{ id: string }>(
    `select k.id from jsonb_to_recordset($1::jsonb) as n (account_id text, source_id text, reach jsonb)
       join lead.conversation k on k.account_id = n.account_id and k.source_id ~>=~ (n.source_id || '/') and k.source_id ~<~ (n.source_id || '0')
      where k.reach ->> 'closed' is distinct from n.reach ->> 'closed'`,
    [JSON.stringify(asked)],
  );
  return rows.map(({ id }) => id);
}

/** Tells those that were found, and locked. @returns whose way back is another now */
export async function tellWithin(tx: Transaction, ids: readonly string[], news: readonly ConversationNews[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await tx.query<{ id: string }>(
    `update lead.conversation c set reach = excluded.reach, reach_at = greatest(c.reach_at, excluded.reach_at), heard_at = greatest(c.heard_at, excluded.heard_at), closed_at = null
       from jsonb_to_recordset($1::jsonb) as excluded (account_id text, source_id text, reach jsonb, reach_at timestamptz, heard_at timestamptz)
      where c.id = any($2::uuid[]) and c.account_id = excluded.account_id and starts_with(c.source_id, excluded.source_id || '/') and ${TELLS} returning c.id`,
    [JSON.stringify(news.flatMap(eventOf)), ids],
  );
  return rows.map(({ id }) => id);
}

function eventOf({ contacts }: ConversationNews) {
  const last = contacts.findLast((one) => isLive(one) && isEvent(one));
  if (!last) return [];
  const { contact: { envelope: { accountId, conversationId }, receivedAt }, reach, at } = last;
  return [{ account_id: accountId, source_id: conversationId, reach: storedReach(reach), reach_at: at, heard_at: receivedAt }];
}
