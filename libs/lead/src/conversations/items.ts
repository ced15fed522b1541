import type { LogWriter, Transaction } from '@tributary/event-log';
import { userOf, type Doer } from '../api/leads/lead-actions.js';
import { LeadEventKind, leadEventRecord } from '../lead-event.js';
import { uuidV7 } from '../sql/uuid-v7.js';
import { participantsOf, type ConversationRow } from './conversation-store.js';
import { IS_ECHO } from './echo.js';
import { happenedOf } from './happened-of.js';
import { lockReadable, type Held } from './lock-readable.js';

export type EventKind = 'joined' | 'left' | 'transferred' | 'finished' | 'reopened';

export interface ItemRow {
  readonly id: string;
  readonly kind: 'contact' | 'reply' | 'note' | 'event';
  readonly at: Date;
  readonly position: string;
  readonly text: string | null;
  readonly event: EventKind | null;
  readonly author_user: string | null;
  readonly author_manager_id: string | null;
  readonly author_name: string | null;
  readonly manager_id: string | null;
}

/** Newest first. Our own message that the provider tells us of is not shown beside the reply that it is. */
export async function listItems(tx: Transaction, conversationId: string, page: { limit: number; before?: readonly [string, number, string] | undefined }): Promise<ItemRow[]> {
  const { rows } = await tx.query<ItemRow>(
    `select i.id, i.kind, i.at, i.position, i.text, i.event, i.author_user, i.author_manager_id, i.author_name, i.manager_id
       from lead.conversation_item i
      where i.conversation_id = $1 and ($2::timestamptz is null or (i.at, i.position, i.id) < ($2, $3::bigint, $4::uuid))
        and not (i.kind = 'contact' and i.event = 'own' and ${IS_ECHO})
      order by i.at desc, i.position desc, i.id desc limit $5`,
    [conversationId, page.before?.[0] ?? null, page.before?.[1] ?? null, page.before?.[2] ?? null, page.limit],
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

/** What it does; false: nothing, so there is nothing to tell. */
export type Work = (tx: Transaction, at: Date, row: ConversationRow) => Promise<boolean>;

/**
 * What colleagues do in a conversation, with its event, in the caller's transaction. Customers never hear of it.
 * @throws Problem 403, ContactRaceError as `lockReadable`
 */
export async function noteInConversation(tx: Transaction, log: LogWriter, conversationId: string, doer: Doer, item: NewItem, work: Work = async () => true): Promise<void> {
  const held = await lockReadable(tx, conversationId, doer);
  const at = new Date();
  if (held && (await work(tx, at, held.row))) await noteIn(tx, log, held, doer, item, at);
}

/** The same of a conversation that the caller holds and may do it in. */
export async function noteIn(tx: Transaction, log: LogWriter, { conversation, lead }: Held, doer: Doer, item: NewItem, at: Date): Promise<void> {
  const id = uuidV7();
  await tx.query(
    `insert into lead.conversation_item (id, conversation_id, kind, at, number, text, event, author_user, author_manager_id, author_name, manager_id)
     select $2, v.id, $3, greatest($4, v.last_at), v.contacts, $5, $6, $7, $8, $9, $10 from lead.conversation v where v.id = $1`,
    [conversation.id, id, item.kind, at, item.text ?? null, item.event ?? null, userOf(doer.actor), doer.scope.managerId ?? null, doer.actor.name, item.managerId ?? null],
  );
  if (item.kind === 'note') await tx.query(`update lead.conversation set last_at = greatest(last_at, $2), last_position = nextval('lead.item_position'), last_kind = 'note', last_text = $3 where id = $1`, [conversation.id, at, [...item.text!].slice(0, 200).join('')]);
  const told = [...new Set([...(await participantsOf(tx, conversation.id)), ...(item.managerId === undefined ? [] : [item.managerId])])];
  await log.append(tx, [leadEventRecord({ ...happenedOf(conversation, lead, { at, doer, told }), kind: LeadEventKind.NOTED, cause: id, reason: item.event ?? 'note' })]);
}
