import type { LogWriter, Transaction } from '@tributary/event-log';
import { LeadEventKind, leadEventRecord } from '../lead-event.js';
import { countAnew } from '../merging/count-anew.js';
import { lockPeople } from '../merging/lock-people.js';

export interface Assignment {
  readonly contactId: string;
  readonly personId: string;
  /** User who said so. */
  readonly actor: string;
}

export type AssignResult = 'assigned' | 'no-contact' | 'no-person' | 'has-person';

/**
 * Says whose a contact without a person is. Its lead becomes theirs; where they have an open one on the line, the
 * contact's own is closed as `merged` into that.
 */
export async function assignContact(tx: Transaction, logWriter: LogWriter, { contactId, personId, actor }: Assignment): Promise<AssignResult> {
  const { persons, leads } = await lockPeople(tx, [personId]);
  const person = persons.get(personId);
  if (!person || person.gone) return 'no-person';
  const { rows } = await tx.query<{ personId: string | null; leadId: string | null; line: string }>(
    'select person_id as "personId", lead_id as "leadId", line from lead.contact where id = $1 for no key update', [contactId]);
  const contact = rows[0];
  if (!contact) return 'no-contact';
  if (contact.personId !== null) return 'has-person';
  const at = new Date();
  const trace = JSON.stringify({ match: { basis: 'assigned' } });
  await tx.query(`update lead.contact set person_id = $2, decision = decision || $3::jsonb where id = $1`, [contactId, personId, trace]);
  if (contact.leadId === null) return 'assigned';
  const open = leads.find(({ status, line }) => status === 'open' && line === contact.line);
  const own = await lockLead(tx, contact.leadId);
  if (!open || own.status !== 'open') {
    await tx.query('update lead.lead set person_id = $2 where id = $1', [contact.leadId, personId]);
    await tx.query('update lead.person p set manager_id = l.manager_id from lead.lead l where p.id = $1 and l.id = $2 and p.manager_id is null', [personId, contact.leadId]);
    return 'assigned';
  }
  await tx.query(`update lead.lead set status = 'closed', outcome = 'merged', closed_at = $3, merged_into = $2, person_id = $4 where id = $1`, [contact.leadId, open.id, at, personId]);
  await tx.query('update lead.contact set lead_id = $2 where lead_id = $1', [contact.leadId, open.id]);
  await countAnew(tx, [contact.leadId, open.id]);
  await logWriter.append(tx, [leadEventRecord({
    kind: LeadEventKind.CLOSED,
    leadId: contact.leadId,
    personId,
    personName: person.name,
    line: contact.line,
    managerId: own.managerId ?? undefined,
    cause: `assign ${contactId}`,
    occurredAt: at,
    notify: own.managerId !== null && own.managerId !== open.managerId,
    actor,
  })]);
  return 'assigned';
}

async function lockLead(tx: Transaction, id: string): Promise<{ status: string; managerId: string | null }> {
  const { rows } = await tx.query<{ status: string; managerId: string | null }>('select status, manager_id as "managerId" from lead.lead where id = $1 for no key update', [id]);
  return rows[0]!;
}
