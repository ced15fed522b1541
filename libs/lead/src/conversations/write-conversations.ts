import type { Transaction } from '@tributary/event-log';
import { isLoud, previewOf } from '../batch/happenings.js';
import { counts, isCustomers, isLive, isOwn, isSaid, kindOf, nameOf, titleOf, type ConversationContact, type ConversationNews } from './by-contacts.js';
import { uuidV7 } from '../sql/uuid-v7.js';
import type { LockedConversation } from './conversation-store.js';
import { heardOf, readMutedAround, type Around, type Before, type Placed, type PlacedNews } from './heard.js';
import { inOrder, placeNews, type Standing } from './in-order.js';
import { storedReach } from './reach.js';
import { TELLS } from './tells.js';
import { findWithin, tellWithin } from './within.js';

/** What stands in the conversation once the batch is written. */
export interface KeptConversation extends LockedConversation {
  /** Nothing was said in it before this batch, that we listened to. */
  readonly begins: boolean;
  /** Managers who take part without having the lead. */
  readonly participants: readonly string[];
}

/** What became of the news. */
export interface Written {
  readonly kept: readonly KeptConversation[];
  /** Those that were there before. */
  readonly known: ReadonlySet<string>;
  /** Conversations within them that can be answered now, or no longer. */
  readonly told: readonly string[];
  readonly reopened: readonly { readonly conversationId: string; readonly contactId: string }[];
}

/** Before everything: nothing that was heard says whether the customer can be reached. */
const NEVER = new Date(0);

/** Its time for comparing with what is known: of what stands behind something a millisecond less, so that it takes nothing back from that. */
function timeAmong({ place }: Placed, others: readonly Standing[]): Date {
  const isLast = !others.some((other) => other.id !== place.id && inOrder(place, other) < 0);
  return isLast ? place.at : new Date(place.at.getTime() - 1);
}

function row({ id, contacts }: PlacedNews, standing: readonly Standing[], before: Around | undefined) {
  const theirs = contacts.filter(isCustomers);
  const newest = (theirs.length > 0 ? theirs : contacts).at(-1)!;
  const heard = heardOf(contacts, before);
  const named = contacts.findLast((one) => nameOf(one) !== '');
  const last = contacts.at(-1)!;
  const others = standing.filter(({ kind }) => kind === 'contact');
  const { accountId, channel, conversationId: sourceId } = newest.contact.envelope;
  return {
    id, account_id: accountId, channel, line: newest.line, source_id: sourceId, kind: kindOf(newest),
    title: named ? nameOf(named) : titleOf(newest), titled_at: named?.place.at ?? null, reply_to: newest.contact.id, reply_to_at: timeAmong(newest, others),
    reach: heard ? storedReach(heard.reach) : { ...storedReach(newest.reach), ...(before?.closed && { closed: before.closed }) }, reach_at: heard ? timeAmong(heard, others) : NEVER,
    heard_at: heard && isLive(heard) ? heard.contact.receivedAt : null, contacts: contacts.filter(counts).length, said: contacts.filter(isSaid).length, opens: contacts.some(opens),
    last_at: timeAmong(last, standing.filter(({ kind }) => kind !== 'event')), last_position: last.place.position, last_kind: isOwn(last) ? 'own' : 'contact', last_text: previewOf(last.contact.envelope),
  };
}

/** The customer writes again. What is read in silently from the past is no news. */
function opens(one: ConversationContact): boolean {
  return counts(one) && isLoud(one.contact);
}

function itemsOf({ id, contacts }: PlacedNews) {
  const counted = contacts.filter(counts);
  return contacts.map((one, index) => ({
    id: one.contact.id, conversation_id: id, at: one.place.at, position: one.place.position, sequence: one.place.sequence?.toString() ?? null,
    // How many of the customer's messages come behind it.
    behind: counted.filter((each) => contacts.indexOf(each) > index).length,
    ...(isOwn(one) && { event: 'own', provider_id: one.contact.envelope.automatic?.messageId || null }),
  }));
}

/**
 * Writes them: makes the conversations that are not there, and opens those that were finished when the customer wrote.
 * An older contact, or another revision of one, changes nothing that a newer one said.
 */
