import type { LogWriter, Transaction } from '@tributary/event-log';
import { inTransaction } from '@tributary/storage';
import type pg from 'pg';
import { LeadEventKind, leadEventRecord } from '../lead-event.js';
import { uuidV7 } from '../sql/uuid-v7.js';
import { countAnew } from './count-anew.js';
import { writeJournal, type MergeCause } from './journal.js';
import { lockPeople, type LockedLead, type LockedPerson } from './lock-people.js';
import { moveSuggestions } from './move-suggestions.js';
import { trying } from './trying.js';

/** What of a person can be chosen when two become one. */
export const CHOICES = ['name', 'company', 'manager'] as const;
export type Choice = (typeof CHOICES)[number];

export interface MergeOrder {
  readonly survivorId: string;
  readonly mergedId: string;
  /** Whose value is kept, by id of either person; what is not named is the survivor's, or the other's where that is empty. */
  readonly fields?: Readonly<Partial<Record<Choice, string>>>;
  readonly cause: MergeCause;
  /** User who asked for it, or the rule. */
  readonly actor: string;
}

export interface MergeDeps {
  readonly pool: pg.Pool;
  readonly logWriter: LogWriter;
}

/** One of the two is not there any more: merged, erased or never made. */
export class PersonMissingError extends Error {
  override readonly name = 'PersonMissingError';
  constructor(readonly personId: string) {
    super(`there is no person ${personId}`);
  }
}

/**
 * Makes one person of two. Identities, contacts and leads of the merged one become the survivor's; of two open leads on
 * a line the younger is closed as `merged` into the older. Everything that was is written to the journal.
 * @returns id of the merge, by which it is undone
 * @throws PersonMissingError
 */
export async function mergePersons(deps: MergeDeps, order: MergeOrder): Promise<string> {
  return trying(() => inTransaction(deps.pool, (tx) => mergeIn(tx, deps.logWriter, order)));
}

/** @param tx  begun and not committed by the caller; it holds no locks of persons or leads yet */
export async function mergeIn(tx: Transaction, logWriter: LogWriter, order: MergeOrder): Promise<string> {
  const { survivorId, mergedId } = order;
  const { persons, leads } = await lockPeople(tx, [survivorId, mergedId]);
  const [survivor, merged] = [living(persons, survivorId), living(persons, mergedId)];
  const at = new Date();
  const mergeId = uuidV7();
  const kept = chosenFields(survivor, merged, order.fields ?? {});
  await writeJournal(tx, { id: mergeId, survivor, merged, kept, cause: order.cause, actor: order.actor, at });
  await tx.query('update lead.identity set person_id = $1 where person_id = $2', [survivorId, mergedId]);
  await moveSuggestions(tx, mergeId, order, at);
  await tx.query('update lead.person set name = $2, company = $3, manager_id = $4, vip = $5 where id = $1', [survivorId, kept.name, kept.company, kept.managerId, kept.vip]);
  await tx.query('update lead.person set merged_into = $1 where id = $2', [survivorId, mergedId]);
  const doubles = doubleLeads(leads);
  for (const double of doubles) await closeInto(tx, double, at);
  await tx.query('update lead.lead set person_id = $1 where person_id = $2', [survivorId, mergedId]);
  await tx.query('update lead.contact set person_id = $1 where person_id = $2', [survivorId, mergedId]);
  await tx.query('insert into lead.likeness_key (key, person_id) select key, $1::uuid from lead.likeness_key where person_id = $2 on conflict do nothing', [survivorId, mergedId]);
  await tx.query(
    `with added as (
       insert into lead.person_company (person_id, company_id) select $2::uuid, company_id from lead.person_company where person_id = $3 on conflict do nothing returning company_id)
     insert into lead.merge_item (merge_id, kind, item, person_id) select $1, 'company', company_id::text, $2::uuid from added`,
    [mergeId, survivorId, mergedId],
  );
  await tx.query('update lead.activity set person_id = $1 where person_id = $2', [survivorId, mergedId]);
  await tx.query('update lead.task set person_id = $1 where person_id = $2', [survivorId, mergedId]);
  await countAnew(tx, doubles.flatMap(({ older, younger }) => [older.id, younger.id]));
  await logWriter.append(tx, doubles.map(({ older, younger }) => leadEventRecord({
    kind: LeadEventKind.CLOSED,
    leadId: younger.id,
    personId: survivorId,
    personName: kept.name,
    line: younger.line,
    managerId: younger.managerId ?? undefined,
    cause: `merge ${mergeId}`,
    occurredAt: at,
    notify: younger.managerId !== null && younger.managerId !== older.managerId,
    actor: order.actor,
  })));
  return mergeId;
}

function living(persons: ReadonlyMap<string, LockedPerson>, id: string): LockedPerson {
  const person = persons.get(id);
  if (!person || person.gone) throw new PersonMissingError(id);
  return person;
}

/** Pure. */
export function chosenFields(survivor: LockedPerson, merged: LockedPerson, fields: NonNullable<MergeOrder['fields']>): Kept {
  const from = (choice: Choice): LockedPerson | undefined => (fields[choice] === undefined ? undefined : fields[choice] === merged.id ? merged : survivor);
  return {
    name: from('name')?.name ?? (survivor.name || merged.name),
    company: from('company')?.company ?? (survivor.company || merged.company),
    managerId: fields.manager === undefined ? (survivor.managerId ?? merged.managerId) : from('manager')!.managerId,
    vip: survivor.vip || merged.vip,
  };
}

export interface Kept {
  readonly name: string;
  readonly company: string;
  readonly managerId: string | null;
  readonly vip: boolean;
}

interface Double {
  readonly older: LockedLead;
  readonly younger: LockedLead;
}

/** Lines on which both have an open lead. @param leads  of the two persons, oldest first */
function doubleLeads(leads: readonly LockedLead[]): Double[] {
  const first = new Map<string, LockedLead>();
  const doubles: Double[] = [];
  for (const lead of leads) {
    if (lead.status !== 'open') continue;
    const older = first.get(lead.line);
    if (older) doubles.push({ older, younger: lead });
    else first.set(lead.line, lead);
  }
  return doubles;
}

/** The older one's manager stays; where it waits in the pool it goes to the younger one's. */
async function closeInto(tx: Transaction, { older, younger }: Double, at: Date): Promise<void> {
  await tx.query(`update lead.lead set status = 'closed', outcome = 'merged', closed_at = $3, merged_into = $2 where id = $1`, [younger.id, older.id, at]);
  await tx.query('update lead.contact set lead_id = $2 where lead_id = $1', [younger.id, older.id]);
  if (older.managerId === null && younger.managerId !== null) {
    await tx.query('update lead.lead set manager_id = $2 where id = $1', [older.id, younger.managerId]);
  }
  await tx.query(
    `update lead.contact c set assigned_at = $2 from lead.lead l where c.lead_id = $1 and l.id = $1 and l.manager_id is not null and c.assigned_at is null`,
    [older.id, at],
  );
}
