import type { Transaction } from '@tributary/event-log';
import { isLive, kindOf, type ConversationContact, type ConversationNews } from './by-contacts.js';
import { isNoOlder, type Before, type PlacedNews } from './heard.js';
import { storedReach } from './reach.js';
import { TELLS } from './tells.js';

/*
 * A conversation may stand within another: its id at the source is then that one's, a slash and what follows (the topic of a group). What the
 * source tells of our membership in the outer one (we were put out, may write again) holds for those within.
 */

/** @returns conversations within those of whose membership the news tell, that stand otherwise; to be locked with them */
export async function findWithin(tx: Transaction, news: readonly ConversationNews[]): Promise<string[]> {
  const told = news.flatMap(({ contacts }) => contacts.filter(speaksForAll));
  if (told.length === 0) return [];
  // Each by itself, so that the range is read from the index.
  const { rows } = await tx.query<{ id: string }>(FIND_WITHIN, [JSON.stringify(told.map(({ contact: { envelope }, reach }) => ({ account_id: envelope.accountId, source_id: envelope.conversationId, closed: reach.closed })))]);
  return rows.map(({ id }) => id);
}

export const FIND_WITHIN = `
  select distinct k.id from jsonb_to_recordset($1::jsonb) as n (account_id text, source_id text, closed text)
   cross join lateral (
     select c.id, c.reach from lead.conversation c where c.account_id = n.account_id and c.source_id ~>=~ (n.source_id || '/') and c.source_id ~<~ (n.source_id || '0') offset 0) k
   where coalesce(k.reach ->> 'closed', '') <> n.closed`;

/** Tells those that were found, and locked, before anything is written in them. @returns how those stand that are otherwise now */
export async function tellWithin(tx: Transaction, ids: readonly string[], news: readonly PlacedNews[], before: ReadonlyMap<string, Before>): Promise<Before[]> {
  const told = news.flatMap(({ id, contacts }) => contacts.findLast((one) => speaksForAll(one) && isNoOlder(one, before.get(id))) ?? []);
  if (ids.length === 0 || told.length === 0) return [];
  const { rows } = await tx.query<Before>(
    `update lead.conversation c set reach = excluded.reach, reach_at = greatest(c.reach_at, excluded.reach_at), heard_at = greatest(c.heard_at, excluded.heard_at), closed_at = null
       from jsonb_to_recordset($1::jsonb) as excluded (account_id text, source_id text, reach jsonb, reach_at timestamptz, heard_at timestamptz)
      where c.id = any($2::uuid[]) and c.account_id = excluded.account_id and starts_with(c.source_id, excluded.source_id || '/')
        and c.reach ->> 'closed' is distinct from excluded.reach ->> 'closed' and ${TELLS}
     returning c.id, c.finished_at as "finishedAt", c.reach ->> 'closed' as closed, c.reach_at as "reachAt"`,
    [JSON.stringify(told.map(({ contact: { envelope, receivedAt }, reach, place }) => ({
      account_id: envelope.accountId, source_id: envelope.conversationId, reach: storedReach(reach), reach_at: place.at, heard_at: receivedAt,
    }))), ids],
  );
  return rows;
}

/** Nothing stands within a private one. */
function speaksForAll(one: ConversationContact): boolean {
  return one.reach.membership && isLive(one) && kindOf(one) !== 'private';
}
