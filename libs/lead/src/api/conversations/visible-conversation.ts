import type { Transaction } from '@tributary/event-log';
import { Problem, type Actor } from '@tributary/platform';
import type pg from 'pg';
import { findConversation, type ConversationRow } from '../../conversations/conversation-store.js';
import { isUuid } from '../fields.js';
import { userOf, type Doer } from '../leads/lead-actions.js';
import { mayRead, scopeOf, type Scope } from '../scope.js';

/** Who may see the lead may see its conversations, and so may who was invited. To answer in one it takes the same. @throws Problem 403 */
export async function requireReadable(tx: Transaction, scope: Scope, { lead_id, manager_id, lead_status }: ConversationRow): Promise<void> {
  const isReadable = scope.all || (lead_id !== null && (await mayRead(tx, scope, { id: lead_id, managerId: manager_id, status: lead_status ?? '' })));
  if (!isReadable) throw new Problem(403, 'forbidden');
}

/** @throws Problem 404, 403 */
export async function visibleConversation(pool: pg.Pool, id: string, actor: Actor): Promise<{ row: ConversationRow; doer: Doer }> {
  const row = isUuid(id) ? await findConversation(pool, id, userOf(actor)) : undefined;
  if (!row) throw new Problem(404, 'conversation-unknown');
  const scope = await scopeOf(pool, actor);
  await requireReadable(pool, scope, row);
  return { row, doer: { actor, scope } };
}
