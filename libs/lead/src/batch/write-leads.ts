import type { Transaction } from '@tributary/event-log';
import { boolArray, int4Array, textArray, timestamptzArray, uuidArray } from '@tributary/storage';
import type { LeadChoice } from '../decision.js';
import { isLoud } from './happenings.js';
import type { JoinedLead, NewLead } from './place.js';

export interface DecidedLead extends NewLead {
  readonly choice: LeadChoice;
  readonly answerDueAt: Date | undefined;
}

export async function insertLeads(tx: Transaction, leads: readonly DecidedLead[], at: Date): Promise<void> {
  const managers = leads.map(({ choice }) => choice.decision.managerId);
  await tx.query({
    name: 'lead.insert-leads',
    text: `
      insert into lead.lead (id, person_id, line, manager_id, queue_id, contacts_count, last_contact_at, channel, waiting, due_at, due, skills,
        answer_due_at, quiet, assigned_at, opened_at)
      select id, person_id, line, manager_id, queue_id, contacts_count, last_contact_at, channel, waiting, due_at, due,
        coalesce(string_to_array(skills, chr(31)), '{}'), answer_due_at, quiet, case when manager_id is not null then $15::timestamptz end, $15::timestamptz
        from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::integer[], $7::timestamptz[], $8::text[], $9::text[],
          $10::timestamptz[], $11::text[], $12::text[], $13::timestamptz[], $14::boolean[])
          as n (id, person_id, line, manager_id, queue_id, contacts_count, last_contact_at, channel, waiting, due_at, due, skills, answer_due_at, quiet)`,
    values: [
      uuidArray(leads.map(({ id }) => id)),
      uuidArray(leads.map(({ personId }) => personId)),
      textArray(leads.map(({ line }) => line)),
      uuidArray(managers),
      textArray(leads.map(({ choice, queueId }) => choice.decision.queueId ?? queueId)),
      int4Array(leads.map(({ contactsCount }) => contactsCount)),
      timestamptzArray(leads.map(({ lastContactAt }) => lastContactAt)),
      textArray(leads.map(({ openedBy }) => openedBy.envelope.channel)),
      textArray(leads.map(({ choice }) => choice.waiting)),
      timestamptzArray(leads.map(({ choice }) => choice.due?.at)),
      textArray(leads.map(({ choice }) => choice.due?.what)),
      // One text for each lead: rows of an array of arrays would have to be of one length.
      textArray(leads.map(({ choice }) => (choice.skills?.length ? choice.skills.join('\u001f') : undefined))),
      timestamptzArray(leads.map(({ answerDueAt }) => answerDueAt)),
      boolArray(leads.map(({ openedBy }) => !isLoud(openedBy))),
      at,
    ],
  });
}

export async function joinLeads(tx: Transaction, leads: readonly JoinedLead[]): Promise<void> {
  await tx.query({
    name: 'lead.join-leads',
    text: `
      update lead.lead l
         set contacts_count = l.contacts_count + n.added, last_contact_at = greatest(l.last_contact_at, n.last_contact_at)
        from unnest($1::uuid[], $2::integer[], $3::timestamptz[]) as n (id, added, last_contact_at)
       where l.id = n.id`,
    values: [
      uuidArray(leads.map(({ id }) => id)),
      int4Array(leads.map(({ contactsCount }) => contactsCount)),
      timestamptzArray(leads.map(({ lastContactAt }) => lastContactAt)),
    ],
  });
}

/** Their managers are away: somebody looks for others then. What is due already comes first. */
export async function awaitAway(tx: Transaction, dueAt: ReadonlyMap<string, Date>): Promise<void> {
  await tx.query({
    name: 'lead.await-away',
    text: `update lead.lead l set due = 'away', due_at = n.at from unnest($1::uuid[], $2::timestamptz[]) as n (id, at) where l.id = n.id and l.due is null and l.status = 'open'`,
    values: [uuidArray([...dueAt.keys()]), timestamptzArray([...dueAt.values()])],
  });
}
