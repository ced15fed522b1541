import { deriveId } from '@tributary/contact';
import { Origin, type Reach } from '@tributary/proto';
import type { InboundContact } from '../batch/inbound-contact.js';
import type { Placement } from '../batch/place.js';

export function conversationId(accountId: string, sourceId: string): string {
  return deriveId('conversation', accountId, sourceId);
}

/** What a batch brings to one conversation. */
export interface ConversationNews {
  readonly id: string;
  /** In the order of the batch; the last revision of each. */
  readonly contacts: ConversationContact[];
}

export interface ConversationContact {
  readonly contact: InboundContact;
  readonly reach: Reach;
  readonly line: string;
  readonly leadId: string | undefined;
  readonly personId: string | undefined;
  readonly at: Date;
  /** In the order of the batch, from 0. */
  readonly number: number;
  /** It was not known before. */
  readonly isNew: boolean;
  readonly opensLead: boolean;
}

/** Contacts whose channel can answer, by conversation and in order of their ids. Pure. */
export function conversationNews(placements: readonly Placement[]): ConversationNews[] {
  const all = new Map<string, ConversationNews>();
  let number = 0;
  for (const placement of placements) {
    const { contact, kind, personId } = placement.match;
    const { reach, accountId, conversationId: sourceId } = contact.envelope;
    if (!reach) continue;
    // A source's clock may be wrong, and nothing of the future would ever stop being the newest.
    const at = contact.occurredAt < contact.receivedAt ? contact.occurredAt : contact.receivedAt;
    const one: ConversationContact = { contact, reach, line: placement.line, leadId: placement.leadId, personId, at, number: number++, isNew: kind === 'new', opensLead: placement.outcome === 'opened' };
    const id = conversationId(accountId, sourceId);
    const news = all.get(id);
    if (news) add(news, one);
    else all.set(id, { id, contacts: [one] });
  }
  return [...all.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function add(news: ConversationNews, one: ConversationContact): void {
  const earlier = news.contacts.findIndex(({ contact }) => contact.id === one.contact.id);
  const merged = earlier === -1 ? one : { ...one, number: news.contacts[earlier]!.number, isNew: news.contacts[earlier]!.isNew, opensLead: one.opensLead || news.contacts[earlier]!.opensLead };
  if (earlier === -1) news.contacts.push(merged);
  else news.contacts[earlier] = merged;
}

/** What a person wrote to us; not a robot, not our own message that the provider tells us of, and nothing that merely happened (the bot was blocked). */
export function isCustomers({ contact }: ConversationContact): boolean {
  return contact.envelope.automatic === undefined && contact.notLeadReason === undefined;
}

export function counts(one: ConversationContact): boolean {
  return one.isNew && isCustomers(one);
}

/** Just now, by the customer or, as the provider tells us, by us; not read in from the past. */
export function isSaid(one: ConversationContact): boolean {
  return isLive(one) && (isCustomers(one) || isOwn(one));
}

export function isLive({ isNew, contact }: ConversationContact): boolean {
  return isNew && contact.envelope.origin === Origin.LIVE;
}

export function isOwn({ contact }: ConversationContact): boolean {
  return contact.envelope.automatic?.kind === 'own';
}

export function kindOf({ contact }: ConversationContact): string {
  return contact.envelope.conversation?.kind ?? '';
}

/** What the source calls the conversation now: a group by its name, a private chat by whom it is with. Empty when it does not tell. */
export function nameOf(one: ConversationContact): string {
  const { conversation, sender } = one.contact.envelope;
  return conversation?.title || (kindOf(one) === 'private' && isCustomers(one) && sender?.name) || '';
}

/** For want of a name: what a mail is about, or who is there. One of several people is nobody's. */
export function titleOf(one: ConversationContact): string {
  const { subject, sender } = one.contact.envelope;
  const kind = kindOf(one);
  if (kind !== '' && kind !== 'private') return '';
  return (isOwn(one) && kind !== '' ? '' : subject || sender?.name) || '';
}
