import type { LeadRow } from './lead-store.js';

/** A lead as the API shows it. `managerId` null: in the pool. */
export function showLead(row: LeadRow) {
  return {
    id: row.id,
    line: row.line,
    status: row.status,
    managerId: row.manager_id,
    ...(row.manager_name !== null && { manager: { id: row.manager_id, name: row.manager_name } }),
    queueId: row.queue_id,
    ...(row.person_id !== null && { person: { id: row.person_id, name: row.person_name ?? '' } }),
    contactsCount: row.contacts_count,
    openedAt: row.opened_at.toISOString(),
    lastContactAt: row.last_contact_at.toISOString(),
    ...(row.closed_at && { closedAt: row.closed_at.toISOString() }),
    ...(row.outcome !== null && { outcome: row.outcome }),
    ...(row.note !== null && { note: row.note }),
  };
}

export type LeadView = ReturnType<typeof showLead>;
