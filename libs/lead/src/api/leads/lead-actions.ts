import { randomUUID } from 'node:crypto';
import type { Transaction } from '@tributary/event-log';
import { Problem, type Actor } from '@tributary/platform';
import { inTransaction } from '@tributary/storage';
import type { LeadDeps } from '../../deps.js';
import { LeadEventKind, leadEventRecord } from '../../lead-event.js';
import { uuidV7 } from '../../sql/uuid-v7.js';
import { maySee, type Scope } from '../scope.js';
import { requireManager } from '../staff/manager-store.js';
import { acknowledgeLead, closeLead, giveLead, lockLead, wasJustTaken, type LockedLead } from './lead-store.js';

/** Who does it, and whose leads they may touch. */
export interface Doer {
  readonly actor: Actor;
  readonly scope: Scope;
}

export type Outcome = 'won' | 'lost' | 'other';

type Deps = Pick<LeadDeps, 'pool' | 'logWriter'>;

/**
 * Takes a lead of the pool for the doer's own manager. Of several at once one wins.
 * @throws Problem 409 `lead-taken`  somebody was quicker
 */
export async function takeLead(deps: Deps, id: string, doer: Doer): Promise<void> {
  const { managerId } = doer.scope;
  if (managerId === undefined) throw new Problem(422, 'not-a-manager');
  await change(deps, id, doer, async (tx, lead, at) => {
    if (lead.managerId === managerId) return (await acknowledgeLead(tx, id, at)) ? { kind: LeadEventKind.TAKEN, managerId } : undefined;
    if (lead.managerId !== null && !doer.scope.all) throw new Problem(409, 'lead-taken');
    await giveLead(tx, lead, managerId, at, lead.managerId === null);
    return { kind: LeadEventKind.TAKEN, managerId };
  });
}

/**
 * @param managerId  null: back to the pool
 * @param also  what else happens with it, in its transaction
 */
export async function transferLead(deps: Deps, id: string, managerId: string | null, doer: Doer, also?: (tx: Transaction, lead: LockedLead, at: Date) => Promise<void>): Promise<void> {
  await change(deps, id, doer, async (tx, lead, at) => {
    requireOwn(lead, doer);
    if (managerId !== null) await requireManager(tx, managerId, 'managerId');
    if (lead.managerId === managerId) return undefined;
    await giveLead(tx, lead, managerId, at, false);
    await also?.(tx, lead, at);
    return { kind: LeadEventKind.TRANSFERRED, managerId };
  });
}

/** Closes for good; a later contact of that person opens a new lead. */
export async function endLead(deps: Deps, id: string, end: { outcome: Outcome; note?: string }, doer: Doer): Promise<void> {
  await change(deps, id, doer, async (tx, lead, at) => {
    requireOwn(lead, doer);
    await closeLead(tx, id, end.outcome, end.note, at);
    return { kind: LeadEventKind.CLOSED, managerId: lead.managerId };
  });
}

interface Done {
  readonly kind: LeadEventKind;
  readonly managerId: string | null;
}

/**
 * One change of one open lead, with its event, in one transaction.
 * @throws Problem 404, 403 (somebody else's), 409 `lead-closed`
 */
async function change(
  { pool, logWriter }: Deps,
  id: string,
  doer: Doer,
  work: (tx: Transaction, lead: LockedLead, at: Date) => Promise<Done | undefined>,
): Promise<void> {
  await inTransaction(pool, async (tx) => {
    const lead = await lockLead(tx, id);
    if (!lead) throw new Problem(404, 'lead-unknown');
    if (!maySee(doer.scope, lead)) throw (await wasJustTaken(tx, id)) ? new Problem(409, 'lead-taken') : new Problem(403, 'forbidden');
    if (lead.status !== 'open') throw new Problem(409, 'lead-closed');
    const at = new Date();
    const done = await work(tx, lead, at);
    if (done && done.managerId !== lead.managerId) await noteHands(tx, id, done, at);
    if (done) await logWriter.append(tx, [leadEventRecord(happening(lead, done, at, doer))]);
  });
}

/** The change of hands, as the lead's history tells it. */
async function noteHands(tx: Transaction, leadId: string, { kind, managerId }: Done, at: Date): Promise<void> {
  await tx.query(
    `insert into lead.assignment (id, lead_id, manager_id, reason, steps, at)
     select $1, $2, $3::uuid, $4, jsonb_build_array(jsonb_build_object('code', 'assigned-by-hand', 'params', jsonb_build_object('manager', coalesce((select name from lead.manager where id = $3::uuid), '')))), $5`,
    [uuidV7(), leadId, managerId, kind === LeadEventKind.TAKEN ? 'taken' : 'transferred', at],
  );
}

function happening(lead: LockedLead, { kind, managerId }: Done, at: Date, { actor, scope }: Doer) {
  return {
    kind,
    leadId: lead.id,
    personId: lead.personId ?? undefined,
    personName: lead.personName,
    line: lead.line,
    managerId: managerId ?? undefined,
    cause: randomUUID(),
    occurredAt: at,
    notify: true,
    actor: userOf(actor),
    actorManagerId: scope.managerId,
  };
}

/** Managers change only what is theirs: a lead of the pool is taken first. */
function requireOwn(lead: LockedLead, { scope }: Doer): void {
  if (!scope.all && lead.managerId === null) throw new Problem(409, 'lead-in-pool');
}

export function userOf(actor: Actor): string {
  return actor.userId ?? actor.tokenId ?? actor.name;
}
