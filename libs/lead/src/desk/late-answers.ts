import { inTransaction } from '@tributary/storage';
import { answeredElsewhere } from '../conversations/answered-elsewhere.js';
import { LeadEventKind, leadEventRecord } from '../lead-event.js';
import { readOffice, readOfficeVersion } from '../office/office-config.js';
import { uuidV7 } from '../sql/uuid-v7.js';
import type { DeskDeps } from './desk-step.js';

const AT_ONCE = 200;

interface Late {
  id: string;
  person_id: string | null;
  person_name: string | null;
  line: string;
  queue_id: string | null;
  manager_id: string | null;
  quiet: boolean;
  /** In the provider's own program. */
  answered: boolean;
}

/** Says once of each lead that nobody answered in time, neither from here nor in the provider's own program: to whoever has it and to the head of its department. @returns how many */
export async function remindOfAnswers({ pool, logWriter }: DeskDeps): Promise<number> {
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<Late>(
      `with late as (
         select id from lead.lead where answer_due_at <= now() and status = 'open' order by answer_due_at limit $1 for no key update skip locked),
       known as (select l.id, ${answeredElsewhere()} as answered from late l)
       update lead.lead l set answer_due_at = null, answered_at = case when known.answered then coalesce(l.answered_at, now()) else l.answered_at end
         from known left join lateral (select p.name from lead.lead o join lead.person p on p.id = o.person_id where o.id = known.id) p on true
        where l.id = known.id
       returning l.id, l.person_id, p.name as person_name, l.line, l.queue_id, l.manager_id, l.quiet, known.answered`,
      [AT_ONCE],
    );
    if (rows.length === 0) return 0;
    const config = await readOffice(tx, await readOfficeVersion(tx));
    const at = new Date();
    await logWriter.append(tx, rows.filter(({ answered }) => !answered).map((row) => leadEventRecord({
      kind: LeadEventKind.REMINDED,
      leadId: row.id,
      personId: row.person_id ?? undefined,
      personName: row.person_name ?? '',
      line: row.line,
      managerId: row.manager_id ?? undefined,
      cause: uuidV7(),
      occurredAt: at,
      notify: !row.quiet,
      told: headOf(row),
      reason: 'not-answered',
    })));
    return rows.length;

    function headOf({ queue_id }: Late): string[] {
      const departmentId = queue_id === null ? undefined : config.queues.get(queue_id)?.departmentId;
      const headId = departmentId === undefined ? undefined : config.departments.get(departmentId)?.headId;
      return headId === undefined ? [] : [headId];
    }
  });
}
