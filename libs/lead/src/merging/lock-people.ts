import type { Transaction } from '@tributary/event-log';

export interface LockedPerson {
  readonly id: string;
  readonly name: string;
  readonly company: string;
  readonly managerId: string | null;
  readonly vip: boolean;
  readonly mergedInto: string | null;
  /** Merged or erased. */
  readonly gone: boolean;
}

export interface LockedLead {
  readonly id: string;
  readonly personId: string;
  readonly line: string;
  readonly status: 'open' | 'closed';
  readonly managerId: string | null;
  readonly outcome: string | null;
  readonly mergedInto: string | null;
}

/**
 * Locks persons with what is theirs.
 * The order in which everything of the lead service is locked, by id within each: identities by key, persons, leads, contacts, conversations, and
 * whatever hangs on these behind them.
 * A batch that read one of them before finds it changed when it comes to its own locks, and is tried again.
 * @param alsoLeads  of nobody's, to be locked with them
 * @returns leads of theirs, oldest first
 */
export async function lockPeople(tx: Transaction, ids: readonly string[], alsoLeads: readonly string[] = []): Promise<{ persons: Map<string, LockedPerson>; leads: LockedLead[] }> {
  await tx.query('select from lead.identity where person_id = any($1::uuid[]) order by type, value for no key update', [ids]);
  const { rows: persons } = await tx.query<LockedPerson>(
    `select id, name, company, manager_id as "managerId", vip, merged_into as "mergedInto", merged_into is not null or erased_at is not null as gone
       from lead.person where id = any($1::uuid[]) order by id for no key update`,
    [ids],
  );
  await tx.query('select from lead.lead where person_id = any($1::uuid[]) or id = any($2::uuid[]) order by id for no key update', [ids, alsoLeads]);
  const { rows: leads } = await tx.query<LockedLead>(
    `select id, person_id as "personId", line, status, manager_id as "managerId", outcome, merged_into as "mergedInto"
       from lead.lead where person_id = any($1::uuid[]) order by opened_at, id`,
    [ids],
  );
  return { persons: new Map(persons.map((person) => [person.id, person])), leads };
}
