import type { LogWriter, Transaction } from '@tributary/event-log';
import { drainLead, escalateLead, routeLead, takeDue, type NewLead, type Office } from '@tributary/routing';
import { inTransaction } from '@tributary/storage';
import type pg from 'pg';
import { LeadEventKind } from '../lead-event.js';
import { trying } from '../merging/trying.js';
import { readOffice, readOfficeVersion, type OfficeConfig } from '../office/office-config.js';
import { openOffice, viewOffice } from '../office/open-office.js';
import { readNewLeads } from './reopen.js';
import { dueLeads, lockDeskLeads, waitingLeads, waitingQueues, asksOf, type DeskLead } from './lead-row.js';
import { writeAssignments, type Assignment } from './write-assignments.js';

export interface DeskDeps {
  readonly pool: pg.Pool;
  readonly logWriter: LogWriter;
}

const PAGE = 200;
/** So many pages are looked through in one round. */
const MOST_PAGES = 25;

/** Looks at leads whose time has come. @returns how many were moved */
export async function settleDue(deps: DeskDeps): Promise<number> {
  return trying(() => inTransaction(deps.pool, async (tx) => {
    const ids = await dueLeads(tx, PAGE);
    return ids.length === 0 ? 0 : work(tx, deps, ids, new Set());
  }));
}

/** Gives leads that wait to those who became free, by age. @returns how many were moved */
export async function drainBacklog(deps: DeskDeps): Promise<number> {
  let moved = 0;
  let after: { openedAt: Date; id: string } | undefined;
  // Nobody can take one: nobody can take another that asks for the same, and those behind them are reached.
  const refused = new Set<string>();
  for (let page = 0; page < MOST_PAGES; page++) {
    const done = await trying(() => inTransaction(deps.pool, async (tx) => {
      const queues = await servable(tx);
      const found = queues.length === 0 ? [] : await waitingLeads(tx, queues, PAGE, [...refused], after);
      return { last: found.at(-1), count: found.length, moved: found.length === 0 ? 0 : await work(tx, deps, found.map(({ id }) => id), refused) };
    }));
    moved += done.moved;
    if (done.count < PAGE) break;
    after = done.last;
  }
  return moved;
}

/** Queues in which leads wait, and somebody could take one. */
async function servable(tx: Transaction): Promise<string[]> {
  const waiting = await waitingQueues(tx);
  if (waiting.length === 0) return [];
  const config = await readOffice(tx, await readOfficeVersion(tx));
  const office = await viewOffice(tx, config, await databaseTime(tx));
  return waiting.filter((id) => isServable(office, id, new Set()));
}

function isServable(office: Office, queueId: string | undefined, seen: Set<string>): boolean {
  const queue = queueId === undefined || seen.has(queueId) ? undefined : office.state.queues.get(queueId);
  if (!queue) return false;
  seen.add(queue.id);
  return queue.members.some(({ managerId }) => office.isFree(managerId)) || isServable(office, queue.overflowId, seen);
}

async function work(tx: Transaction, deps: DeskDeps, ids: readonly string[], refused: Set<string>): Promise<number> {
  const leads = await lockDeskLeads(tx, ids);
  if (leads.length === 0) return 0;
  const config = await readOffice(tx, await readOfficeVersion(tx));
  const at = await databaseTime(tx);
  const anew = await readNewLeads(tx, leads.filter(({ due, isDue }) => isDue && due !== 'take' && due !== null), config, at);
  const office = await openOffice(tx, config, queuesOf(leads, config), at);
  const assignments = leads.flatMap((lead) => decide(lead, office, anew.get(lead.id), config, refused) ?? []);
  await stay(tx, leads.filter((lead) => lead.isDue && lead.due === 'away' && !assignments.some((each) => each.lead === lead)));
  await writeAssignments(tx, deps.logWriter, assignments, office);
  return assignments.length;
}

/** All that they may be given by: a lead that is routed anew may come to any. */
function queuesOf(leads: readonly DeskLead[], config: OfficeConfig): Iterable<string> {
  return leads.some(({ due, isDue }) => isDue && due !== 'take') ? config.queues.keys() : new Set(leads.map(({ queueId }) => queueId));
}

