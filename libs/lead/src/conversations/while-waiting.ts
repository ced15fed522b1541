import { inTransaction } from '@tributary/storage';
import type { DeskDeps } from '../desk/desk-step.js';
import { readOffice, readOfficeVersion } from '../office/office-config.js';
import { firstNameOf } from './addressed.js';
import { answeredElsewhere } from './answered-elsewhere.js';
import { answerWhileWaiting } from './automatic-answers.js';
import { lockConversations } from './conversation-store.js';
import { giveAnswers } from './give-answers.js';

const AT_ONCE = 200;

interface Waiting {
  readonly id: string; readonly conversation_id: string; readonly recipient: string | null; readonly person_id: string | null; readonly person_name: string | null; readonly line: string; readonly manager_id: string | null;
}

/**
 * Tells customers that somebody is on it, whose lead nobody answered within the line's minutes, neither from here nor in the provider's own
 * program, and whose conversation nobody has finished. Once for each lead.
 * @returns how many leads were looked at
 */
export async function answerThoseWhoWait({ pool, logWriter }: DeskDeps): Promise<number> {
  return inTransaction(pool, async (tx) => {
    const { rows: due } = await tx.query<{ lead_id: string; conversation_id: string; recipient: string | null }>(
      `delete from lead.on_it where lead_id in (select lead_id from lead.on_it where due_at <= now() order by due_at limit $1 for update skip locked) returning lead_id, conversation_id, recipient`,
      [AT_ONCE],
    );
    if (due.length === 0) return 0;
    // Whoever answers holds the conversation: it is known from here on whether somebody did.
    const conversations = new Map((await lockConversations(tx, due.map(({ conversation_id }) => conversation_id))).map((each) => [each.id, each]));
    const { rows } = await tx.query<Waiting>(
      `select l.id, n.conversation_id, n.recipient, l.person_id, p.name as person_name, l.line, l.manager_id
         from jsonb_to_recordset($1::jsonb) as n (lead_id uuid, conversation_id uuid, recipient uuid) join lead.lead l on l.id = n.lead_id
         join lead.conversation v on v.id = n.conversation_id left join lead.person p on p.id = l.person_id
        where l.status = 'open' and l.answered_at is null and v.finished_at is null
          and not ${answeredElsewhere()}`,
      [JSON.stringify(due)],
    );
    const { lines } = await readOffice(tx, await readOfficeVersion(tx));
    const at = new Date();
    const givings = rows.flatMap((row) => {
      const [conversation, answers] = [conversations.get(row.conversation_id), lines.get(row.line)?.answers];
      if (!conversation || !answers) return [];
      const whose = { leadId: row.id, personId: row.person_id ?? undefined, personName: row.person_name ?? '', line: row.line, managerId: row.manager_id ?? undefined };
      return [{ conversation, whose, recipient: row.recipient ?? undefined, answers: answerWhileWaiting({ answers, reach: conversation.reach, firstName: firstNameOf(row.person_name ?? '') }, row.id, at) }];
    });
    await logWriter.append(tx, await giveAnswers(tx, givings, at));
    return due.length;
  });
}
