import type { Step } from '../decision.js';
import { addWorkingMs, isOpen, nextOpening } from '../hours/index.js';
import { matchingRules } from '../rules/evaluate.js';
import type { Rule } from '../rules/rule-set.js';
import { askQueue, waitIn } from './ask-queue.js';
import type { Office, Wants } from './office.js';
import type { Choice, Due, NewLead } from './request.js';
import type { Line } from './staff.js';

const MINUTE_MS = 60_000;

/**
 * Whose a new lead is: held while its line is closed; else by a rule that goes first, the person's own manager, the company's, the
 * account's, a rule, the line's queue. Whoever gets it counts for the next one.
 * @param steps  reasons so far
 * @throws Error  a line that nobody knows: the caller's affair
 */
export function routeLead(lead: NewLead, office: Office, steps: readonly Step[] = []): Choice {
  return new Route(lead, office, [...steps]).run();
}

class Route {
  readonly #wants: Wants;

  constructor(
    readonly lead: NewLead,
    readonly office: Office,
    readonly steps: Step[],
  ) {
    this.#wants = { channel: lead.facts.channel, skills: [], tried: lead.tried ?? [], isNew: true };
  }

  run(): Choice {
    const { at } = this.office;
    const addressed = lineOf(this.office, this.lead.facts.line);
    const line = lineInCharge(this.office, addressed);
    if (!isClosed(addressed, at)) return this.#assign(addressed);
    if (addressed.outOfHours.kind !== 'assign') this.steps.push({ code: 'out-of-hours', params: { line: addressed.name } });
    if (line !== addressed) this.steps.push({ code: 'other-line', params: { line: line.name } });
    // The other line has hours of its own, and is asked no further.
    if (!isClosed(line, at)) return this.#assign(line);
    if (line !== addressed) this.steps.push({ code: 'out-of-hours', params: { line: line.name } });
    if (line.outOfHours.kind === 'hold') return this.#hold(line, at);
    const duty = line.outOfHours.kind === 'duty' ? this.#meant(line.outOfHours.managerId, line, (manager) => ({ code: 'duty', params: { manager } })) : undefined;
    return duty ?? this.#assign(line);
  }

