import type { Transaction } from '@tributary/event-log';
import { foldForSearch } from '../batch/search-text.js';
import { Conditions, containing, readsLead, type Scope } from '../api/scope.js';
import { fewConversations } from './few.js';
import type { StoredReach } from './reach.js';
import { IS_UNREAD, UNREAD_COUNT } from './seen.js';

export interface ConversationRow {
  readonly id: string;
  readonly account_id: string;
  readonly channel: string;
  readonly line: string;
  readonly source_id: string;
  readonly kind: string;
  readonly title: string;
  readonly reply_to: string;
  readonly reach: StoredReach;
  readonly last_at: Date;
  readonly last_position: string;
  readonly last_kind: string;
  readonly last_text: string;
  readonly finished_at: Date | null;
  /** Of the contact that an answer goes to. */
  readonly snapshot: Buffer;
  readonly person_id: string | null;
  readonly person_name: string | null;
  readonly lead_id: string | null;
  readonly lead_status: string | null;
  readonly manager_id: string | null;
  readonly participants: readonly { readonly managerId: string; readonly name: string }[];
  readonly unread: number;
  readonly pinned_at: Date | null;
}

/** $1 is the user who looks. Person and lead are those of the contact that an answer goes to. */
const CONVERSATIONS = `
  select v.id, v.account_id, v.channel, v.line, v.source_id, v.kind, v.title, v.reply_to, v.reach, v.last_at, v.last_position, v.last_kind, v.last_text, v.finished_at,
         c.snapshot, c.person_id, p.name as person_name, c.lead_id, l.status as lead_status, l.manager_id, ${UNREAD_COUNT} as unread, s.pinned_at,
         (select coalesce(json_agg(json_build_object('managerId', m.id, 'name', m.name) order by t.joined_at, m.id), '[]')
            from lead.participant t join lead.manager m on m.id = t.manager_id where t.conversation_id = v.id) as participants
    from lead.conversation v
    join lead.contact c on c.id = v.reply_to
    left join lead.person p on p.id = c.person_id
    left join lead.lead l on l.id = c.lead_id
    left join lead.conversation_view s on s.conversation_id = v.id and s.user_id = $1`;

export interface ConversationFilter {
  /** Who has the lead, or was invited. */
  readonly managerId?: string | undefined;
  readonly channel?: string | undefined;
  readonly personId?: string | undefined;
  readonly leadId?: string | undefined;
  readonly unread?: boolean | undefined;
  readonly finished?: boolean | undefined;
  readonly q?: string | undefined;
}

export interface Position {
  readonly pinned: boolean;
  readonly lastAt: string;
  readonly position: number;
  readonly id: string;
}

/** Conversations in their order. */
export interface Found {
  readonly rows: ConversationRow[];
  /** A search ended here before it found as many as were asked for: there are older ones to look into. */
  readonly lookedTo?: Position | undefined;
}

/** A search looks into so many conversations at a time: as long as one may wait for, however many there are. */
const LOOKED_INTO = 2_000;

/** Pinned by the user first, then newest first. */
export async function listConversations(tx: Transaction, scope: Scope, userId: string, filter: ConversationFilter, page: { limit: number; after?: Position | undefined }): Promise<Found> {
  const { after, limit } = page;
  const few = await fewConversations(tx, scope, userId, filter);
  if (after && !after.pinned) return listPart(tx, scope, userId, filter, { few, pinned: false }, limit, after);
  const pinned = await listPart(tx, scope, userId, filter, { few, pinned: true }, limit, after);
  if (pinned.rows.length === limit || pinned.lookedTo) return pinned;
  const rest = await listPart(tx, scope, userId, filter, { few, pinned: false }, limit - pinned.rows.length);
  return { ...rest, rows: [...pinned.rows, ...rest.rows] };
}

interface Part {
  readonly pinned: boolean;
  readonly few: readonly string[] | undefined;
}

