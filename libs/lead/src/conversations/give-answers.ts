import type { NewRecord, Transaction } from '@tributary/event-log';
import { LeadEventKind, leadEventRecord, type LeadHappening } from '../lead-event.js';
import { uuidV7 } from '../sql/uuid-v7.js';
import type { AutomaticAnswer } from './automatic-answers.js';
import { readBrake } from './brake.js';
import type { LockedConversation } from './conversation-store.js';
import { insertReplies } from './reply-store.js';

/** Whose conversation it is, for the event. */
export type Whose = Pick<LeadHappening, 'leadId' | 'personId' | 'personName' | 'line' | 'managerId'>;

export interface Giving {
  readonly conversation: LockedConversation;
  readonly whose: Whose;
  /** That they answer. */
  readonly contactId: string;
  /** Whom they go to, as far as it is known: what they are counted by besides the conversation. */
  readonly recipient: string | undefined;
  readonly answers: readonly AutomaticAnswer[];
}

/**
 * Gives automatic answers as far as the brake lets them through, each at most once in its episode whoever else gives it at the same moment. The
 * caller has locked the conversations.
 * @returns what is to be appended to the log
 */
export async function giveAnswers(tx: Transaction, givings: readonly Giving[], at: Date): Promise<NewRecord[]> {
  const asking = givings.filter(({ answers }) => answers.length > 0);
  if (asking.length === 0) return [];
  const brake = await readBrake(tx, asking.map(({ conversation }) => conversation.id), asking.flatMap(({ recipient }) => recipient ?? []));
  const wanted = asking.flatMap(({ answers, ...to }) => brake.letThrough([to.conversation.id, ...(to.recipient ? [to.recipient] : [])], answers).map((answer) => ({ id: uuidV7(), ...to, answer })));
  if (wanted.length === 0) return [];
  const { rows } = await tx.query<{ reply_id: string }>(
    `insert into lead.automatic_answer (conversation_id, kind, episode, reply_id, recipient, given_at)
     select conversation_id, kind, episode, reply_id, recipient, $2 from jsonb_to_recordset($1::jsonb) as n (conversation_id uuid, kind text, episode text, reply_id uuid, recipient uuid)
     on conflict do nothing returning reply_id`,
    [JSON.stringify(wanted.map(({ id, conversation, recipient, answer }) => ({ conversation_id: conversation.id, kind: answer.kind, episode: answer.episode, reply_id: id, recipient }))), at],
  );
  const first = new Set(rows.map(({ reply_id }) => reply_id));
  const given = wanted.filter(({ id }) => first.has(id));
  if (given.length === 0) return [];
  const replies = given.map(({ id, conversation, contactId, answer }) => ({
    thread: conversation,
    reply: {
      id, conversationId: conversation.id, contactId, text: answer.text, files: [], automatic: answer.kind, author: { userId: null, managerId: null, name: '', signature: '' }, askedAt: at,
    },
  }));
  const records = await insertReplies(tx, replies);
  const events = given.map(({ id, whose, conversation, answer }) => leadEventRecord({
    // Only of open leads.
    ...whose, pooled: whose.managerId === undefined, kind: LeadEventKind.REPLIED, cause: id, occurredAt: at, notify: false, reason: answer.kind, conversationId: conversation.id, channel: conversation.channel,
  }));
  return [...records, ...events];
}
