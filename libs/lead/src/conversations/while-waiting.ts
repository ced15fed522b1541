import { fromBinary } from '@bufbuild/protobuf';
import type { Transaction } from '@tributary/event-log';
import { EnvelopeSchema } from '@tributary/proto';
import { inTransaction } from '@tributary/storage';
import type { DeskDeps } from '../desk/desk-step.js';
import { readOffice, readOfficeVersion } from '../office/office-config.js';
import { calledIn } from './addressed.js';
import { answeredElsewhere } from './answered-elsewhere.js';
import { answerWhileWaiting } from './automatic-answers.js';
import { lockConversations } from './conversation-store.js';
import { giveAnswers, type Giving } from './give-answers.js';

const AT_ONCE = 200;

interface Due {
  readonly lead_id: string; readonly conversation_id: string; readonly contact_id: string | null; readonly recipient: string | null;
}

interface Waiting {
  readonly id: string; readonly conversation_id: string; readonly contact_id: string; readonly snapshot: Buffer; readonly recipient: string | null; readonly person_id: string | null;
  readonly person_name: string | null; readonly line: string; readonly manager_id: string | null;
}

/**
 * Tells customers that somebody is on it, whose lead nobody answered within the line's minutes, neither from here nor in the provider's own
 * program, and whose conversation nobody has finished. Once for each lead.
 * @returns how many leads were looked at
 */
export async function answerThoseWhoWait({ pool, logWriter }: DeskDeps): Promise<number> {
  return inTransaction(pool, async (tx) => {
    const { rows: found } = await tx.query<Due>('select lead_id, conversation_id from lead.on_it where due_at <= now() order by due_at limit $1', [AT_ONCE]);
    if (found.length === 0) return 0;
    // Whoever answers, or erases, holds the conversation: it is known from here on whether somebody did.
    const conversations = new Map((await lockConversations(tx, found.map(({ conversation_id }) => conversation_id))).map((each) => [each.id, each]));
    const { rows: due } = await tx.query<Due>('delete from lead.on_it where lead_id = any($1::uuid[]) returning lead_id, conversation_id, contact_id, recipient', [found.map(({ lead_id }) => lead_id)]);
    const rows = await stillWaiting(tx, due);
    const { lines } = await readOffice(tx, await readOfficeVersion(tx));
    const at = new Date();
    const givings = rows.flatMap((row): Giving[] => {
      const [conversation, answers] = [conversations.get(row.conversation_id), lines.get(row.line)?.answers];
      if (!conversation || !answers) return [];
      const whose = { leadId: row.id, personId: row.person_id ?? undefined, personName: row.person_name ?? '', line: row.line, managerId: row.manager_id ?? undefined };
      const firstName = calledIn(fromBinary(EnvelopeSchema, row.snapshot), row.person_name);
      return [{ conversation, contactId: row.contact_id, whose, recipient: row.recipient ?? undefined, answers: answerWhileWaiting({ answers, reach: conversation.reach, firstName }, row.id, at) }];
    });
    await logWriter.append(tx, await giveAnswers(tx, givings, at));
    return due.length;
  });
}

/** Nobody answered them, nor erased what they wrote. */
async function stillWaiting(tx: Transaction, due: readonly Due[]): Promise<Waiting[]> {
  const { rows } = await tx.query<Waiting>(
    `select l.id, n.conversation_id, c.id as contact_id, c.snapshot, n.recipient, l.person_id, p.name as person_name, l.line, l.manager_id
       from jsonb_to_recordset($1::jsonb) as n (lead_id uuid, conversation_id uuid, contact_id uuid, recipient uuid) join lead.lead l on l.id = n.lead_id
       join lead.conversation v on v.id = n.conversation_id join lead.contact c on c.id = coalesce(n.contact_id, v.reply_to) left join lead.person p on p.id = l.person_id
      where l.status = 'open' and l.answered_at is null and v.finished_at is null
        and not ${answeredElsewhere()}`,
    [JSON.stringify(due)],
  );
  return rows;
}
