import type { Transaction } from '@tributary/event-log';

export interface Company {
  readonly id: string;
  readonly name: string;
  /** Who gets the leads of its people that are nobody's yet; null: as routing decides. */
  readonly managerId: string | null;
  readonly vip: boolean;
  readonly identities: readonly CompanyIdentity[];
}

export interface CompanyIdentity {
  readonly type: 'domain' | 'phone' | 'inn';
  readonly value: string;
}

const COMPANIES = `
  select c.id, c.name, c.manager_id as "managerId", c.vip,
         coalesce((select jsonb_agg(jsonb_build_object('type', i.type, 'value', i.value) order by i.type, i.value) from lead.company_identity i where i.company_id = c.id), '[]') as identities
    from lead.company c`;

/** @param pattern  LIKE pattern of the name; `exact` of an identity's value @param before  id of the last one seen, newest first */
export async function listCompanies(tx: Transaction, search: { pattern: string; exact: string } | undefined, page: { limit: number; before?: string | undefined }): Promise<Company[]> {
  const { rows } = await tx.query<Company>(
    `${COMPANIES} where ($1::text is null or c.name ilike $1 or exists (select from lead.company_identity i where i.company_id = c.id and i.value = $2))
        and ($3::uuid is null or c.id < $3) order by c.id desc limit $4`,
    [search?.pattern ?? null, search?.exact ?? null, page.before ?? null, page.limit],
  );
  return rows;
}

export async function findCompany(tx: Transaction, id: string): Promise<Company | undefined> {
  return (await tx.query<Company>(`${COMPANIES} where c.id = $1`, [id])).rows[0];
}

export async function insertCompany(tx: Transaction, { id, name, managerId, vip }: Omit<Company, 'identities'>): Promise<void> {
  await tx.query('insert into lead.company (id, name, manager_id, vip) values ($1, $2, $3, $4)', [id, name, managerId, vip]);
}

/** What is undefined stays. */
export async function updateCompany(tx: Transaction, id: string, { name, managerId, vip }: { name?: string | undefined; managerId?: string | null | undefined; vip?: boolean | undefined }): Promise<void> {
  await tx.query('update lead.company set name = coalesce($2, name), manager_id = case when $3 then $4::uuid else manager_id end, vip = coalesce($5, vip) where id = $1', [
    id, name ?? null, managerId !== undefined, managerId ?? null, vip ?? null,
  ]);
}

export async function deleteCompany(tx: Transaction, id: string): Promise<boolean> {
  return (await tx.query('delete from lead.company where id = $1', [id])).rowCount === 1;
}

/** @returns false when another company has it */
export async function addCompanyIdentity(tx: Transaction, id: string, { type, value }: CompanyIdentity): Promise<boolean> {
  await tx.query('insert into lead.company_identity (type, value, company_id) values ($1, $2, $3) on conflict do nothing', [type, value, id]);
  return (await tx.query('select from lead.company_identity where type = $1 and value = $2 and company_id = $3', [type, value, id])).rows.length > 0;
}

export async function removeCompanyIdentity(tx: Transaction, id: string, { type, value }: CompanyIdentity): Promise<boolean> {
  return (await tx.query('delete from lead.company_identity where type = $1 and value = $2 and company_id = $3', [type, value, id])).rowCount === 1;
}

export async function joinCompany(tx: Transaction, id: string, personId: string): Promise<void> {
  await tx.query('insert into lead.person_company (person_id, company_id) values ($1, $2) on conflict do nothing', [personId, id]);
}

export async function leaveCompany(tx: Transaction, id: string, personId: string): Promise<boolean> {
  return (await tx.query('delete from lead.person_company where person_id = $1 and company_id = $2', [personId, id])).rowCount === 1;
}

export async function companiesOf(tx: Transaction, personId: string): Promise<{ id: string; name: string }[]> {
  const { rows } = await tx.query<{ id: string; name: string }>(
    'select c.id, c.name from lead.person_company p join lead.company c on c.id = p.company_id where p.person_id = $1 order by c.name, c.id', [personId]);
  return rows;
}

export async function peopleOf(tx: Transaction, companyId: string, limit: number): Promise<{ id: string; name: string }[]> {
  const { rows } = await tx.query<{ id: string; name: string }>(
    `select p.id, p.name from lead.person_company m join lead.person p on p.id = m.person_id
      where m.company_id = $1 and p.merged_into is null and p.erased_at is null order by p.name, p.id limit $2`, [companyId, limit]);
  return rows;
}
