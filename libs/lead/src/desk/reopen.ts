import type { Transaction } from '@tributary/event-log';
import { TOPICS } from '@tributary/event-log';
import type { NewLead } from '@tributary/routing';
import { decode } from '../batch/decode.js';
import { readCompanies } from '../batch/read-companies.js';
import { personThen, type LeadDecision } from '../decision.js';
import { ContactFacts } from '../office/facts.js';
import type { OfficeConfig } from '../office/office-config.js';
import type { DeskLead } from './lead-row.js';

interface First {
  lead_id: string;
  snapshot: Buffer;
  decision: LeadDecision;
  published_at: Date;
  manager_id: string | null;
  name: string | null;
  vip: boolean | null;
}

/** What leads were opened with, to be routed as if they came now: their first contacts, and their persons as they are today. By lead id. */
export async function readNewLeads(tx: Transaction, leads: readonly DeskLead[], config: OfficeConfig, at: Date): Promise<Map<string, NewLead>> {
  if (leads.length === 0) return new Map();
  const { rows } = await tx.query<First>(
    `select asked.id as lead_id, c.snapshot, c.decision, c.published_at, p.manager_id, p.name, p.vip
       from unnest($1::uuid[], $2::uuid[]) as asked (id, person_id)
       left join lead.person p on p.id = asked.person_id
       cross join lateral (select snapshot, decision, published_at from lead.contact where lead_id = asked.id order by received_at, id limit 1) c`,
    [leads.map(({ id }) => id), leads.map(({ personId }) => personId)],
  );
  const contacts = new Map(rows.flatMap((row) => {
    const { contacts: [contact] } = decode([{ topic: TOPICS.contacts, key: '', value: row.snapshot, headers: {}, offset: '', appendedAt: row.published_at }]);
    return contact ? [[row.lead_id, contact] as const] : [];
  }));
  const companies = await readCompanies(tx, [...contacts.values()]);
  return new Map(rows.flatMap((row) => {
    const contact = contacts.get(row.lead_id);
    const lead = leads.find(({ id }) => id === row.lead_id);
    const line = lead && config.lines.get(lead.line);
    if (!contact || !line) return [];
    const company = companies.get(contact.id);
    const person = personThen(row);
    const facts = new ContactFacts(contact, line, { isKnown: person.status === 'known', isVip: row.vip === true || company?.isVip === true, company: company?.id }, at);
    return [[row.lead_id, { facts, person, company, tried: lead.tried }] as const];
  }));
}
