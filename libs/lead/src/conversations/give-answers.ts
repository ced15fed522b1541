import type { NewRecord, Transaction } from '@tributary/event-log';
import { LeadEventKind, leadEventRecord, type LeadHappening } from '../lead-event.js';
import { uuidV7 } from '../sql/uuid-v7.js';
import type { AutomaticAnswer, Recent } from './automatic-answers.js';
import type { LockedConversation } from './conversation-store.js';
import { insertReplies, previewOfReply } from './reply-store.js';

/** Whose conversation it is, for the event. */
export type Whose = Pick<LeadHappening, 'leadId' | 'personId' | 'personName' | 'line' | 'managerId'>;

export interface Giving {
  readonly conversation: LockedConversation;
  readonly whose: Whose;
  readonly answers: readonly AutomaticAnswer[];
}

/** By conversation. */
export async function readRecent(tx: Transaction, ids: readonly string[]): Promise<(id: string) => Recent> {
  const { rows } = await tx.query<Recent & { id: string }>(
    `select conversation_id as id, count(*) filter (where asked_at > now() - interval '1 minute')::int as minute, count(*)::int as day
       from lead.reply where conversation_id = any($1::uuid[]) and automatic <> '' and asked_at > now() - interval '1 day' group by 1`,
    [ids],
  );
  const found = new Map(rows.map((row) => [row.id, row]));
  return (id) => found.get(id) ?? { minute: 0, day: 0 };
}

/**
 * Gives automatic answers, each at most once in its episode whoever else gives it at the same moment. The caller has locked the conversations.
 * @returns what is to be appended to the log
 */
export async function giveAnswers(tx: Transaction, givings: readonly Giving[], at: Date): Promise<NewRecord[]> {
  const wanted = givings.flatMap(({ conversation, whose, answers }) => answers.map((answer) => ({ id: uuidV7(), conversation, whose, answer })));
  if (wanted.length === 0) return [];
  const { rows } = await tx.query<{ reply_id: string }>(
    `insert into lead.automatic_answer (conversation_id, kind, episode, reply_id)
     select conversation_id, kind, episode, reply_id from jsonb_to_recordset($1::jsonb) as n (conversation_id uuid, kind text, episode text, reply_id uuid)
     on conflict do nothing returning reply_id`,
    [JSON.stringify(wanted.map(({ id, conversation, answer }) => ({ conversation_id: conversation.id, kind: answer.kind, episode: answer.episode, reply_id: id })))],
  );
  const first = new Set(rows.map(({ reply_id }) => reply_id));
  const given = wanted.filter(({ id }) => first.has(id));
  if (given.length === 0) return [];
  const replies = given.map(({ id, conversation, answer }) => ({
    thread: conversation,
    reply: {
      id, conversationId: conversation.id, contactId: conversation.replyTo, text: answer.text, files: [], automatic: answer.kind, author: { userId: null, managerId: null, name: '' }, askedAt: at,
    },
  }));
  const records = await insertReplies(tx, replies);
  const events = given.map(({ id, whose, conversation, answer }, index) => leadEventRecord({
    ...whose, kind: LeadEventKind.REPLIED, cause: id, occurredAt: at, notify: false, reason: answer.kind, note: previewOfReply(replies[index]!.reply), conversationId: conversation.id, channel: conversation.channel,
  }));
  return [...records, ...events];
}
