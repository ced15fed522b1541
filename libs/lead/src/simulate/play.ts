import {
  Office, compileRules, drainLead, routeLead,
  type Choice, type CompiledRules, type Manager, type NewLead, type Queue, type RuleSet, type StandingLead,
} from '@tributary/routing';
import { ContactFacts } from '../office/facts.js';
import type { OfficeConfig } from '../office/office-config.js';
import type { PastLead } from './past-leads.js';

/** What became of past leads under one set of rules. */
export interface Played {
  /** Leads that each manager got. */
  readonly leads: ReadonlyMap<string, number>;
  /** Leads that waited for a manager, and for how long, in ms. */
  readonly waits: readonly number[];
  /** Waiting still at the end. */
  readonly waiting: number;
  /** In the open pool. */
  readonly pool: number;
}

const NO_LOADS = new Map<string, never>();

/** How an office would have worked through past leads: who is there follows from the schedules, everybody else counts as being there. */
export class Play {
  readonly #office: Office;
  readonly #leads = new Map<string, number>();
  readonly #waits: number[] = [];
  #waiting: (StandingLead & { readonly closesAfterMs: number | undefined })[] = [];
  #held: { at: number; lead: NewLead; openedAt: Date; closesAfterMs: number | undefined }[] = [];
  /** By time; those before `#closed` are over. */
  readonly #closings: Closing[] = [];
  #closed = 0;
  #pool = 0;

  constructor(readonly config: OfficeConfig, rules: CompiledRules) {
    this.#office = officeOf(config, rules, new Date(0));
  }

  take(lead: NewLead, past: PastLead): void {
    this.#passTo(past.openedAt);
    this.#keep(routeLead(lead, this.#office), lead, past.openedAt, past.closedAt && past.closedAt.getTime() - past.openedAt.getTime());
  }

  end(at: Date): Played {
    this.#passTo(at);
    return { leads: this.#leads, waits: this.#waits, waiting: this.#waiting.length + this.#held.length, pool: this.#pool };
  }

  #passTo(at: Date): void {
    let changed = at.getTime() - this.#office.at.getTime() > 15 * 60_000;
    this.#office.moveTo(at);
    for (let closing = this.#closings[this.#closed]; closing && closing.at <= at.getTime(); closing = this.#closings[this.#closed]) {
      this.#office.takeAway(closing.managerId, closing.channel);
      this.#closed += 1;
      changed = true;
    }
    const opened = this.#held.filter((held) => held.at <= at.getTime());
    if (opened.length > 0) this.#held = this.#held.filter((held) => held.at > at.getTime());
    for (const { lead, openedAt, closesAfterMs } of opened) this.#keep(routeLead(lead, this.#office), lead, openedAt, closesAfterMs);
    if (changed && this.#waiting.length > 0) this.#drain();
  }

  #drain(): void {
    // Nobody can take one: nobody can take another that asks for the same.
    const stuck = new Set<string>();
    this.#waiting = this.#waiting.filter((lead) => {
      const asks = `${lead.queueId} ${lead.channel} ${lead.skills.join()}`;
      const choice = stuck.has(asks) ? undefined : drainLead(lead, this.#office);
      if (choice?.decision.managerId === undefined) {
        stuck.add(asks);
        return true;
      }
      this.#waits.push(this.#office.at.getTime() - lead.openedAt.getTime());
      this.#give(choice.decision.managerId, lead.channel, lead.closesAfterMs);
      return false;
    });
  }

  #keep(choice: Choice, lead: NewLead, openedAt: Date, closesAfterMs: number | undefined): void {
    const { managerId, queueId } = choice.decision;
    const { channel, line } = lead.facts;
    if (managerId !== undefined) {
      const waitedMs = this.#office.at.getTime() - openedAt.getTime();
      if (waitedMs > 0) this.#waits.push(waitedMs);
      this.#give(managerId, channel, closesAfterMs);
    } else if (choice.waiting === 'held') this.#held.push({ at: choice.due!.at.getTime(), lead, openedAt, closesAfterMs });
    else if (choice.waiting === 'queue') this.#waiting.push({ line, queueId: queueId!, channel, skills: choice.skills ?? [], tried: [], openedAt, closesAfterMs });
    else this.#pool += 1;
  }

  #give(managerId: string, channel: string, closesAfterMs: number | undefined): void {
    this.#leads.set(managerId, (this.#leads.get(managerId) ?? 0) + 1);
    if (closesAfterMs === undefined) return;
    const at = this.#office.at.getTime() + closesAfterMs;
    this.#closings.splice(this.#placeOf(at), 0, { at, managerId, channel });
  }

  /** Behind all that close before or at the same time. */
  #placeOf(at: number): number {
    let [low, high] = [this.#closed, this.#closings.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#closings[middle]!.at <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

interface Closing {
  readonly at: number;
  readonly managerId: string;
  readonly channel: string;
}

/** Where a lead is meant to go, were everybody there and nobody full: which queue, which manager, or the pool. Another target is another rule's doing. */
export class Aim {
  readonly #office: Office;

  constructor(config: OfficeConfig, rules: CompiledRules) {
    const managers = new Map([...config.managers].map(([id, manager]): [string, Manager] => [id, { ...manager, presenceBy: 'always', said: undefined, capacity: undefined, channelCapacity: {} }]));
    const queues = new Map([...config.queues].map(([id, queue]): [string, Queue] => [id, { ...queue, strategy: 'strict' }]));
    this.#office = officeOf({ ...config, managers, queues }, rules, new Date(0));
  }

  of(lead: NewLead): { key: string; choice: Choice } {
    this.#office.moveTo(lead.facts.at);
    const choice = routeLead(lead, this.#office);
    const last = choice.decision.steps.at(-1)!.code;
    const { managerId, queueId } = choice.decision;
    if (choice.waiting === 'held') return { key: `held ${queueId}`, choice };
    if (last.startsWith('queue-') || choice.waiting === 'queue') return { key: `queue ${queueId}`, choice };
    return { key: managerId === undefined ? 'pool' : `manager ${managerId}`, choice };
  }
}

function officeOf({ managers, queues, departments, lines }: OfficeConfig, rules: CompiledRules, at: Date): Office {
  const fair = new Map([...managers].map(([id, manager]): [string, Manager] => [id, manager.presenceBy === 'signed-in' ? { ...manager, presenceBy: 'always', said: undefined } : { ...manager, said: undefined }]));
  const fresh = new Map([...queues].map(([id, queue]): [string, Queue] => [id, { ...queue, cursor: undefined }]));
  let state = 1;
  const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  return new Office({ at, managers: fair, queues: fresh, departments, lines, rules, loads: NO_LOADS, random });
}

export function newLeadOf({ contact, line: lineId, person, isVip, company, openedAt }: PastLead, config: OfficeConfig): NewLead | undefined {
  const line = config.lines.get(lineId);
  if (!line) return undefined;
  const whose = { isKnown: person.status === 'known', isVip: isVip || company?.isVip === true, company: company?.id };
  return { facts: new ContactFacts(contact, line, whose, openedAt), person, company };
}

export function compiled(draft: RuleSet | undefined, config: OfficeConfig): CompiledRules {
  return draft ? compileRules(draft) : config.rules;
}

