export { chooseManager, type RoutingRequest } from './choose-manager.js';
export type { Decision, Moment, PassedOver, Step, StepCode } from './decision.js';
export * from './hours/index.js';
export { drainLead, escalateLead, type StandingLead } from './office/again.js';
export { Office, type Load, type OfficeState, type Wants } from './office/office.js';
export { SIGNED_OUT_AFTER_MS, presenceOf } from './office/presence.js';
export type { Choice, Due, NewLead, OpenLead, PersonMatch, Waiting } from './office/request.js';
export { routeLead, takeDue } from './office/route.js';
export { sameTurn } from './office/turns.js';
export {
  STRATEGIES,
  type Away,
  type Department,
  type Line,
  type Manager,
  type OutOfHours,
  type Presence,
  type PresenceSetting,
  type Queue,
  type QueueMember,
  type Strategy,
} from './office/staff.js';
export { CEL_VARIABLES } from './rules/cel.js';
export { compileRules, matchingRules, traceRules, type CompiledRules, type RuleVerdict } from './rules/evaluate.js';
export type { RoutingFacts } from './rules/facts.js';
export { LISTED, NO_RULES, SOURCES, conditionSchema, refuseTwice, ruleSchema, ruleSetFields, ruleSetSchema, targetSchema, type Condition, type Rule, type RuleSet, type Target } from './rules/rule-set.js';
export { explain, type Explanation } from './texts/explain.js';
export { sayRule, type RuleNames } from './texts/say-rule.js';
