import type { LogWriter, Transaction } from '@tributary/event-log';
import { userOf, type Doer } from '../api/leads/lead-actions.js';
import { LeadEventKind, leadEventRecord } from '../lead-event.js';
import { uuidV7 } from '../sql/uuid-v7.js';
import { lockConversations, participantsOf } from './conversation-store.js';
import { IS_ECHO } from './echo.js';
import { happenedOf, lockLeadOf } from './send-reply.js';

export type EventKind = 'joined' | 'left' | 'transferred' | 'finished' | 'reopened';

export interface ItemRow {
  readonly id: string;
  readonly kind: 'contact' | 'reply' | 'note' | 'event';
  readonly at: Date;
  readonly text: string | null;
  readonly event: EventKind | null;
  readonly author_user: string | null;
  readonly author_manager_id: string | null;
  readonly author_name: string | null;
  readonly manager_id: string | null;
}

/** Newest first. Our own message that the provider tells us of is not shown beside the reply that it is. */
export async function listItems(tx: Transaction, conversationId: string, page: { limit: number; before?: readonly [string, string] | undefined }): Promise<ItemRow[]> {
  const { rows } = await tx.query<ItemRow>(
    `select i.id, i.kind, i.at, i.text, i.event, i.author_user, i.author_manager_id, i.author_name, i.manager_id
       from lead.conversation_item i
      where i.conversation_id = $1 and ($2::timestamptz is null or (i.at, i.id) < ($2, $3::uuid))
        and not (i.kind = 'contact' and i.event = 'own' and ${IS_ECHO})
      order by i.at desc, i.id desc limit $4`,
    [conversationId, page.before?.[0] ?? null, page.before?.[1] ?? null, page.limit],
  );
  return rows;
}

export async function itemExists(tx: Transaction, conversationId: string, id: string): Promise<boolean> {
  return (await tx.query('select from lead.conversation_item where id = $1 and conversation_id = $2', [id, conversationId])).rows.length > 0;
}

export interface NewItem {
  readonly kind: 'note' | 'event';
  readonly text?: string;
  readonly event?: EventKind;
  /** Whom it is about. */
  readonly managerId?: string;
}

/**
 * What colleagues do in a conversation, with its event, in the caller's transaction. Customers never hear of it.
 * @param work  what it does; false: nothing, so there is nothing to tell
 */
export async function noteInConversation(tx: Transaction, log: LogWriter, conversationId: string, doer: Doer, item: NewItem, work: (tx: Transaction, at: Date) => Promise<boolean> = async () => true): Promise<void> {
  const lead = await lockLeadOf(tx, conversationId);
  const [conversation] = await lockConversations(tx, [conversationId]);
  const at = new Date();
  if (!conversation || !(await work(tx, at))) return;
  const id = uuidV7();
  await tx.query(
    `insert into lead.conversation_item (id, conversation_id, kind, at, number, text, event, author_user, author_manager_id, author_name, manager_id)
     select $2, v.id, $3, $4, v.contacts, $5, $6, $7, $8, $9, $10 from lead.conversation v where v.id = $1`,
    [conversationId, id, item.kind, at, item.text ?? null, item.event ?? null, userOf(doer.actor), doer.scope.managerId ?? null, doer.actor.name, item.managerId ?? null],
  );
  if (item.kind === 'note') await tx.query(`update lead.conversation set last_at = $2, last_kind = 'note', last_text = $3 where id = $1`, [conversationId, at, [...item.text!].slice(0, 200).join('')]);
  const told = [...new Set([...(await participantsOf(tx, conversationId)), ...(item.managerId === undefined ? [] : [item.managerId])])];
  await log.append(tx, [leadEventRecord({ ...happenedOf(conversation, lead, { at, doer, told }), kind: LeadEventKind.NOTED, cause: id, reason: item.event ?? 'note' })]);
}
