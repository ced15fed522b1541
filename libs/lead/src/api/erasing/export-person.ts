import { fromBinary, toJson } from '@bufbuild/protobuf';
import { EnvelopeSchema } from '@tributary/proto';
import type pg from 'pg';
import { companiesOf } from '../../companies/company-store.js';
import { conversationsOf } from '../../conversations/export-conversations.js';
import { activitiesOf } from '../../people/activities.js';

/** So many contacts are read at a time. */
const PAGE = 200;

/** Everything that is kept of a person, as pieces of one JSON document: who asked for it can read it, and so can programs. */
export async function* exportPerson(pool: pg.Pool, personId: string): AsyncGenerator<string> {
  const { rows: [person] } = await pool.query(
    `select id, name, company, manager_id as "managerId", created_at as "createdAt" from lead.person where id = $1`, [personId]);
  const { rows: identities } = await pool.query(
    `select type, value, raw, verified, shared, created_at as "knownSince" from lead.identity where person_id = $1 order by created_at, type, value`, [personId]);
  const { rows: leads } = await pool.query(
    `select id, line, status, manager_id as "managerId", opened_at as "openedAt", last_contact_at as "lastContactAt", closed_at as "closedAt", outcome, note
       from lead.lead where person_id = $1 order by opened_at, id`, [personId]);
  const { rows: merges } = await pool.query(
    `select merged_id as "personId", before -> 'merged' ->> 'name' as name, merged_at as "mergedAt", undone_at as "undoneAt" from lead.merge where survivor_id = $1 order by number`, [personId]);
  const head = { exportedAt: new Date(), person, identities, leads, activities: await activitiesOf(pool, personId), companies: await companiesOf(pool, personId), merges, conversations: await conversationsOf(pool, personId) };
  yield `${JSON.stringify(head).slice(0, -1)},"contacts":[`;
  let first = true;
  for await (const contact of contactsOf(pool, personId)) {
    yield (first ? '\n' : ',\n') + JSON.stringify(contact);
    first = false;
  }
  yield '\n]}\n';
}

async function* contactsOf(pool: pg.Pool, personId: string): AsyncGenerator<object> {
  for (let after: string | null = null; ; ) {
    const { rows }: { rows: { id: string; snapshot: Buffer; lead_id: string | null; not_lead_reason: string | null }[] } = await pool.query(
      `select id, snapshot, lead_id, not_lead_reason from lead.contact where person_id = $1 and ($2::uuid is null or id > $2) order by id limit ${PAGE}`,
      [personId, after],
    );
    for (const { id, snapshot, lead_id, not_lead_reason } of rows) {
      const envelope = fromBinary(EnvelopeSchema, snapshot);
      const files = envelope.attachments.flatMap(({ name, blob }) => (blob ? [{ name, url: `/api/v1/contacts/${id}/attachments/${blob.sha256}` }] : []));
      yield { ...(toJson(EnvelopeSchema, envelope) as object), leadId: lead_id, notLeadReason: not_lead_reason, files };
    }
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.id;
  }
}
