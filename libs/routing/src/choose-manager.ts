import type { Step } from './decision.js';
import type { Office } from './office/office.js';
import type { Choice, NewLead, OpenLead, PersonMatch } from './office/request.js';
import { awayDue } from './office/away.js';
import { routeLead } from './office/route.js';

/** One contact that waits for its decision. */
export interface RoutingRequest {
  /** Set when it is certainly no lead. */
  readonly notLeadReason?: string;
  readonly person: PersonMatch;
  /** The person's open lead on this line, if there is one. */
  readonly openLead?: OpenLead;
  /** False when the line opens no second lead for a known person without an open one. Default true. */
  readonly opensRepeat?: boolean;
  /** Asked when it opens a lead. */
  readonly lead: () => Omit<NewLead, 'person'>;
}

/** Decides one contact: no lead, an open lead joined, nothing but history, or a new lead and whose it is. */
export function chooseManager(request: RoutingRequest, office: Office): Choice {
  if (request.notLeadReason) return { decision: { steps: [{ code: 'not-lead', params: { reason: request.notLeadReason } }] } };
  const steps = [personStep(request.person)];
  if (request.openLead) return joined(request.openLead, steps, office);
  if (request.person.status === 'known' && request.opensRepeat === false) {
    return { decision: { steps: [...steps, { code: 'repeat-not-opened', params: {} }] } };
  }
  return routeLead({ ...request.lead(), person: request.person }, office, steps);
}

function personStep(person: PersonMatch): Step {
  if (person.status === 'unidentified') return { code: 'person-unidentified', params: {} };
  if (person.status === 'new') return { code: 'person-new', params: {} };
  return { code: 'person-known', params: { person: person.name, type: person.by.type, value: person.by.value } };
}

function joined({ id, line, managerId }: OpenLead, steps: readonly Step[], office: Office): Choice {
  const manager = managerId === undefined ? '' : office.name(managerId);
  const step: Step = { code: 'lead-joined', params: { leadId: id, manager } };
  if (managerId === undefined) return { decision: { steps: [...steps, step] } };
  const due = awayDue(managerId, line, office);
  const absent: Step[] = due ? [{ code: 'owner-absent', params: { manager } }] : [];
  return { decision: { managerId, steps: [...steps, ...absent, step] }, ...(due && { due }) };
}
