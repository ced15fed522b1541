import type { PassedOver, Step } from '../decision.js';
import type { Hindered, Office, Wants } from './office.js';
import type { Choice, Due } from './request.js';
import type { Queue } from './staff.js';

/** So many who were passed over are named. */
const NAMED = 10;

/**
 * Asks a queue, and where nobody can, the one that it overflows into.
 * @param steps  gets the reasons why nobody could
 * @returns nothing when it has to wait
 */
export function askQueue(office: Office, queueId: string, wants: Wants, steps: Step[], dueOf: (queueId: string) => Due | undefined): Choice | undefined {
  const asked = new Set<string>();
  for (let id: string | undefined = queueId; id !== undefined && !asked.has(id); ) {
    asked.add(id);
    const queue = office.state.queues.get(id);
    if (!queue) return undefined;
    // Who needs a skill may wait for long: it holds nobody up, and is held up by nobody.
    const isBehind = queue.hasBacklog && wants.isNew && wants.skills.length === 0;
    if (isBehind && id === queueId) {
      return { decision: { queueId: id, steps: [...steps, { code: 'behind-others', params: { queue: queue.name } }] }, waiting: 'queue' };
    }
    // Those that wait in a queue that this one overflows into come first there; this one waits in its own.
    const choice = isBehind ? undefined : queue.strategy === 'all' ? offer(office, queue, wants, steps, dueOf) : next(office, queue, wants, steps, dueOf);
    if (choice) return choice;
    const to: Queue | undefined = queue.overflowId === undefined ? undefined : office.state.queues.get(queue.overflowId);
    if (to && !asked.has(to.id)) steps.push({ code: 'overflow', params: { queue: queue.name, to: to.name } });
    id = to?.id;
  }
  return undefined;
}

/** It waits in the queue until somebody can. */
export function waitIn(office: Office, queueId: string, { skills }: Wants, steps: readonly Step[]): Choice {
  const queue = office.state.queues.get(queueId);
  if (!queue) return { decision: { steps: [...steps, { code: 'pool-no-queue', params: {} }] }, waiting: 'pool' };
  return {
    decision: { queueId, steps: [...steps, { code: 'pool-no-manager', params: { queue: queue.name } }] },
    waiting: 'queue',
    ...(skills.length > 0 && { skills }),
  };
}

function next(office: Office, queue: Queue, wants: Wants, steps: Step[], dueOf: (queueId: string) => Due | undefined): Choice | undefined {
  const hindered = office.hindered(queue, wants);
  const picked = office.pick(queue, hindered);
  const passed = passedOver(office, hindered);
  if (passed) steps.push(passed);
  if (!picked) return undefined;
  const due = dueOf(queue.id);
  office.give(picked.managerId, wants.channel);
  const step = stepOf(queue, office.name(picked.managerId), picked.load);
  return { decision: { managerId: picked.managerId, queueId: queue.id, steps: [...steps, step] }, ...(due && { due }), ...(wants.skills.length > 0 && { skills: wants.skills }) };
}

function offer(office: Office, queue: Queue, wants: Wants, steps: Step[], dueOf: (queueId: string) => Due | undefined): Choice | undefined {
  const able = office.able(queue, wants);
  if (able.length === 0) return undefined;
  const due = dueOf(queue.id);
  const step: Step = { code: 'queue-all', params: { queue: queue.name, managers: able.slice(0, NAMED).map((id) => office.name(id)) } };
  return {
    decision: { queueId: queue.id, steps: [...steps, step] },
    waiting: 'claim',
    offered: able,
    ...(due && { due }),
    ...(wants.skills.length > 0 && { skills: wants.skills }),
  };
}

function stepOf({ strategy, name }: Queue, manager: string, load: number): Step {
  if (strategy === 'least-loaded') return { code: 'queue-least-loaded', params: { queue: name, manager, load } };
  const code = strategy === 'strict' ? 'queue-strict' : strategy === 'random' ? 'queue-random' : 'queue-even';
  return { code, params: { queue: name, manager } };
}

/** Members who can't, while others may. */
function passedOver(office: Office, hindered: Hindered): Step | undefined {
  const managers: { manager: string; why: PassedOver }[] = [];
  let others = 0;
  for (const [managerId, why] of hindered) {
    if (why === 'left') continue;
    if (managers.length < NAMED) managers.push({ manager: office.name(managerId), why });
    else others += 1;
  }
  return managers.length === 0 ? undefined : { code: 'passed-over', params: { managers, others } };
}