  #assign(line: Line): Choice {
    const rules = this.lead.rules ?? matchingRules(this.office.state.rules, this.lead.facts);
    const first = rules.filter(({ beforeOwner }) => beforeOwner);
    return this.#byRules(first, line) ?? this.#owner(line) ?? this.#company(line) ?? this.#account(line)
      ?? this.#byRules(rules.filter((rule) => !first.includes(rule)), line) ?? this.#queue(line);
  }

  #hold(line: Line, at: Date): Choice {
    const opensAt = nextOpening(line.hours!, at);
    // Never opens: it waits for whoever looks into the pool.
    if (!opensAt) return { decision: { steps: [...this.steps, { code: 'never-opens', params: { line: line.name } }] }, waiting: 'pool' };
    const step: Step = { code: 'held', params: { line: line.name, opensAt: { at: opensAt.toISOString(), timeZone: line.timeZone } } };
    return { decision: { queueId: line.queueId, steps: [...this.steps, step] }, waiting: 'held', due: { at: opensAt, what: 'opening' } };
  }

  #owner(line: Line): Choice | undefined {
    const { person } = this.lead;
    const ownerId = person.status === 'known' ? person.ownerId : undefined;
    if (ownerId === undefined || this.#wants.tried.includes(ownerId)) return ownerId === undefined ? undefined : this.#substitute(ownerId, line);
    const { away, backAt } = this.office.presence(ownerId);
    const manager = this.office.name(ownerId);
    if (!away) return this.#give(ownerId, line, () => ({ code: 'owner-first', params: { manager } }), true);
    if (away === 'left') {
      this.steps.push({ code: 'owner-inactive', params: { manager } });
      return undefined;
    }
    const until = new Date(this.office.at.getTime() + line.patienceMinutes * MINUTE_MS);
    if (line.patienceMinutes > 0 && (!backAt || backAt <= until)) {
      const step: Step = { code: 'owner-waits', params: { manager, until: { at: until.toISOString(), timeZone: line.timeZone } } };
      this.office.give(ownerId, this.#wants.channel);
      return { decision: { managerId: ownerId, queueId: line.queueId, steps: [...this.steps, step] }, due: { at: until, what: 'owner' } };
    }
    this.steps.push({ code: 'owner-absent', params: { manager } });
    return this.#substitute(ownerId, line);
  }

  /** They, or who stands in for them; why not is told. */
  #meant(managerId: string, line: Line, step: (manager: string) => Step): Choice | undefined {
    const { away } = this.office.presence(managerId);
    const why = away ?? (this.#wants.tried.includes(managerId) ? 'tried' : undefined);
    if (why === undefined) return this.#give(managerId, line, step, true);
    if (why !== 'left') this.steps.push({ code: 'passed-over', params: { managers: [{ manager: this.office.name(managerId), why }], others: 0 } });
    return this.#substitute(managerId, line);
  }

  #substitute(ownerId: string, line: Line): Choice | undefined {
    const { substituteId } = this.office.presence(ownerId);
    if (substituteId === undefined) return undefined;
    return this.#give(substituteId, line, (manager) => ({ code: 'substitute', params: { manager, away: this.office.name(ownerId) } }));
  }

  #company(line: Line): Choice | undefined {
    const { company, person } = this.lead;
    // Who has a manager of their own is theirs; one who left is nobody's.
    const ownerId = person.status === 'known' ? person.ownerId : undefined;
    if (company?.managerId === undefined || (ownerId !== undefined && this.office.presence(ownerId).away !== 'left')) return undefined;
    return this.#meant(company.managerId, line, (manager) => ({ code: 'company-owner', params: { company: company.name, manager } }));
  }

  #account(line: Line): Choice | undefined {
    const ownerId = this.office.state.rules.owners[this.lead.facts.accountId];
    return ownerId === undefined ? undefined : this.#meant(ownerId, line, (manager) => ({ code: 'account-owner', params: { manager } }));
  }

  #byRules(rules: readonly Rule[], line: Line): Choice | undefined {
    let wait: { queueId: string; wants: Wants; steps: Step[] } | undefined;
    for (const rule of rules) {
      this.steps.push({ code: 'rule', params: { rule: rule.name } });
      const wants = rule.skills.length > 0 ? { ...this.#wants, skills: rule.skills } : this.#wants;
      if (rule.skills.length > 0) this.steps.push({ code: 'skills', params: { skills: rule.skills } });
      const { target } = rule;
      if (target.kind === 'pool') {
        return { decision: { steps: [...this.steps, { code: 'pool-rule', params: { rule: rule.name } }] }, waiting: 'pool' };
      }
      if (target.kind === 'queue') {
        const choice = askQueue(this.office, target.queueId, wants, this.steps, (queueId) => this.#takeDue(queueId, line));
        if (choice) return choice;
        wait ??= { queueId: target.queueId, wants, steps: [...this.steps] };
        continue;
      }
      const choice = this.#toOne(rule, wants, line);
      if (choice) return choice;
    }
    return wait && waitIn(this.office, wait.queueId, wait.wants, wait.steps);
  }

  #toOne(rule: Rule, wants: Wants, line: Line): Choice | undefined {
    const { target } = rule;
    if (target.kind === 'head') {
      const department = this.office.state.departments.get(target.departmentId);
      const step = (manager: string): Step => ({ code: 'rule-head', params: { rule: rule.name, department: department?.name ?? target.departmentId, manager } });
      return this.#named(department?.headId, wants, line, step);
    }
    if (target.kind !== 'manager') return undefined;
    return this.#named(target.managerId, wants, line, (manager) => ({ code: 'rule-manager', params: { rule: rule.name, manager } }));
  }

  #named(managerId: string | undefined, wants: Wants, line: Line, step: (manager: string) => Step): Choice | undefined {
    const why = managerId === undefined ? 'nobody' : this.office.unfit(managerId, wants);
    if (why === undefined) return this.#give(managerId!, line, step);
    this.steps.push({ code: 'rule-away', params: { manager: managerId === undefined ? '' : this.office.name(managerId), why } });
    const { substituteId } = managerId === undefined ? {} : this.office.presence(managerId);
    if (substituteId === undefined) return undefined;
    return this.#give(substituteId, line, (manager) => ({ code: 'substitute', params: { manager, away: this.office.name(managerId!) } }));
  }

  #queue(line: Line): Choice {
    return askQueue(this.office, line.queueId, this.#wants, this.steps, (queueId) => this.#takeDue(queueId, line))
      ?? waitIn(this.office, line.queueId, this.#wants, this.steps);
  }

  /** To one who is there, whatever their load: they are meant. */
  #give(managerId: string, line: Line, step: (manager: string) => Step, isKnownToBeThere = false): Choice | undefined {
    if (!isKnownToBeThere && (this.office.presence(managerId).away !== undefined || this.#wants.tried.includes(managerId))) return undefined;
    this.office.give(managerId, this.#wants.channel);
    const due = this.#takeDue(line.queueId, line);
    return { decision: { managerId, queueId: line.queueId, steps: [...this.steps, step(this.office.name(managerId))] }, ...(due && { due }) };
  }

  #takeDue(queueId: string, line: Line): Due | undefined {
    return takeDue(this.office, queueId, line);
  }
}

function isClosed({ hours }: Line, at: Date): boolean {
  return hours !== undefined && !isOpen(hours, at);
}

/** The line that decides at this time: out of its hours it may be another one. */
export function lineInCharge(office: Office, line: Line): Line {
  return isClosed(line, office.at) && line.outOfHours.kind === 'line' ? lineOf(office, line.outOfHours.lineId) : line;
}

/** When the time to take a lead is up, in the line's working time. */
export function takeDue(office: Office, queueId: string, line: Line | undefined): Due | undefined {
  const minutes = office.state.queues.get(queueId)?.takeMinutes;
  if (minutes === undefined) return undefined;
  const { at } = office;
  const due = line?.hours ? addWorkingMs(line.hours, at, minutes * MINUTE_MS) : new Date(at.getTime() + minutes * MINUTE_MS);
  return due && { at: due, what: 'take' };
}

function lineOf(office: Office, id: string): Line {
  const line = office.state.lines.get(id);
  if (!line) throw new Error(`there is no line "${id}"`);
  return line;
}