function decide(lead: DeskLead, office: Office, anew: NewLead | undefined, config: OfficeConfig, refused: Set<string>): Assignment | undefined {
  if (lead.isDue && lead.due === 'take') return escalated(lead, office);
  if (lead.isDue && lead.due === 'opening' && anew) return opened(lead, office, anew, config);
  if (lead.isDue && lead.due === 'owner' && anew) return ownerWaited(lead, office, anew);
  if (lead.isDue && lead.due === 'away' && anew) return lead.managerId !== undefined && office.presence(lead.managerId).away ? passedOn(lead, lead.managerId, office, anew) : undefined;
  if (lead.waiting !== 'queue' || refused.has(asksOf(lead))) return undefined;
  const choice = drainLead(lead, office);
  if (!choice) refused.add(asksOf(lead));
  return choice && { lead, choice, tried: lead.tried, kind: choice.offered ? LeadEventKind.OFFERED : LeadEventKind.ASSIGNED, reason: 'backlog', told: [] };
}

function escalated(lead: DeskLead, office: Office): Assignment {
  const { tried, ...choice } = escalateLead(lead, office);
  const departmentId = office.state.queues.get(lead.queueId)?.departmentId;
  const headId = departmentId === undefined ? undefined : office.state.departments.get(departmentId)?.headId;
  const told = [lead.managerId, choice.waiting === 'pool' ? headId : undefined].filter((id) => id !== undefined);
  return { lead, choice, tried, kind: LeadEventKind.ESCALATED, reason: 'not-taken', told };
}

function opened(lead: DeskLead, office: Office, anew: NewLead, config: OfficeConfig): Assignment {
  const line = config.lines.get(lead.line)!;
  const choice = routeLead(anew, office, [{ code: 'opened', params: { line: line.name } }]);
  const kind = choice.offered ? LeadEventKind.OFFERED : LeadEventKind.ASSIGNED;
  return { lead, choice, tried: lead.tried, kind, reason: 'opening', told: [] };
}

/** The own manager was waited for: they are back and it stays theirs, or somebody else gets it. */
function ownerWaited(lead: DeskLead, office: Office, anew: NewLead): Assignment {
  const { managerId } = lead;
  if (managerId === undefined || !office.presence(managerId).away || lead.takenAt !== null) {
    const due = lead.takenAt === null ? takeDue(office, lead.queueId, office.state.lines.get(lead.line)) : undefined;
    const manager = managerId === undefined ? '' : office.name(managerId);
    const decision = { ...(managerId !== undefined && { managerId }), queueId: lead.queueId, steps: [{ code: 'owner-first' as const, params: { manager } }] };
    return { lead, choice: { decision, ...(due && { due }) }, tried: lead.tried, kind: LeadEventKind.REMINDED, reason: 'owner-back', told: [] };
  }
  return passedOn(lead, managerId, office, anew);
}

/** From a manager who is away, to somebody who is there. */
function passedOn(lead: DeskLead, managerId: string, office: Office, anew: NewLead): Assignment {
  office.takeAway(managerId, lead.channel);
  const tried = [...lead.tried, managerId];
  const choice = routeLead({ ...anew, tried }, office, [{ code: 'owner-not-back', params: { manager: office.name(managerId) } }]);
  return { lead, choice, tried, kind: LeadEventKind.ESCALATED, reason: 'owner-away', told: [managerId] };
}

/** Whose manager is back stays with them. */
async function stay(tx: Transaction, leads: readonly DeskLead[]): Promise<void> {
  if (leads.length > 0) await tx.query('update lead.lead set due = null, due_at = null where id = any($1::uuid[])', [leads.map(({ id }) => id)]);
}

/** One clock for all instances: leases, deadlines and ages are by the database's. */
async function databaseTime(tx: Transaction): Promise<Date> {
  const { rows } = await tx.query<{ at: Date }>('select now() as at');
  return rows[0]!.at;
}
