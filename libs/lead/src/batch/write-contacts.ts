import type { Transaction } from '@tributary/event-log';
import { byteaArray, int4Array, textArray, timestamptzArray, uuidArray } from '@tributary/storage';
import { placedColumns, type ContactRow, type PlacedColumns } from './contact-rows.js';
import type { Decided } from './decide.js';
import { searchText } from './search-text.js';
import { together } from '../sql/together.js';

/** Another worker stored one of these contacts at the same moment: the batch is tried again from its beginning. */
export class ContactRaceError extends Error {
  override readonly name = 'ContactRaceError';
}

export interface Times {
  readonly matchedAt: Date;
  readonly assignedAt: Date;
}

/** @throws ContactRaceError */
export async function writeContacts(tx: Transaction, rows: readonly ContactRow[], decided: Decided, times: Times): Promise<void> {
  // In one order, so that those who hold some wait for the others in it.
  const inOrder = [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
  const created = inOrder.filter(({ isNew }) => isNew);
  const revised = inOrder.filter(({ isNew }) => !isNew);
  const replaced = revised.filter(({ placement }) => placement);
  await together([
    created.length > 0 && insertContacts(tx, created, placed(created, decided), times),
    revised.length > 0 && reviseContacts(tx, revised),
    replaced.length > 0 && placeContacts(tx, replaced, placed(replaced, decided), times),
  ]);
}

function placed(rows: readonly ContactRow[], decided: Decided): PlacedColumns[] {
  return rows.map(({ placement, facts }) => placedColumns(placement!, facts, decided));
}

async function insertContacts(tx: Transaction, rows: readonly ContactRow[], placed: readonly PlacedColumns[], times: Times): Promise<void> {
  const { rowCount } = await tx.query({
    name: 'lead.insert-contacts',
    text: `
      insert into lead.contact (id, revision, account_id, channel, line, conversation_id, external_id, kind, occurred_at,
        received_at, published_at, snapshot, search, person_id, lead_id, not_lead_reason, decision, assigned_at, matched_at, position)
      select id, revision, account_id, channel, line, conversation_id, external_id, kind, occurred_at,
        received_at, published_at, snapshot, search, person_id, lead_id, not_lead_reason, decision::jsonb, assigned_at, $19::timestamptz, (select nextval('lead.item_position')) + number
        from unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
          $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::bytea[], $13::text[], $14::uuid[], $15::uuid[],
          $16::text[], $17::text[], $18::timestamptz[], $20::integer[])
          as n (id, revision, account_id, channel, line, conversation_id, external_id, kind, occurred_at, received_at,
            published_at, snapshot, search, person_id, lead_id, not_lead_reason, decision, assigned_at, number)
      on conflict do nothing`,
    values: [
      uuidArray(rows.map(({ id }) => id)),
      int4Array(rows.map(({ facts }) => facts.revision)),
      textArray(rows.map(({ facts }) => facts.envelope.accountId)),
      textArray(rows.map(({ facts }) => facts.envelope.channel)),
      textArray(placed.map(({ line }) => line)),
      textArray(rows.map(({ facts }) => facts.envelope.conversationId)),
      textArray(rows.map(({ facts }) => facts.envelope.externalId)),
      textArray(rows.map(({ facts }) => facts.envelope.content.case)),
      timestamptzArray(rows.map(({ facts }) => facts.occurredAt)),
      timestamptzArray(rows.map(({ facts }) => facts.receivedAt)),
      timestamptzArray(rows.map(({ facts }) => facts.record.appendedAt)),
      byteaArray(rows.map(({ facts }) => facts.record.value)),
      textArray(rows.map(({ facts }) => searchText(facts))),
      uuidArray(placed.map(({ personId }) => personId)),
      uuidArray(placed.map(({ leadId }) => leadId)),
      textArray(placed.map(({ notLeadReason }) => notLeadReason)),
      textArray(placed.map(({ decision }) => decision)),
      timestamptzArray(placed.map(({ isAssigned }) => (isAssigned ? times.assignedAt : null))),
      times.matchedAt,
      int4Array(rows.map(({ number }) => number)),
    ],
  });
  if (rowCount !== rows.length) throw new ContactRaceError('a contact of the batch was stored by somebody else meanwhile');
}

/**
 * New facts, the same place. What was no lead may be that for another reason now.
 * @throws ContactRaceError  the other lane revised one meanwhile, or it was erased
 */
async function reviseContacts(tx: Transaction, rows: readonly ContactRow[]): Promise<void> {
  const { rowCount } = await tx.query({
    name: 'lead.revise-contacts',
    text: `
      update lead.contact c
         set revision = n.revision, kind = n.kind, occurred_at = n.occurred_at, snapshot = n.snapshot, search = n.search,
             not_lead_reason = case when c.person_id is null and c.lead_id is null then coalesce(n.not_lead_reason, c.not_lead_reason) else c.not_lead_reason end
        from unnest($1::uuid[], $2::integer[], $3::text[], $4::timestamptz[], $5::bytea[], $6::text[], $7::text[])
          as n (id, revision, kind, occurred_at, snapshot, search, not_lead_reason)
       where c.id = n.id and c.revision < n.revision`,
    values: [
      uuidArray(rows.map(({ id }) => id)),
      int4Array(rows.map(({ facts }) => facts.revision)),
      textArray(rows.map(({ facts }) => facts.envelope.content.case)),
      timestamptzArray(rows.map(({ facts }) => facts.occurredAt)),
      byteaArray(rows.map(({ facts }) => facts.record.value)),
      textArray(rows.map(({ facts }) => searchText(facts))),
      textArray(rows.map(({ facts }) => facts.notLeadReason)),
    ],
  });
  if (rowCount !== rows.length) throw new ContactRaceError('a contact of the batch was revised or erased meanwhile');
}

/**
 * Was no lead, and is one by its new facts.
 * @throws ContactRaceError  the other lane placed it meanwhile
 */
async function placeContacts(tx: Transaction, rows: readonly ContactRow[], placed: readonly PlacedColumns[], times: Times): Promise<void> {
  const { rowCount } = await tx.query({
    name: 'lead.place-contacts',
    text: `
      update lead.contact c
         set line = n.line, person_id = n.person_id, lead_id = n.lead_id, not_lead_reason = n.not_lead_reason,
             decision = n.decision::jsonb, assigned_at = n.assigned_at, matched_at = $8::timestamptz
        from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::timestamptz[])
          as n (id, line, person_id, lead_id, not_lead_reason, decision, assigned_at)
       where c.id = n.id and c.person_id is null and c.lead_id is null`,
    values: [
      uuidArray(rows.map(({ id }) => id)),
      textArray(placed.map(({ line }) => line)),
      uuidArray(placed.map(({ personId }) => personId)),
      uuidArray(placed.map(({ leadId }) => leadId)),
      textArray(placed.map(({ notLeadReason }) => notLeadReason)),
      textArray(placed.map(({ decision }) => decision)),
      timestamptzArray(placed.map(({ isAssigned }) => (isAssigned ? times.assignedAt : null))),
      times.matchedAt,
    ],
  });
  if (rowCount !== rows.length) throw new ContactRaceError('a contact of the batch was placed by somebody else meanwhile');
}
