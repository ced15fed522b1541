import type { Transaction } from '@tributary/event-log';
import type { Actor } from '@tributary/platform';
import type pg from 'pg';

/** Whose leads somebody may see. */
export interface Scope {
  /** True: everybody's. False: their own and those in the pool. */
  readonly all: boolean;
  /** The salesperson that they are, if they are one. */
  readonly managerId: string | undefined;
}

/** A lead as far as it matters who may see it. */
interface Owned {
  readonly managerId: string | null;
  readonly status: string;
}

/** The manager of an actor: what the sign-in says, else who is entered with this login. */
export async function scopeOf(pool: pg.Pool, actor: Actor): Promise<Scope> {
  return { all: actor.role !== 'manager', managerId: actor.managerId ?? (await managerOfUser(pool, actor.userId)) };
}

async function managerOfUser(pool: pg.Pool, userId: string | undefined): Promise<string | undefined> {
  if (userId === undefined) return undefined;
  const { rows } = await pool.query<{ id: string }>('select id from lead.manager where user_id = $1 and active', [userId]);
  return rows[0]?.id;
}

/** The same rule in memory, for one lead. */
export function maySee(scope: Scope, lead: Owned): boolean {
  if (scope.all) return true;
  return lead.managerId === null ? lead.status === 'open' : lead.managerId === scope.managerId;
}

/**
 * The rule as an SQL condition.
 * @param lead  alias of lead.lead
 */
export function seesLead(scope: Scope, lead: string, where: Conditions): string {
  if (scope.all) return 'true';
  const pool = `(${lead}.manager_id is null and ${lead}.status = 'open')`;
  return scope.managerId === undefined ? pool : `(${pool} or ${lead}.manager_id = ${where.value(scope.managerId)}::uuid)`;
}

/** Whoever may see a lead may read it, and so may those who were invited to a conversation of it. */
export async function mayRead(tx: Transaction, scope: Scope, lead: Owned & { readonly id: string }): Promise<boolean> {
  if (maySee(scope, lead)) return true;
  if (scope.managerId === undefined) return false;
  const { rows } = await tx.query(`select where $1::uuid in (${invitedTo('$2')})`, [lead.id, scope.managerId]);
  return rows.length > 0;
}

/** The same as an SQL condition. @param lead  alias of lead.lead */
export function readsLead(scope: Scope, lead: string, where: Conditions): string {
  if (scope.all || scope.managerId === undefined) return seesLead(scope, lead, where);
  return `(${seesLead(scope, lead, where)} or ${lead}.id in (${invitedTo(where.value(scope.managerId))}))`;
}

/** Leads of the conversations that a manager takes part in. Hangs on nothing outside, so it is read once for a query. */
export function invitedTo(managerId: string): string {
  return `select k.lead_id from lead.participant t join lead.conversation w on w.id = t.conversation_id join lead.contact k on k.id = w.reply_to
    where t.manager_id = ${managerId}::uuid and k.lead_id is not null`;
}

/** Conditions of one query and their parameters. Values never become SQL. */
export class Conditions {
  readonly values: unknown[] = [];
  readonly #conditions: string[] = [];

  /** @returns the placeholder */
  value(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  add(condition: string): void {
    this.#conditions.push(condition);
  }

  /** @param test  gets the placeholder; nothing is added for an undefined value */
  addIf<T>(value: T | undefined, test: (placeholder: string) => string): void {
    if (value !== undefined) this.add(test(this.value(value)));
  }

  toString(): string {
    return this.#conditions.length === 0 ? '' : `where ${this.#conditions.join(' and ')}`;
  }
}

/** A LIKE pattern for text that holds these words somewhere; its wildcards mean themselves. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
