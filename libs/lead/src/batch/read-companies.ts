import type { Transaction } from '@tributary/event-log';
import { textArray } from '@tributary/storage';
import type { InboundContact } from './inbound-contact.js';

/** A company that a contact comes from, by the domain of its mail, its main number or its INN. */
export interface KnownCompany {
  readonly id: string;
  readonly name: string;
  readonly managerId: string | undefined;
  readonly isVip: boolean;
}

/** @returns by contact id; of several companies the first by key */
export async function readCompanies(tx: Transaction, contacts: readonly InboundContact[]): Promise<Map<string, KnownCompany>> {
  const asked = contacts.flatMap((contact) => companyKeys(contact).map((key) => ({ ...key, contactId: contact.id })));
  if (asked.length === 0) return new Map();
  const { rows } = await tx.query<[string, string, string, string | null, boolean]>({
    name: 'lead.read-companies',
    rowMode: 'array',
    text: `
      select asked.contact_id, c.id::text, c.name, c.manager_id::text, c.vip
        from unnest($1::text[], $2::text[], $3::text[]) with ordinality as asked (contact_id, type, value, n)
        join lead.company_identity i on i.type = asked.type and i.value = asked.value
        join lead.company c on c.id = i.company_id order by asked.n`,
    values: [textArray(asked.map(({ contactId }) => contactId)), textArray(asked.map(({ type }) => type)), textArray(asked.map(({ value }) => value))],
  });
  const companies = new Map<string, KnownCompany>();
  for (const [contactId, id, name, managerId, isVip] of rows) {
    if (!companies.has(contactId)) companies.set(contactId, { id, name, managerId: managerId ?? undefined, isVip });
  }
  return companies;
}

function companyKeys({ identities, envelope: { content } }: InboundContact): { type: string; value: string }[] {
  const keys = identities.flatMap(({ type, value, disputed }) => {
    if (disputed) return [];
    if (type === 'phone') return [{ type, value }];
    return type === 'email' ? [{ type: 'domain', value: value.slice(value.lastIndexOf('@') + 1) }] : [];
  });
  return content.case === 'client' && content.value.inn ? [{ type: 'inn', value: content.value.inn }, ...keys] : keys;
}

/** Who wrote from a company belongs to it. */
export async function joinCompanies(tx: Transaction, pairs: readonly { personId: string; companyId: string }[]): Promise<void> {
  await tx.query({
    name: 'lead.join-companies',
    text: 'insert into lead.person_company (person_id, company_id) select distinct * from unnest($1::text[]::uuid[], $2::text[]::uuid[]) order by 1, 2 on conflict do nothing',
    values: [textArray(pairs.map(({ personId }) => personId)), textArray(pairs.map(({ companyId }) => companyId))],
  });
}