export async function writeConversations(tx: Transaction, news: readonly ConversationNews[]): Promise<Written> {
  const within = await findWithin(tx, news);
  // What stands in them stays so from here on.
  const { rows: stood } = await tx.query<Before>(
    `select id, finished_at as "finishedAt", reach ->> 'closed' as closed, reach_at as "reachAt" from lead.conversation where id = any($1::uuid[]) order by id for no key update`, [[...news.map(({ id }) => id), ...within]]);
  const standing = await placeNews(tx, news);
  const placed = news.map(({ id, contacts }): PlacedNews => {
    const places = new Map(standing.get(id)!.map((place) => [place.id, place]));
    return { id, contacts: contacts.map((one): Placed => ({ ...one, place: places.get(one.contact.id)! })).sort((a, b) => inOrder(a.place, b.place)) };
  });
  const before = new Map(stood.map((each) => [each.id, each]));
  const told = await tellWithin(tx, within, placed, before);
  for (const each of told) before.set(each.id, each);
  const muted = await readMutedAround(tx, placed, before);
  const { rows } = await tx.query<KeptConversation>({
    name: 'lead.write-conversations',
    text: `
      with n as (
        select * from jsonb_to_recordset($1::jsonb) as n (id uuid, account_id text, channel text, line text, source_id text, kind text, title text, titled_at timestamptz, reply_to uuid,
          reply_to_at timestamptz, reach jsonb, reach_at timestamptz, heard_at timestamptz, contacts integer, said integer, opens boolean, last_at timestamptz, last_position bigint, last_kind text, last_text text)),
      kept as (
        insert into lead.conversation as c (id, account_id, channel, line, source_id, kind, title, titled_at, reply_to, reply_to_at, reach, reach_at, heard_at, contacts, said, last_at, last_position, last_kind, last_text)
        select id, account_id, channel, line, source_id, kind, title, titled_at, reply_to, reply_to_at, reach, reach_at, heard_at, contacts, said, last_at, last_position, last_kind, last_text from n order by id
        on conflict (id) do update set
          reply_to = case when c.contacts = 0 or (excluded.contacts > 0 and excluded.reply_to_at >= c.reply_to_at) then excluded.reply_to else c.reply_to end,
          reply_to_at = case when c.contacts = 0 or (excluded.contacts > 0 and excluded.reply_to_at >= c.reply_to_at) then excluded.reply_to_at else c.reply_to_at end,
          line = case when excluded.contacts > 0 and excluded.reply_to_at >= c.reply_to_at then excluded.line else c.line end,
          kind = case when excluded.kind = '' then c.kind else excluded.kind end,
          title = case when excluded.titled_at >= coalesce(c.titled_at, '-infinity') or c.title = '' then excluded.title else c.title end,
          titled_at = greatest(c.titled_at, excluded.titled_at),
          reach = case when ${TELLS} then excluded.reach else c.reach end,
          closed_at = case when ${TELLS} then null else c.closed_at end,
          heard_at = greatest(c.heard_at, excluded.heard_at),
          reach_at = greatest(c.reach_at, excluded.reach_at),
          contacts = c.contacts + excluded.contacts,
          said = c.said + excluded.said,
          finished_at = case when c.finished_at is not null and (select n.opens from n where n.id = c.id) then null else c.finished_at end,
          last_kind = case when excluded.last_at >= c.last_at then excluded.last_kind else c.last_kind end,
          last_text = case when excluded.last_at >= c.last_at then excluded.last_text else c.last_text end,
          last_position = case when excluded.last_at >= c.last_at then excluded.last_position else c.last_position end,
          last_at = greatest(c.last_at, excluded.last_at)
        returning c.*),
      items as (
        insert into lead.conversation_item (id, conversation_id, kind, at, position, sequence, number, event, provider_id)
        select i.id, i.conversation_id, 'contact', i.at, i.position, i.sequence, kept.contacts - i.behind, i.event, i.provider_id
          from jsonb_to_recordset($2::jsonb) as i (id uuid, conversation_id uuid, at timestamptz, position bigint, sequence bigint, behind integer, event text, provider_id text) join kept on kept.id = i.conversation_id
        on conflict (id) do nothing)
      select kept.id, kept.account_id as "accountId", kept.channel, kept.source_id as "sourceId", kept.line, kept.reply_to as "replyTo", kept.reach, kept.said = n.said and kept.replies = 0 as begins,
             array(select p.manager_id from lead.participant p where p.conversation_id = kept.id) as participants from kept join n on n.id = kept.id order by kept.id`,
    values: [JSON.stringify(placed.map((each) => row(each, standing.get(each.id)!, before.get(each.id) ?? muted.get(each.id)))), JSON.stringify(placed.flatMap(itemsOf))],
  });
  return { kept: rows, known: new Set(before.keys()), told: told.map(({ id }) => id), reopened: await noteReopened(tx, before, placed) };
}

/** Says in those that were finished that the customer opened them again, behind what they wrote. */
async function noteReopened(tx: Transaction, before: ReadonlyMap<string, Before>, placed: readonly PlacedNews[]): Promise<{ conversationId: string; contactId: string }[]> {
  const reopened = placed.flatMap(({ id, contacts }) => {
    const [finishedAt, last] = [before.get(id)?.finishedAt, contacts.findLast(opens)];
    return finishedAt && last ? [{ conversationId: id, contactId: last.contact.id, at: new Date(Math.max(finishedAt.getTime(), last.place.at.getTime())) }] : [];
  });
  if (reopened.length === 0) return [];
  await tx.query(
    `insert into lead.conversation_item (id, conversation_id, kind, at, number, event)
     select n.id, v.id, 'event', n.at, v.contacts, 'reopened' from jsonb_to_recordset($1::jsonb) as n (id uuid, conversation_id uuid, at timestamptz) join lead.conversation v on v.id = n.conversation_id`,
    [JSON.stringify(reopened.map((each) => ({ id: uuidV7(), conversation_id: each.conversationId, at: each.at })))],
  );
  return reopened;
}
