import type { Transaction } from '@tributary/event-log';
import { addWorkingMs } from '@tributary/routing';
import { timestamptzArray, uuidArray } from '@tributary/storage';
import { deriveId } from '@tributary/contact';
import type { Decided } from '../batch/decide.js';
import { isLoud } from '../batch/happenings.js';
import type { Placement } from '../batch/place.js';
import type { OfficeConfig } from '../office/office-config.js';

const MINUTE_MS = 60_000;
/** States of an incoming call that nobody answered. */
const MISSED = new Set(['missed', 'no-answer', 'busy', 'abandoned', 'cancelled', 'voicemail']);

export interface CallBack {
  readonly id: string;
  readonly personId: string | undefined;
  readonly leadId: string | undefined;
  readonly managerId: string | undefined;
  readonly contactId: string;
  readonly dueAt: Date;
  readonly createdAt: Date;
}

export interface Reached {
  readonly personId: string;
  readonly contactId: string;
  readonly occurredAt: Date;
}

/** Calls that nobody answered, on lines that return them. Who called before Tributary was asked, in a history, is not called back. */
export function missedCalls(placements: readonly Placement[], { lines }: OfficeConfig, decided: Decided, at: Date): CallBack[] {
  return placements.flatMap((placement) => {
    const { match: { contact, personId }, leadId, line: lineId } = placement;
    const line = lines.get(lineId);
    if (!isMissedCall(placement) || !isLoud(contact) || line?.callBackMinutes === undefined) return [];
    const ms = line.callBackMinutes * MINUTE_MS;
    const dueAt = (line.hours && addWorkingMs(line.hours, contact.occurredAt, ms)) ?? new Date(contact.occurredAt.getTime() + ms);
    const managerId = leadId === undefined ? undefined : decided.managerByLead.get(leadId);
    // One for each call, however often it comes.
    return [{ id: deriveId('call-back', contact.id), personId, leadId, managerId, contactId: contact.id, dueAt, createdAt: at }];
  });
}

/** Who reached us: a call that nobody answered did not. */
export function reachedUs(placements: readonly Placement[]): Reached[] {
  return placements.flatMap((placement) => {
    const { outcome, notLeadReason, match: { contact, personId } } = placement;
    // Who opens no second lead has reached us all the same, and so has a call that its later revision says was answered.
    const isNothing = outcome === 'not-lead' && notLeadReason !== 'repeat';
    if (personId === undefined || isNothing || isMissedCall(placement)) return [];
    return [{ personId, contactId: contact.id, occurredAt: contact.occurredAt }];
  });
}

function isMissedCall({ match: { contact: { envelope: { content } } } }: Placement): boolean {
  return content.case === 'call' && content.value.direction !== 'outbound' && MISSED.has(content.value.status);
}

export async function insertCallBacks(tx: Transaction, calls: readonly CallBack[]): Promise<void> {
  await tx.query(
    `insert into lead.task (id, kind, text, person_id, lead_id, manager_id, due_at, ends_with_contact, contact_id, created_by, created_at)
     select id, 'call-back', '', person_id, lead_id, manager_id, due_at, true, contact_id, 'missed-call', created_at
       from jsonb_to_recordset($1) as n (id uuid, person_id uuid, lead_id uuid, manager_id uuid, due_at timestamptz, contact_id uuid, created_at timestamptz)
     on conflict (id) do nothing`,
    [JSON.stringify(calls.map((call) => ({
      id: call.id, person_id: call.personId, lead_id: call.leadId, manager_id: call.managerId, due_at: call.dueAt, contact_id: call.contactId, created_at: call.createdAt,
    })))],
  );
}

/** Tasks whose aim was that the customer is spoken with, and who reached us since. */
export async function endTasks(tx: Transaction, reached: readonly Reached[], at: Date): Promise<void> {
  await tx.query({
    name: 'lead.end-tasks',
    text: `
      update lead.task t set done_at = $4, done_by = 'contact', done_contact_id = n.contact_id
        from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) as n (person_id, contact_id, occurred_at)
       where t.person_id = n.person_id and t.done_at is null and t.ends_with_contact
         and n.occurred_at >= coalesce((select c.occurred_at from lead.contact c where c.id = t.contact_id), t.created_at)`,
    values: [
      uuidArray(reached.map(({ personId }) => personId)),
      uuidArray(reached.map(({ contactId }) => contactId)),
      timestamptzArray(reached.map(({ occurredAt }) => occurredAt)),
      at,
    ],
  });
}
