import type { Decision, Step } from './decision.js';
import type { QueueState, RoutingRequest } from './request.js';
import { nextInRotation } from './rotation.js';

/** A decision, and the queue's cursor behind it when the queue was asked. */
export interface Choice {
  readonly decision: Decision;
  readonly cursor?: number;
}

/**
 * Decides one contact: no lead, an open lead joined, the person's own manager, the line's queue, else the open pool.
 * @param queue  the line's queue as it stands now; absent when the line has none
 */
export function chooseManager(request: RoutingRequest, queue?: QueueState): Choice {
  if (request.notLeadReason) return { decision: { steps: [{ code: 'not-lead', params: { reason: request.notLeadReason } }] } };
  const steps = [personStep(request)];
  if (request.openLead) return { decision: joined(request.openLead, steps) };
  if (request.person.status === 'known' && request.opensRepeat === false) {
    return { decision: { steps: [...steps, { code: 'repeat-not-opened', params: {} }] } };
  }
  const own = ownManager(request, steps);
  return own ? { decision: own } : fromQueue(queue, steps);
}

function personStep({ person }: RoutingRequest): Step {
  if (person.status === 'unidentified') return { code: 'person-unidentified', params: {} };
  if (person.status === 'new') return { code: 'person-new', params: {} };
  return { code: 'person-known', params: { person: person.name, type: person.by.type, value: person.by.value } };
}

function joined(lead: NonNullable<RoutingRequest['openLead']>, steps: readonly Step[]): Decision {
  const step: Step = { code: 'lead-joined', params: { leadId: lead.id, manager: lead.manager?.name ?? '' } };
  return { ...(lead.manager && { managerId: lead.manager.id }), steps: [...steps, step] };
}

/** The known person's own manager; when that one can't, adds why to `steps`. */
function ownManager({ person }: RoutingRequest, steps: Step[]): Decision | undefined {
  const owner = person.status === 'known' ? person.owner : undefined;
  if (!owner) return undefined;
  const params = { manager: owner.name };
  if (owner.active && owner.present) return { managerId: owner.id, steps: [...steps, { code: 'owner-first', params }] };
  steps.push({ code: owner.active ? 'owner-absent' : 'owner-inactive', params });
  return undefined;
}

function fromQueue(queue: QueueState | undefined, steps: readonly Step[]): Choice {
  if (!queue) return { decision: { steps: [...steps, { code: 'pool-no-queue', params: {} }] } };
  const member = nextInRotation(queue);
  if (!member) return { decision: { queueId: queue.id, steps: [...steps, { code: 'pool-no-manager', params: { queue: queue.name } }] } };
  const step: Step = { code: 'queue-even', params: { queue: queue.name, manager: member.name } };
  return { decision: { managerId: member.id, queueId: queue.id, steps: [...steps, step] }, cursor: member.position };
}
