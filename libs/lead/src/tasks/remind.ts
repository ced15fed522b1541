import { inTransaction } from '@tributary/storage';
import type { DeskDeps } from '../desk/desk-step.js';
import { LeadEventKind, leadEventRecord } from '../lead-event.js';

const AT_ONCE = 200;

interface Due {
  id: string;
  lead_id: string | null;
  person_id: string | null;
  name: string | null;
  manager_id: string | null;
  line: string | null;
  text: string;
  kind: string;
}

/** Says once of each task that its reminder has come, and once that it is due. @returns how many were told of */
export async function remindOfTasks(deps: DeskDeps): Promise<number> {
  return (await tell(deps, { column: 'reminded_at', time: 'remind_at', reason: 'task-reminder' })) + (await tell(deps, { column: 'told_due_at', time: 'due_at', reason: 'task-due' }));
}

async function tell({ pool, logWriter }: DeskDeps, { column, time, reason }: { column: 'reminded_at' | 'told_due_at'; time: 'remind_at' | 'due_at'; reason: string }): Promise<number> {
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<Due>(
      `with due as (
         select id from lead.task where ${time} <= now() and done_at is null and ${column} is null order by ${time} limit $1 for no key update skip locked)
       update lead.task t set ${column} = now()
         from due left join lead.task o on o.id = due.id left join lead.person p on p.id = o.person_id left join lead.lead l on l.id = o.lead_id
        where t.id = due.id
       returning t.id, t.lead_id, t.person_id, p.name, coalesce(t.manager_id, l.manager_id) as manager_id, l.line, t.text, t.kind`,
      [AT_ONCE],
    );
    const at = new Date();
    await logWriter.append(tx, rows.map((row) => leadEventRecord({
      kind: LeadEventKind.REMINDED,
      leadId: row.lead_id ?? '',
      personId: row.person_id ?? undefined,
      personName: row.name ?? '',
      line: row.line ?? '',
      managerId: row.manager_id ?? undefined,
      cause: `${reason} ${row.id} ${at.getTime()}`,
      occurredAt: at,
      notify: true,
      reason,
      note: row.text,
    })));
    return rows.length;
  });
}
