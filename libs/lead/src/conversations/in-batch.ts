import { deriveId } from '@tributary/contact';
import type { NewRecord, Transaction } from '@tributary/event-log';
import { addWorkingMs } from '@tributary/routing';
import type { OfficeConfig } from '../office/office-config.js';
import { calledIn } from './addressed.js';
import { answersToMessage } from './automatic-answers.js';
import { endWaits } from './answered-elsewhere.js';
import { isCustomers, isLive, isOwn, type ConversationContact, type ConversationNews } from './by-contacts.js';
import { writeConversations, type KeptConversation } from './write-conversations.js';
import { hintRecords, hintsOf, type Hint } from './hints.js';
import { giveAnswers, type Whose } from './give-answers.js';

const MINUTE_MS = 60_000;

export interface Talked {
  /** Managers who take part in the contact's conversation without having the lead; none for most. */
  readonly toldOf: (contactId: string) => readonly string[];
  /** Automatic answers, and hints for whoever looks, for the log. */
  readonly records: readonly NewRecord[];
}

/**
 * What a batch does to conversations, in its transaction: so an automatic answer is given as often as its contact is stored, which is once.
 * @param whoseOf  of a contact that has a lead
 * @param lockedLeads  open ones, among them those of conversations that we answered in at the provider
 */
export async function talk(tx: Transaction, news: readonly ConversationNews[], { lines }: OfficeConfig, { whoseOf, lockedLeads }: { whoseOf: (one: ConversationContact) => Whose; lockedLeads: readonly string[] }, at: Date): Promise<Talked> {
  const written = await writeConversations(tx, news);
  const kept = new Map(written.kept.map((each) => [each.id, each]));
  const told = new Map<string, readonly string[]>();
  for (const { id, contacts } of news) {
    const participants = kept.get(id)?.participants ?? [];
    if (participants.length > 0) for (const { contact } of contacts) told.set(contact.id, participants);
  }
  const asking = news.flatMap((each): Asking[] => {
    const conversation = kept.get(each.id);
    const one = each.contacts.findLast(isAnswerable);
    const line = one && lines.get(one.line);
    return one && conversation && line?.answers ? [{ one, conversation, line }] : [];
  });
  await awaitAnswers(tx, news, lines);
  await endWaits(tx, lockedLeads, news.flatMap(({ contacts }) => contacts.filter((one) => one.isNew && isOwn(one)).map(({ contact }) => contact.id)), at);
  const hints: Hint[] = [
    ...hintsOf(news, written), ...written.reopened.map(({ conversationId, contactId }): Hint => ({ conversationId, reason: 'reopened', cause: contactId })),
    ...written.told.map((id): Hint => ({ conversationId: id, reason: 'happened', cause: `${id} ${at.toISOString()}` })),
  ];
  return { toldOf: (contactId) => told.get(contactId) ?? [], records: [...(await answer(tx, asking, whoseOf, at)), ...(await hintRecords(tx, hints, at))] };
}

interface Asking {
  readonly one: ConversationContact;
  readonly conversation: KeptConversation;
  readonly line: NonNullable<ReturnType<OfficeConfig['lines']['get']>>;
}

async function answer(tx: Transaction, asking: readonly Asking[], whoseOf: (one: ConversationContact) => Whose, at: Date): Promise<NewRecord[]> {
  return giveAnswers(tx, asking.map(({ one, conversation, line }) => {
    const whose = whoseOf(one);
    const firstName = calledIn(one.contact.envelope, whose.personName);
    return { conversation, contactId: one.contact.id, whose, recipient: recipientOf(one), answers: answersToMessage({ answers: line.answers!, reach: conversation.reach, firstName }, { hours: line.hours, begins: conversation.begins }, at) };
  }), at);
}

/** What a person wrote just now, and is a lead: no robot, no import, nothing that is read again. Of a forged sender somebody else would hear from us. */
function isAnswerable(one: ConversationContact): boolean {
  return isLive(one) && isCustomers(one) && one.leadId !== undefined && !one.contact.identities.some(({ disputed }) => disputed);
}

/** The person; of a contact that stands without one, as shared addresses join nobody, what it came from. */
function recipientOf({ personId, contact: { identities: [first] } }: ConversationContact): string | undefined {
  return personId ?? (first && deriveId('recipient', first.type, first.value));
}

/** Leads whose customer is told that somebody is on it, unless they are answered by then. */
async function awaitAnswers(tx: Transaction, news: readonly ConversationNews[], lines: OfficeConfig['lines']): Promise<void> {
  const waiting = news.flatMap(({ id, contacts }) => contacts.flatMap((one) => {
    const line = lines.get(one.line);
    if (!one.opensLead || !isAnswerable(one) || !line?.answers?.onIt) return [];
    const ms = line.answers.onIt.afterMinutes * MINUTE_MS;
    const dueAt = line.hours ? addWorkingMs(line.hours, one.contact.receivedAt, ms) : new Date(one.contact.receivedAt.getTime() + ms);
    return dueAt ? [{ lead_id: one.leadId, conversation_id: id, contact_id: one.contact.id, recipient: recipientOf(one), due_at: dueAt }] : [];
  }));
  if (waiting.length === 0) return;
  await tx.query(
    `insert into lead.on_it (lead_id, conversation_id, contact_id, recipient, due_at)
     select lead_id, conversation_id, contact_id, recipient, due_at from jsonb_to_recordset($1::jsonb) as n (lead_id uuid, conversation_id uuid, contact_id uuid, recipient uuid, due_at timestamptz) on conflict do nothing`,
    [JSON.stringify(waiting)],
  );
}
