import type { LogWriter, Transaction } from '@tributary/event-log';
import type { Office } from '@tributary/routing';
import { lockUnassigned } from '../api/leads/lead-store.js';
import type { LeadChoice } from '../decision.js';
import { LeadEventKind, leadEventRecord, type LeadHappening } from '../lead-event.js';
import { moveCursors } from '../office/open-office.js';
import { uuidV7 } from '../sql/uuid-v7.js';
import { handOverTasks } from '../tasks/task-store.js';
import type { DeskLead } from './lead-row.js';

/** What the desk did with a lead. */
export interface Assignment {
  readonly lead: DeskLead;
  readonly choice: LeadChoice;
  /** Managers who had it and did not take it, by now. */
  readonly tried: readonly string[];
  readonly kind: LeadEventKind;
  /** A stable code: "backlog", "opening", "not-taken", "owner-away". */
  readonly reason: string;
  /** Who is told besides whoever gets it. */
  readonly told: readonly string[];
}

/** Writes what was decided of leads that stood already, with their reasons and events. */
export async function writeAssignments(tx: Transaction, log: LogWriter, assignments: readonly Assignment[], office: Office): Promise<void> {
  if (assignments.length === 0) return;
  const { at } = office;
  await tx.query(
    `update lead.lead l
        set manager_id = n.manager_id, queue_id = coalesce(n.queue_id, l.queue_id), waiting = n.waiting, due_at = n.due_at, due = n.due, tried = n.tried,
            skills = n.skills, assigned_at = case when n.manager_id is null then null else $2::timestamptz end, taken_at = null
       from jsonb_to_recordset($1) as n (id uuid, manager_id uuid, queue_id text, waiting text, due_at timestamptz, due text, tried uuid[], skills text[])
      where l.id = n.id`,
    [JSON.stringify(assignments.map(({ lead, choice, tried }) => ({
      id: lead.id, manager_id: choice.decision.managerId ?? null, queue_id: choice.decision.queueId ?? null, waiting: choice.waiting ?? null,
      due_at: choice.due?.at ?? null, due: choice.due?.what ?? null, tried, skills: choice.skills ?? lead.skills,
    }))), at],
  );
  await tx.query(
    `insert into lead.assignment (id, lead_id, manager_id, reason, steps, at)
     select id, lead_id, manager_id, reason, steps, $2 from jsonb_to_recordset($1) as n (id uuid, lead_id uuid, manager_id uuid, reason text, steps jsonb)`,
    [JSON.stringify(assignments.map(({ lead, choice, reason }) => ({ id: uuidV7(), lead_id: lead.id, manager_id: choice.decision.managerId ?? null, reason, steps: choice.decision.steps }))), at],
  );
  await handOverTasks(tx, assignments.map(({ lead, choice }) => ({ leadId: lead.id, before: lead.managerId, managerId: choice.decision.managerId })));
  await ownThem(tx, assignments, office);
  if (office.moved.length > 0) await moveCursors(tx, office.moved);
  await log.append(tx, assignments.map((assignment) => leadEventRecord(happening(assignment, at))));
}

/** Who did not take it, or has left, keeps nobody; whose manager is only away stays theirs. */
function hadByChance({ managerId }: DeskLead, reason: string, office: Office): boolean {
  return managerId !== undefined && (reason === 'not-taken' || office.presence(managerId).away === 'left');
}

/** Contacts count as assigned from now; the person whom nobody has, or who was new with whoever did not take it, gets this manager. */
async function ownThem(tx: Transaction, assignments: readonly Assignment[], office: Office): Promise<void> {
  const given = assignments.filter(({ choice }) => choice.decision.managerId !== undefined);
  if (given.length === 0) return;
  const ids = given.map(({ lead }) => lead.id);
  await lockUnassigned(tx, ids);
  await tx.query('update lead.contact set assigned_at = $2 where lead_id = any($1::uuid[]) and assigned_at is null', [ids, office.at]);
  await tx.query(
    `update lead.person p set manager_id = n.manager_id
       from jsonb_to_recordset($1) as n (lead_id uuid, person_id uuid, manager_id uuid, before uuid, has_left boolean)
      where p.id = n.person_id and (p.manager_id is null or (p.manager_id = n.before
        and (n.has_left or not exists (select from lead.lead o where o.person_id = p.id and o.id <> n.lead_id))))`,
    [JSON.stringify(given.filter(({ lead }) => lead.personId !== null).map(({ lead, choice, reason }) => ({
      lead_id: lead.id, person_id: lead.personId, manager_id: choice.decision.managerId, before: hadByChance(lead, reason, office) ? lead.managerId : null, has_left: lead.managerId !== undefined && office.presence(lead.managerId).away === 'left',
    })))],
  );
}

function happening({ lead, choice, kind, reason, told }: Assignment, at: Date): LeadHappening {
  return {
    kind,
    leadId: lead.id,
    personId: lead.personId ?? undefined,
    personName: lead.personName,
    line: lead.line,
    managerId: choice.decision.managerId,
    cause: uuidV7(),
    occurredAt: at,
    // A lead that was held and waits on is nobody's news.
    notify: !lead.quiet && (choice.decision.managerId !== undefined || choice.offered !== undefined || kind === LeadEventKind.ESCALATED),
    told: [...new Set([...told, ...(choice.offered ?? [])])],
    reason: kind === LeadEventKind.OFFERED ? 'offered' : reason,
  };
}
