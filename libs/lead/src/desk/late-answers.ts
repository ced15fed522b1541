import { inTransaction } from '@tributary/storage';
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
}

/** Says once of each lead that nobody answered in time: to whoever has it and to the head of its department. @returns how many */
export async function remindOfAnswers({ pool, logWriter }: DeskDeps): Promise<number> {
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<Late>(
      `with late as (
         select id from lead.lead where answer_due_at <= now() and status = 'open' order by answer_due_at limit $1 for no key update skip locked)
       update lead.lead l set answer_due_at = null
         from late left join lateral (select p.name from lead.lead o join lead.person p on p.id = o.person_id where o.id = late.id) p on true
        where l.id = late.id
       returning l.id, l.person_id, p.name as person_name, l.line, l.queue_id, l.manager_id, l.quiet`,
      [AT_ONCE],
    );
    if (rows.length === 0) return 0;
    const config = await readOffice(tx, await readOfficeVersion(tx));
    const at = new Date();
    await logWriter.append(tx, rows.map((row) => leadEventRecord({
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
