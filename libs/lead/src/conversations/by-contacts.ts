import { deriveId } from '@tributary/contact';
import type { Transaction } from '@tributary/event-log';
import { Origin, type Reach } from '@tributary/proto';
import { previewOf } from '../batch/happenings.js';
import type { InboundContact } from '../batch/inbound-contact.js';
import type { Placement } from '../batch/place.js';
import type { LockedConversation } from './conversation-store.js';
import { storedReach, type StoredReach } from './reach.js';

export function conversationId(accountId: string, sourceId: string): string {
  return deriveId('conversation', accountId, sourceId);
}

/** What a batch brings to one conversation. */
export interface ConversationNews {
  readonly id: string;
  /** In the order of the batch; the last revision of each. */
  readonly contacts: ConversationContact[];
  /** How many are new and the customer's. */
  count: number;
  /** The newest that an answer goes to: the customer's, if there is one. */
  newest: ConversationContact;
}

export interface ConversationContact {
  readonly contact: InboundContact;
  readonly reach: Reach;
  readonly line: string;
  readonly leadId: string | undefined;
  readonly personId: string | undefined;
  readonly at: Date;
  /** It was not known before. */
  readonly isNew: boolean;
  readonly opensLead: boolean;
}

/** What stands in the conversation once the batch is written. */
export interface KeptConversation extends LockedConversation {
  /** Nothing was said in it before this batch, that we listened to. */
  readonly begins: boolean;
  /** Managers who take part without having the lead. */
  readonly participants: readonly string[];
}