/** Each part is read in the order of an index, but for what is of few. */
async function listPart(tx: Transaction, scope: Scope, userId: string, filter: ConversationFilter, { pinned, few }: Part, limit: number, after?: Position): Promise<Found> {
  const where = new Conditions();
  where.value(userId);
  // Few are; said so that the planner knows it.
  where.add(`v.id ${pinned ? '= any' : '<> all'}(array(select u.conversation_id from lead.conversation_view u where u.user_id = $1 and u.pinned_at is not null))`);
  where.addIf(few, (value) => `v.id = any(${value}::uuid[])`);
  where.add(readsConversation(scope, where));
  where.addIf(filter.managerId, (value) => `(l.manager_id = ${value}::uuid or v.id in (select t.conversation_id from lead.participant t where t.manager_id = ${value}::uuid))`);
  where.addIf(filter.channel, (value) => `v.channel = ${value}`);
  where.addIf(filter.personId, (value) => `c.person_id = ${value}::uuid`);
  where.addIf(filter.leadId, (value) => `c.lead_id = ${value}::uuid`);
  if (filter.unread) where.add(IS_UNREAD);
  if (filter.finished !== undefined) where.add(`v.finished_at is ${filter.finished ? 'not ' : ''}null`);
  if (after) where.add(`(v.last_at, v.last_position, v.id) < (${where.value(after.lastAt)}::timestamptz, ${where.value(after.position)}::bigint, ${where.value(after.id)}::uuid)`);
  const inOrder = `${CONVERSATIONS} ${where.toString()} ${NEWEST_FIRST}`;
  if (filter.q) return search(tx, inOrder, where, filter.q, { pinned, limit });
  return { rows: (await tx.query<ConversationRow>(`${inOrder} limit ${where.value(limit)}`, where.values)).rows };
}

const NEWEST_FIRST = 'order by v.last_at desc, v.last_position desc, v.id desc';

/** Looks into one after the other until there are enough. @param inOrder  SQL of all that may be found */
async function search(tx: Transaction, inOrder: string, where: Conditions, q: string, { pinned, limit }: { pinned: boolean; limit: number }): Promise<Found> {
  const looked = `from (${inOrder} limit ${LOOKED_INTO}) v`;
  const values = [...where.values];
  const { rows } = await tx.query<ConversationRow>(`select v.* ${looked} where ${holds(q, where)} ${NEWEST_FIRST} limit ${where.value(limit)}`, where.values);
  if (rows.length === limit) return { rows };
  const [last] = (await tx.query<Pick<ConversationRow, 'id' | 'last_at' | 'last_position'>>(`select v.id, v.last_at, v.last_position ${looked} ${NEWEST_FIRST} offset ${LOOKED_INTO - 1}`, values)).rows;
  return { rows, lookedTo: last && { pinned, lastAt: last.last_at.toISOString(), position: Number(last.last_position), id: last.id } };
}

/** These words stand in the conversation `v`. Asked of each by itself: otherwise all texts that there are would be read for it. */
function holds(q: string, where: Conditions): string {
  const [words, folded] = [where.value(containing(q)), where.value(containing(foldForSearch(q)))];
  return `(v.title ilike ${words} or v.person_name ilike ${words}
    or (select true from lead.conversation_item i join lead.contact k on k.id = i.id where i.conversation_id = v.id and k.search like ${folded} limit 1)
    or (select true from lead.reply r where r.conversation_id = v.id and r.text ilike ${words} limit 1)
    or (select true from lead.conversation_item i where i.conversation_id = v.id and i.text ilike ${words} limit 1))`;
}

export async function findConversation(tx: Transaction, id: string, userId: string): Promise<ConversationRow | undefined> {
  return (await tx.query<ConversationRow>(`${CONVERSATIONS} where v.id = $2`, [userId, id])).rows[0];
}

/** A conversation of no lead is nobody's: managers see those of leads, and those that they take part in. */
function readsConversation(scope: Scope, where: Conditions): string {
  return scope.all ? 'true' : `(c.lead_id is not null and ${readsLead(scope, 'l', where)})`;
}

export interface LockedConversation {
  readonly id: string;
  readonly accountId: string;
  readonly channel: string;
  readonly sourceId: string;
  readonly line: string;
  readonly replyTo: string;
  readonly reach: StoredReach;
}

/** To be locked after persons and leads. In order of ids. */
export async function lockConversations(tx: Transaction, ids: readonly string[]): Promise<LockedConversation[]> {
  const { rows } = await tx.query<LockedConversation>(
    `select id, account_id as "accountId", channel, source_id as "sourceId", line, reply_to as "replyTo", reach
       from lead.conversation where id = any($1::uuid[]) order by id for no key update`,
    [ids],
  );
  return rows;
}

export async function participantsOf(tx: Transaction, conversationId: string): Promise<string[]> {
  return (await tx.query<{ manager_id: string }>('select manager_id from lead.participant where conversation_id = $1 order by joined_at', [conversationId])).rows.map(({ manager_id }) => manager_id);
}

/** On top of this user's own list, or no longer. */
export async function pinConversation(tx: Transaction, conversationId: string, userId: string, pinned: boolean): Promise<void> {
  // The lock is for erasing: of a conversation that goes nothing is kept.
  await tx.query(
    `insert into lead.conversation_view (user_id, conversation_id, pinned_at)
     select $2, v.id, case when $3 then now() end from lead.conversation v where v.id = $1 for key share
     on conflict (user_id, conversation_id) do update set pinned_at = excluded.pinned_at`,
    [conversationId, userId, pinned],
  );
}
