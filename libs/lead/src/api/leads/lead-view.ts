import { fromBinary } from '@bufbuild/protobuf';
import { EnvelopeSchema } from '@tributary/proto';
import { previewOf } from '../../batch/happenings.js';
import { calledIn } from '../../conversations/addressed.js';
import type { LeadRow } from './lead-store.js';

/** A lead as the API shows it. `managerId` null: in the pool. Channel and preview are those of its newest contact; `firstName` is how the customer is called there, empty when that is not known. */
export function showLead(row: LeadRow) {
  const newest = row.snapshot && fromBinary(EnvelopeSchema, row.snapshot);
  return {
    id: row.id,
    line: row.line,
    status: row.status,
    managerId: row.manager_id,
    ...(row.manager_name !== null && { manager: { id: row.manager_id, name: row.manager_name } }),
    queueId: row.queue_id,
    ...(row.person_id !== null && { person: { id: row.person_id, name: row.person_name ?? '' } }),
    firstName: calledIn(newest ?? {}, row.person_name),
    ...(row.channel !== null && { channel: row.channel }),
    ...(newest && { preview: previewOf(newest) }),
    contactsCount: row.contacts_count,
    ...(row.waiting !== null && row.manager_id === null && row.status === 'open' && { waiting: row.waiting }),
    ...(row.due !== null && row.due_at && row.status === 'open' && { due: row.due, dueAt: row.due_at.toISOString() }),
    ...(row.assigned_at && { assignedAt: row.assigned_at.toISOString() }),
    ...(row.taken_at && { takenAt: row.taken_at.toISOString() }),
    ...(row.answer_due_at && row.status === 'open' && { answerDueAt: row.answer_due_at.toISOString() }),
    openedAt: row.opened_at.toISOString(),
    lastContactAt: row.last_contact_at.toISOString(),
    ...(row.closed_at && { closedAt: row.closed_at.toISOString() }),
    ...(row.outcome !== null && { outcome: row.outcome }),
    ...(row.note !== null && { note: row.note }),
  };
}

export type LeadView = ReturnType<typeof showLead>;
