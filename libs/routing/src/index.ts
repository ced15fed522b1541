export { chooseManager, type Choice } from './choose-manager.js';
export type { Decision, Step, StepCode } from './decision.js';
export { explain, type Explanation } from './explain.js';
export type { Manager, OpenLead, PersonMatch, QueueMember, QueueState, RoutingRequest } from './request.js';
