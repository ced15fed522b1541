import { emailIdentity, phoneIdentity } from '@tributary/contact';
import type { Transaction } from '@tributary/event-log';
import type pg from 'pg';
import { Conditions, containing, seesLead, type Scope } from '../scope.js';

export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly company: string;
  readonly manager_id: string | null;
  readonly vip: boolean;
  readonly created_at: Date;
}

export interface PersonIdentity {
  readonly type: string;
  readonly value: string;
  readonly raw: string;
  /** A provider vouches for it; otherwise it is what a sender stated. */
  readonly verified: boolean;
  /** Of several people: joins nobody. */
  readonly shared: boolean;
}

const COLUMNS = 'p.id, p.name, p.company, p.manager_id, p.vip, p.created_at';
const LIVING = 'p.merged_into is null and p.erased_at is null';

/** @param before  id of the last one seen: ids are UUIDv7, newest first */
export async function listPeople(
  pool: pg.Pool,
  scope: Scope,
  q: string | undefined,
  page: { limit: number; before?: string | undefined },
): Promise<PersonRow[]> {
  const where = new Conditions();
  where.add(LIVING);
  if (!scope.all) where.add(seesPerson(scope, where));
  if (q) where.add(matches(q, where));
  where.addIf(page.before, (value) => `p.id < ${value}`);
  const { rows } = await pool.query<PersonRow>(
    `select ${COLUMNS} from lead.person p ${where.toString()} order by p.id desc limit ${where.value(page.limit)}`,
    where.values,
  );
  return rows;
}

export async function findPerson(tx: Transaction, scope: Scope, id: string): Promise<(PersonRow & { visible: boolean }) | undefined> {
  const where = new Conditions();
  const isIt = `p.id = ${where.value(id)}::uuid`;
  const { rows } = await tx.query<PersonRow & { visible: boolean }>(
    `select ${COLUMNS}, ${scope.all ? 'true' : seesPerson(scope, where)} as visible from lead.person p where ${isIt} and ${LIVING}`,
    where.values,
  );
  return rows[0];
}

/** Who a person became by merges: itself, when it was not merged. */
export async function survivorOf(tx: Transaction, id: string): Promise<string | undefined> {
  const { rows } = await tx.query<{ id: string }>(
    `with recursive way as (
       select id, merged_into from lead.person where id = $1
       union all select p.id, p.merged_into from way join lead.person p on p.id = way.merged_into)
     select id from way where merged_into is null`,
    [id],
  );
  return rows[0]?.id;
}

export async function identitiesOf(pool: pg.Pool, personId: string): Promise<PersonIdentity[]> {
  const { rows } = await pool.query<PersonIdentity>(
    'select type, value, raw, verified, shared from lead.identity where person_id = $1 order by created_at, type, value limit 500',
    [personId],
  );
  return rows;
}

/** Managers see whom they have a lead of, who waits in the pool, and whose own manager they are. */
function seesPerson(scope: Scope, where: Conditions): string {
  const byLead = `exists (select from lead.lead l where l.person_id = p.id and ${seesLead(scope, 'l', where)})`;
  return scope.managerId === undefined ? byLead : `(${byLead} or p.manager_id = ${where.value(scope.managerId)}::uuid)`;
}

/** By name, or by an address however it is spelled. */
function matches(q: string, where: Conditions): string {
  const identities = [phoneIdentity(q), emailIdentity(q)].filter((identity) => identity !== undefined);
  const byName = `p.name ilike ${where.value(containing(q))} or p.company ilike ${where.value(containing(q))}`;
  const byIdentity = identities.map(
    ({ type, value }) => `p.id = (select i.person_id from lead.identity i where i.type = ${where.value(type)} and i.value = ${where.value(value)})`,
  );
  return `(${[byName, ...byIdentity].join(' or ')})`;
}