/** Contacts whose channel can answer, by conversation and in order of their ids. Pure. */
export function conversationNews(placements: readonly Placement[]): ConversationNews[] {
  const all = new Map<string, ConversationNews>();
  for (const placement of placements) {
    const { contact, kind, personId } = placement.match;
    const { reach, accountId, conversationId: sourceId } = contact.envelope;
    if (!reach) continue;
    // A source's clock may be wrong, and nothing of the future would ever stop being the newest.
    const at = contact.occurredAt < contact.receivedAt ? contact.occurredAt : contact.receivedAt;
    const one: ConversationContact = { contact, reach, line: placement.line, leadId: placement.leadId, personId, at, isNew: kind === 'new', opensLead: placement.outcome === 'opened' };
    const id = conversationId(accountId, sourceId);
    const news = all.get(id);
    if (news) add(news, one);
    else all.set(id, { id, contacts: [one], count: counts(one) ? 1 : 0, newest: one });
  }
  return [...all.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function add(news: ConversationNews, one: ConversationContact): void {
  const earlier = news.contacts.findIndex(({ contact }) => contact.id === one.contact.id);
  const merged = earlier === -1 ? one : { ...one, isNew: news.contacts[earlier]!.isNew, opensLead: one.opensLead || news.contacts[earlier]!.opensLead };
  if (earlier === -1) news.contacts.push(merged);
  else news.contacts[earlier] = merged;
  news.count = news.contacts.filter(counts).length;
  const candidates = news.contacts.some(isCustomers) ? news.contacts.filter(isCustomers) : news.contacts;
  news.newest = candidates.reduce((a, b) => (b.at >= a.at ? b : a));
}

/** What a person wrote to us; not a robot, not our own message that the provider tells us of, and nothing that merely happened (the bot was blocked). */
export function isCustomers({ contact }: ConversationContact): boolean {
  return contact.envelope.automatic === undefined && contact.notLeadReason === undefined;
}

function counts(one: ConversationContact): boolean {
  return one.isNew && isCustomers(one);
}

/** Just now, by the customer or, as the provider tells us, by us; not read in from the past. */
function isSaid(one: ConversationContact): boolean {
  return isLive(one) && (isCustomers(one) || isOwn(one));
}

export function isLive({ isNew, contact }: ConversationContact): boolean {
  return isNew && contact.envelope.origin === Origin.LIVE;
}

function isOwn({ contact }: ConversationContact): boolean {
  return contact.envelope.automatic?.kind === 'own';
}

function kindOf({ contact }: ConversationContact): string {
  return contact.envelope.conversation?.kind ?? '';
}

/** What the source calls the conversation now: a group by its name, a private chat by whom it is with. Empty when it does not tell. */
function nameOf(one: ConversationContact): string {
  const { conversation, sender } = one.contact.envelope;
  return conversation?.title || (kindOf(one) === 'private' && isCustomers(one) && sender?.name) || '';
}

/** For want of a name: what a mail is about, or who is there. One of several people is nobody's. */
function titleOf(one: ConversationContact): string {
  const { subject, sender } = one.contact.envelope;
  const kind = kindOf(one);
  if (kind !== '' && kind !== 'private') return '';
  return (isOwn(one) && kind !== '' ? '' : subject || sender?.name) || '';
}

/** Before everything: our own message says nothing of whether the customer can be reached. */
const NEVER = new Date(0);

function row({ id, contacts, count, newest }: ConversationNews) {
  const { accountId, channel, conversationId: sourceId } = newest.contact.envelope;
  const heard = contacts.filter((one) => !isOwn(one));
  const told = heard.length > 0 ? heard.reduce((a, b) => (b.at >= a.at ? b : a)) : newest;
  const last = contacts.reduce((a, b) => (b.at >= a.at ? b : a));
  const reach: StoredReach = storedReach(told.reach);
  const named = contacts.filter((one) => nameOf(one) !== '').reduce<ConversationContact | undefined>((a, b) => (a && a.at > b.at ? a : b), undefined);
  return {
    id, account_id: accountId, channel, line: newest.line, source_id: sourceId, kind: kindOf(newest),
    title: named ? nameOf(named) : titleOf(newest), titled_at: named?.at ?? null, reply_to: newest.contact.id, reply_to_at: newest.at,
    reach, reach_at: heard.length > 0 ? told.at : NEVER, contacts: count, said: contacts.filter(isSaid).length, last_at: last.at, last_text: previewOf(last.contact.envelope),
  };
}

/**
 * Writes them, in one statement: makes the conversations that are not there, and opens those that were finished when the customer wrote.
 * An older contact, or another revision of one, changes nothing that a newer one said.
 */
export async function writeConversations(tx: Transaction, news: readonly ConversationNews[]): Promise<KeptConversation[]> {
  const items = news.flatMap(({ id, contacts }) => {
    const counted = contacts.filter(counts);
    // How many of the customer's messages come behind it.
    return contacts.map((one) => ({ id: one.contact.id, conversation_id: id, at: one.at, behind: counted.filter((each) => contacts.indexOf(each) > contacts.indexOf(one)).length, ...(isOwn(one) && { event: 'own', provider_id: one.contact.envelope.automatic?.messageId || null }) }));
  });
  const { rows } = await tx.query<KeptConversation>({
    name: 'lead.write-conversations',
    text: `
      with n as (
        select * from jsonb_to_recordset($1::jsonb) as n (id uuid, account_id text, channel text, line text, source_id text, kind text, title text, titled_at timestamptz, reply_to uuid,
          reply_to_at timestamptz, reach jsonb, reach_at timestamptz, contacts integer, said integer, last_at timestamptz, last_text text)),
      kept as (
        insert into lead.conversation as c (id, account_id, channel, line, source_id, kind, title, titled_at, reply_to, reply_to_at, reach, reach_at, contacts, said, last_at, last_kind, last_text)
        select id, account_id, channel, line, source_id, kind, title, titled_at, reply_to, reply_to_at, reach, reach_at, contacts, said, last_at, 'contact', last_text from n order by id
        on conflict (id) do update set
          reply_to = case when c.contacts = 0 or (excluded.contacts > 0 and excluded.reply_to_at >= c.reply_to_at) then excluded.reply_to else c.reply_to end,
          reply_to_at = case when c.contacts = 0 or (excluded.contacts > 0 and excluded.reply_to_at >= c.reply_to_at) then excluded.reply_to_at else c.reply_to_at end,
          line = case when excluded.contacts > 0 and excluded.reply_to_at >= c.reply_to_at then excluded.line else c.line end,
          kind = case when excluded.kind = '' then c.kind else excluded.kind end,
          title = case when excluded.titled_at >= coalesce(c.titled_at, '-infinity') or c.title = '' then excluded.title else c.title end,
          titled_at = greatest(c.titled_at, excluded.titled_at),
          reach = case when excluded.reach_at >= c.reach_at then excluded.reach else c.reach end,
          reach_at = greatest(c.reach_at, excluded.reach_at),
          contacts = c.contacts + excluded.contacts,
          said = c.said + excluded.said,
          finished_at = case when excluded.contacts > 0 then null else c.finished_at end,
          last_kind = case when excluded.last_at >= c.last_at then 'contact' else c.last_kind end,
          last_text = case when excluded.last_at >= c.last_at then excluded.last_text else c.last_text end,
          last_at = greatest(c.last_at, excluded.last_at)
        returning c.*),
      items as (
        insert into lead.conversation_item (id, conversation_id, kind, at, number, event, provider_id)
        select i.id, i.conversation_id, 'contact', i.at, kept.contacts - i.behind, i.event, i.provider_id
          from jsonb_to_recordset($2::jsonb) as i (id uuid, conversation_id uuid, at timestamptz, behind integer, event text, provider_id text) join kept on kept.id = i.conversation_id
        on conflict (id) do nothing)
      select kept.id, kept.account_id as "accountId", kept.channel, kept.source_id as "sourceId", kept.line, kept.reply_to as "replyTo", kept.reach, kept.said = n.said and kept.replies = 0 as begins,
             array(select p.manager_id from lead.participant p where p.conversation_id = kept.id) as participants from kept join n on n.id = kept.id order by kept.id`,
    values: [JSON.stringify(news.map(row)), JSON.stringify(items)],
  });
  return rows;
}
