import type { Transaction } from '@tributary/event-log';
import { IS_ECHO } from './echo.js';

/** How much of a text is compared: what a search of contacts looks through holds as much, behind names and addresses. */
const COMPARED_CHARS = 200;

/**
 * SQL: the message `i` says what an automatic answer of its conversation says, so it is that one: what became of the answer need not be known, nor
 * by which id the provider knows it. Contacts hold their texts as `foldForSearch` makes them.
 */
const IS_AUTOMATIC = `exists (select from lead.reply r join lead.contact o on o.id = i.id
    where r.conversation_id = i.conversation_id and r.automatic <> '' and position(translate(lower(left(r.text, ${COMPARED_CHARS})), 'ё', 'е') in o.search) > 0)`;

/**
 * SQL: somebody answered the customer of the lead `l` in the provider's own program: behind a contact of it stands a message of ours that is no reply
 * from here, of a colleague's nor an automatic one.
 * @param among  further condition of the message `i`
 */
export function answeredElsewhere(among = 'true'): string {
  return `exists (select from lead.contact k join lead.conversation_item f on f.id = k.id
    join lead.conversation_item i on i.conversation_id = f.conversation_id and i.event = 'own' and (i.at, i.position, i.id) > (f.at, f.position, f.id)
    where k.lead_id = l.id and ${among} and not ${IS_ECHO} and not ${IS_AUTOMATIC})`;
}

/** SQL: what became of a reply is not known yet, so the message `i` may be that one. When the wait is over, it is looked at again. */
const UNDECIDED = `exists (select from lead.reply r where r.conversation_id = i.conversation_id and r.state in ('queued', 'sending', 'unknown'))`;

/** Ends the wait of the leads, which the caller has locked, whose customers these messages of ours answer. */
export async function endWaits(tx: Transaction, leadIds: readonly string[], ownIds: readonly string[], at: Date): Promise<void> {
  if (leadIds.length === 0 || ownIds.length === 0) return;
  await tx.query(
    `update lead.lead l set answered_at = coalesce(l.answered_at, $3), answer_due_at = null
      where l.id = any($1::uuid[]) and l.status = 'open' and (l.answered_at is null or l.answer_due_at is not null) and ${answeredElsewhere(`i.id = any($2::uuid[]) and not ${UNDECIDED}`)}`,
    [leadIds, ownIds, at],
  );
}
