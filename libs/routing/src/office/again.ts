import type { Step } from '../decision.js';
import { askQueue } from './ask-queue.js';
import type { Office, Wants } from './office.js';
import type { Choice } from './request.js';
import { lineInCharge, takeDue } from './route.js';
import type { Line } from './staff.js';

/** A lead that stands, as routing sees it. */
export interface StandingLead {
  readonly line: string;
  /** The queue that it waits in, or was given by. */
  readonly queueId: string;
  readonly channel: string;
  readonly skills: readonly string[];
  /** Managers who had it and did not take it. */
  readonly tried: readonly string[];
  readonly managerId?: string | undefined;
  readonly openedAt: Date;
}

/**
 * A lead that waits in its queue, when somebody may have become free. Those that wait must be asked by age.
 * @returns nothing while nobody can
 */
export function drainLead(lead: StandingLead, office: Office): Choice | undefined {
  const minutes = Math.max(0, Math.floor((office.at.getTime() - lead.openedAt.getTime()) / 60_000));
  const steps: Step[] = [{ code: 'backlog', params: { minutes } }];
  return askQueue(office, lead.queueId, wantsOf(lead), steps, (queueId) => takeDue(office, queueId, lineOf(lead, office)));
}

/**
 * A lead that was not taken in time: the queue's next, else the department's head, else the pool. Who had it has it no more, and
 * is not asked again.
 */
export function escalateLead(lead: StandingLead, office: Office): Choice & { readonly tried: readonly string[] } {
  const { managerId } = lead;
  const tried = managerId === undefined ? lead.tried : [...lead.tried, managerId];
  if (managerId !== undefined) office.takeAway(managerId, lead.channel);
  const steps: Step[] = [{ code: 'not-taken', params: { manager: managerId === undefined ? '' : office.name(managerId) } }];
  const wants = { ...wantsOf(lead), tried };
  return { ...(nextOf(lead, wants, steps, office) ?? headOf(lead, wants, steps, office) ?? toPool(steps)), tried };
}

function nextOf(lead: StandingLead, wants: Wants, steps: readonly Step[], office: Office): Choice | undefined {
  const queue = office.state.queues.get(lead.queueId);
  if (!queue || queue.strategy === 'all') return undefined;
  const picked = office.pick(queue, office.hindered(queue, wants));
  if (!picked) return undefined;
  office.give(picked.managerId, lead.channel);
  const step: Step = { code: 'escalated-next', params: { queue: queue.name, manager: office.name(picked.managerId) } };
  return given(lead, picked.managerId, [...steps, step], office);
}

function headOf(lead: StandingLead, { tried }: Wants, steps: readonly Step[], office: Office): Choice | undefined {
  const departmentId = office.state.queues.get(lead.queueId)?.departmentId;
  const department = departmentId === undefined ? undefined : office.state.departments.get(departmentId);
  if (department?.headId === undefined || tried.includes(department.headId) || office.presence(department.headId).away) return undefined;
  office.give(department.headId, lead.channel);
  const step: Step = { code: 'escalated-head', params: { department: department.name, manager: office.name(department.headId) } };
  return given(lead, department.headId, [...steps, step], office);
}

function given(lead: StandingLead, managerId: string, steps: readonly Step[], office: Office): Choice {
  const due = takeDue(office, lead.queueId, lineOf(lead, office));
  return { decision: { managerId, queueId: lead.queueId, steps }, ...(due && { due }) };
}

function lineOf({ line: id }: StandingLead, office: Office): Line | undefined {
  const line = office.state.lines.get(id);
  return line && lineInCharge(office, line);
}

function toPool(steps: readonly Step[]): Choice {
  return { decision: { steps: [...steps, { code: 'escalated-pool', params: {} }] }, waiting: 'pool' };
}

function wantsOf({ channel, skills, tried }: StandingLead): Wants {
  return { channel, skills, tried, isNew: false };
}
