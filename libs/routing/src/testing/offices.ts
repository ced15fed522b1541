import { Office, type Load, type OfficeState } from '../office/office.js';
import type { Line, Manager, Queue, Strategy } from '../office/staff.js';
import { compileRules } from '../rules/evaluate.js';
import type { RoutingFacts } from '../rules/facts.js';
import { NO_RULES, ruleSetSchema, type RuleSet } from '../rules/rule-set.js';

/** A Thursday noon in Moscow. */
export const NOON = new Date('2026-11-26T09:00:00Z');

export function manager(id: string, more: Partial<Manager> = {}): Manager {
  return { id, name: `Manager ${id}`, active: true, presenceBy: 'always', skills: [], ...more };
}

export function queue(id: string, strategy: Strategy, members: readonly string[], more: Partial<Queue> = {}): Queue {
  return { id, name: `Queue ${id}`, strategy, members: members.map((managerId, position) => ({ managerId, position, share: 1 })), ...more };
}

export function line(id: string, queueId: string, more: Partial<Line> = {}): Line {
  return { id, name: `Line ${id}`, timeZone: 'Europe/Moscow', queueId, outOfHours: { kind: 'assign' }, patienceMinutes: 0, ...more };
}

export interface Drawn extends Partial<Omit<OfficeState, 'managers' | 'queues' | 'lines' | 'rules' | 'loads'>> {
  readonly managers: readonly Manager[];
  readonly queues: readonly Queue[];
  readonly lines?: readonly Line[];
  readonly rules?: Partial<RuleSet>;
  readonly loads?: Readonly<Record<string, number>>;
}

export function office({ managers, queues, lines = [line('main', queues[0]!.id)], rules = NO_RULES, loads = {}, ...more }: Drawn): Office {
  return new Office({
    at: NOON,
    managers: new Map(managers.map((each) => [each.id, each])),
    queues: new Map(queues.map((each) => [each.id, each])),
    lines: new Map(lines.map((each) => [each.id, each])),
    departments: new Map(),
    rules: compileRules(ruleSetSchema.parse(rules)),
    loads: new Map(Object.entries(loads).map(([id, total]): [string, Load] => [id, { total, byChannel: { form: total } }])),
    random: () => 0,
    ...more,
  });
}

export function facts(more: Partial<RoutingFacts> = {}): RoutingFacts {
  return {
    channel: 'form', accountId: 'site', line: 'main', kind: 'form', text: '', language: undefined, phone: undefined, country: undefined, region: undefined,
    sum: undefined, currency: undefined, categories: [], source: {}, isKnown: false, isVip: false, company: undefined, at: NOON, timeZone: 'Europe/Moscow', isOpen: true, ...more,
  };
}
