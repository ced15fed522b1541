import type { NewRecord, Transaction } from '@tributary/event-log';
import { isLoud } from '../batch/happenings.js';
import { isPooled, LeadEventKind, leadEventRecord } from '../lead-event.js';
import type { ConversationContact, ConversationNews } from './by-contacts.js';
import type { Written } from './write-conversations.js';

/** Something in a conversation that whoever looks at it has to see, and that no event of its lead tells. */
export interface Hint {
  readonly conversationId: string;
  readonly reason: 'happened' | 'reopened';
  /** Unique for conversation and reason. */
  readonly cause: string;
  /** Leads whose events tell it: if the conversation's is among them, everybody who looks is told already. */
  readonly toldLeads?: ReadonlySet<string>;
}

/**
 * One for each conversation into which something came that no event of its lead tells: it is of none (a block, a chat event, our own message from the
 * provider's program), of another one (somebody else's in a group, or an earlier one), or was read in silently. What was read in silently into one
 * that was not there nobody looks at. Pure.
 */
export function hintsOf(news: readonly ConversationNews[], { known, kept }: Pick<Written, 'known' | 'kept'>): Hint[] {
  const answered = new Map(kept.map(({ id, replyTo }) => [id, replyTo]));
  return news.flatMap(({ id, contacts }): Hint[] => {
    const seen = contacts.filter((one) => known.has(id) || !isSilent(one));
    const last = seen.at(-1);
    const toldLeads = new Set(seen.flatMap((one) => (isSilent(one) ? [] : (one.leadId ?? []))));
    const lead = contacts.find(({ contact }) => contact.id === answered.get(id))?.leadId;
    if (!last || (lead !== undefined && toldLeads.has(lead))) return [];
    return [{ conversationId: id, reason: 'happened', cause: `${id} ${last.contact.id} ${last.contact.revision}`, toldLeads }];
  });
}

function isSilent({ contact, isNew }: ConversationContact): boolean {
  return isNew && !isLoud(contact);
}

interface Whose {
  readonly id: string; readonly channel: string; readonly line: string; readonly lead_id: string | null; readonly person_id: string | null; readonly person_name: string | null;
  readonly manager_id: string | null; readonly lead_status: string | null; readonly participants: readonly string[];
}

/** @returns what is to be appended to the log; nobody is notified */
export async function hintRecords(tx: Transaction, hints: readonly Hint[], at: Date): Promise<NewRecord[]> {
  if (hints.length === 0) return [];
  const { rows } = await tx.query<Whose>(
    `select v.id, v.channel, coalesce(l.line, v.line) as line, l.id as lead_id, l.person_id, p.name as person_name, l.manager_id, l.status as lead_status,
            array(select t.manager_id from lead.participant t where t.conversation_id = v.id) as participants
       from lead.conversation v join lead.contact c on c.id = v.reply_to left join lead.lead l on l.id = c.lead_id left join lead.person p on p.id = l.person_id
      where v.id = any($1::uuid[])`,
    [hints.map(({ conversationId }) => conversationId)],
  );
  const whose = new Map(rows.map((row) => [row.id, row]));
  return hints.flatMap(({ conversationId, reason, cause, toldLeads }) => {
    const row = whose.get(conversationId);
    if (!row || (row.lead_id !== null && toldLeads?.has(row.lead_id))) return [];
    return [leadEventRecord({
      kind: LeadEventKind.NOTED, leadId: row.lead_id ?? '', personId: row.person_id ?? undefined, personName: row.person_name ?? '', line: row.line, managerId: row.manager_id ?? undefined,
      pooled: isPooled({ status: row.lead_status, managerId: row.manager_id }),
      cause: `${cause} ${reason}`, occurredAt: at, notify: false, told: row.participants, reason, conversationId, channel: row.channel,
    })];
  });
}
