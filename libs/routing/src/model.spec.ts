import { describe, expect, it } from '@jest/globals';
import { drainLead, escalateLead } from './office/again.js';
import type { Choice } from './office/request.js';
import { routeLead } from './office/route.js';
import type { Manager, Queue } from './office/staff.js';
import { facts, line, manager, office, queue } from './testing/offices.js';

const MINUTE = 60_000;
const PATIENCE = 10;
const STEPS = Number(process.env['MODEL_STEPS'] ?? 100_000);

/** What happens: somebody writes, comes or goes, takes, closes; time passes or jumps; the process starts anew. */
type Event =
  | { readonly kind: 'arrive'; readonly id: string; readonly queue: string; readonly owner?: string; readonly skill: boolean }
  | { readonly kind: 'presence'; readonly manager: string; readonly away: boolean }
  | { readonly kind: 'take' | 'close'; readonly pick: number }
  | { readonly kind: 'pass'; readonly minutes: number }
  | { readonly kind: 'restart' };

/** Who has each open lead, and as what it waits. */
type Picture = Record<string, string>;

const QUEUES = [
  { id: 'even', strategy: 'even', members: ['a', 'b', 'c'], take: 5, overflow: undefined, head: 'e' },
  { id: 'strict', strategy: 'strict', members: ['b', 'd'], take: undefined, overflow: 'load', head: undefined },
  { id: 'load', strategy: 'least-loaded', members: ['c', 'd', 'e'], take: 7, overflow: undefined, head: undefined },
  { id: 'all', strategy: 'all', members: ['a', 'e'], take: 4, overflow: undefined, head: 'd' },
] as const;
const PEOPLE = [
  { id: 'a', capacity: 3, skilled: true }, { id: 'b', capacity: 2, skilled: false }, { id: 'c', capacity: 5, skilled: true },
  { id: 'd', capacity: 4, skilled: false }, { id: 'e', capacity: 3, skilled: true },
] as const;

/** The product’s functions, driven as its desk drives them: what is due, then who waits, by age. */
class Product {
  #state: State = { now: 0, away: [], cursors: {}, leads: [] };

  apply(event: Event): void {
    const { leads } = this.#state;
    if (event.kind === 'restart') this.#state = JSON.parse(JSON.stringify(this.#state)) as State;
    else if (event.kind === 'pass') this.#state.now += event.minutes * MINUTE;
    else if (event.kind === 'presence') this.#state.away = [...this.#state.away.filter((id) => id !== event.manager), ...(event.away ? [event.manager] : [])];
    else if (event.kind === 'arrive') {
      const desk = this.#desk();
      const choice = routeLead({ facts: facts({ line: event.queue, at: desk.at, isVip: event.skill }), person: event.owner ? { status: 'known', name: '', by: { type: 'p', value: '1' }, ownerId: event.owner } : { status: 'new' } }, desk);
      leads.push(this.#with({ id: event.id, line: event.queue, queueId: event.queue, openedAt: this.#state.now, tried: [], skills: [], taken: false }, choice));
      this.#served(desk);
    } else {
      const lead = pickOf(leads, event);
      if (lead && event.kind === 'close') leads.splice(leads.indexOf(lead), 1);
      else if (lead) Object.assign(lead, { taken: true, due: undefined });
    }
    this.#settle();
  }

  get picture(): Picture {
    return Object.fromEntries(this.#state.leads.map(({ id, managerId, waiting }) => [id, managerId ?? waiting ?? 'nobody']));
  }

  #settle(): void {
    for (;;) {
      const due = this.#state.leads.filter((lead) => lead.due && lead.due.at <= this.#state.now).sort(byAge);
      if (due.length === 0) break;
      const desk = this.#desk();
      for (const lead of due) this.#whenDue(lead, desk);
      this.#served(desk);
    }
    const desk = this.#desk();
    for (const lead of this.#state.leads.filter(({ waiting }) => waiting === 'queue').sort(byAge)) {
      const choice = drainLead({ ...lead, channel: 'form', managerId: undefined, openedAt: new Date(lead.openedAt) }, desk);
      if (choice) this.#replace(lead, choice);
    }
    this.#served(desk);
  }

  #whenDue(lead: Lead, desk: ReturnType<typeof office>): void {
    if (lead.due!.what === 'owner') {
      const { managerId } = lead;
      if (!desk.presence(managerId!).away) {
        const minutes = desk.state.queues.get(lead.queueId)!.takeMinutes;
        lead.due = minutes === undefined ? undefined : { what: 'take', at: this.#state.now + minutes * MINUTE };
        return;
      }
      desk.takeAway(managerId!, 'form');
      lead.tried = [...lead.tried, managerId!];
      const person = { status: 'known' as const, name: '', by: { type: 'p', value: '1' }, ownerId: managerId! };
      this.#replace(lead, routeLead({ facts: facts({ line: lead.line, at: desk.at, isVip: false }), person, tried: lead.tried }, desk));
      return;
    }
    const { tried, ...choice } = escalateLead({ ...lead, channel: 'form', openedAt: new Date(lead.openedAt) }, desk);
    lead.tried = [...tried];
    this.#replace(lead, choice);
  }

  #replace(lead: Lead, choice: Choice): void {
    Object.assign(lead, this.#with({ ...lead, managerId: undefined, waiting: undefined, due: undefined, taken: false }, choice));
  }

  #with(lead: Lead, { decision, waiting, due, skills }: Choice): Lead {
    return {
      ...lead, managerId: decision.managerId, queueId: decision.queueId ?? lead.queueId, waiting, skills: [...(skills ?? lead.skills)],
      due: due && { what: due.what as 'take', at: due.at.getTime() },
    };
  }

  #served(desk: ReturnType<typeof office>): void {
    for (const { id, cursor } of desk.moved) this.#state.cursors[id] = cursor;
  }

  #desk() {
    const { away, leads, cursors, now } = this.#state;
    const managers = PEOPLE.map(({ id, capacity, skilled }): Manager => manager(id, { capacity, skills: skilled ? ['s'] : [], ...(away.includes(id) && { said: { status: 'absent' } }) }));
    const queues = QUEUES.map(({ id, strategy, members, take, overflow, head }): Queue => queue(id, strategy, members, {
      cursor: cursors[id], takeMinutes: take, overflowId: overflow, departmentId: head && `d-${id}`,
      hasBacklog: leads.some((lead) => lead.waiting === 'queue' && lead.queueId === id && lead.skills.length === 0),
    }));
    const departments = new Map(QUEUES.filter(({ head }) => head !== undefined).map(({ id, head }) => [`d-${id}`, { id: `d-${id}`, name: id, headId: head }]));
    const loads = Object.fromEntries(PEOPLE.map(({ id }) => [id, leads.filter(({ managerId }) => managerId === id).length]));
    const rules = QUEUES.map(({ id }) => ({
      id, name: id, enabled: true, beforeOwner: false, skills: ['s'], target: { kind: 'queue' as const, queueId: id },
      when: [{ field: 'person' as const, op: 'is' as const, value: 'vip' as const }, { field: 'line' as const, op: 'in' as const, values: [id] }],
    }));
    return office({ at: new Date(now), managers, queues, departments, loads, rules: { rules }, lines: QUEUES.map(({ id }) => line(id, id, { patienceMinutes: PATIENCE })) });
  }
}

interface State {
  now: number;
  away: string[];
  cursors: Record<string, number>;
  leads: Lead[];
}

interface Lead {
  id: string; line: string; queueId: string; openedAt: number; tried: string[]; skills: string[]; taken: boolean;
  managerId?: string | undefined; waiting?: Choice['waiting'] | undefined; due?: { what: 'take' | 'owner'; at: number } | undefined;
}

interface PlainLead {
  id: string; queue: string; at: number; has?: string | undefined; state: 'given' | 'queue' | 'claim' | 'pool';
  clock?: { for: 'take' | 'owner'; at: number } | undefined; not: string[]; skill: boolean;
}

/** The same said plainly, with nothing of the product: lists, and one rule after the other. */
class Plain {
  #now = 0;
  readonly #away = new Set<string>();
  readonly #last: Record<string, string> = {};
  readonly #leads: PlainLead[] = [];

  apply(event: Event): void {
    if (event.kind === 'pass') this.#now += event.minutes;
    if (event.kind === 'presence') this.#away[event.away ? 'add' : 'delete'](event.manager);
    if (event.kind === 'arrive') this.#arrive(event);
    if (event.kind === 'take' || event.kind === 'close') {
      const own = this.#leads.filter(({ has }) => event.kind === 'close' || has !== undefined);
      const lead = own[event.pick % Math.max(1, own.length)];
      if (lead && event.kind === 'take') lead.clock = undefined;
      else if (lead) this.#leads.splice(this.#leads.indexOf(lead), 1);
    }
    this.#work();
  }

  get picture(): Picture {
    return Object.fromEntries(this.#leads.map(({ id, has, state }) => [id, has ?? state]));
  }

  #arrive({ id, queue: name, owner, skill }: Extract<Event, { kind: 'arrive' }>): void {
    const lead: PlainLead = { id, queue: name, at: this.#now, state: 'queue', not: [], skill };
    this.#leads.push(lead);
    if (owner !== undefined) {
      // The skill is asked by a rule, and the own manager comes before the rules.
      lead.skill = false;
      this.#give(lead, owner);
      if (this.#away.has(owner)) lead.clock = { for: 'owner', at: this.#now + PATIENCE };
      return;
    }
    if (!lead.skill && this.#isBehind(lead, name)) return;
    this.#offer(lead, name, true);
  }

  #isBehind(lead: object, name: string): boolean {
    return this.#leads.some((other) => other !== lead && other.state === 'queue' && other.has === undefined && other.queue === name && !other.skill);
  }

  #work(): void {
    for (;;) {
      const late = this.#byAge.filter(({ clock }) => clock && clock.at <= this.#now);
      if (late.length === 0) break;
      for (const lead of late) this.#late(lead);
    }
    for (const lead of this.#byAge) if (lead.state === 'queue' && lead.has === undefined) this.#offer(lead, lead.queue, false);
  }

  /** The clock may have gone back between two of them. */
  get #byAge(): PlainLead[] {
    return this.#leads.toSorted((a, b) => a.at - b.at);
  }

  #late(lead: PlainLead): void {
    const had = lead.has;
    if (lead.clock!.for === 'owner') {
      const take = QUEUES.find(({ id }) => id === lead.queue)!.take;
      if (!this.#away.has(had!)) {
        lead.clock = take === undefined ? undefined : { for: 'take', at: this.#now + take };
        return;
      }
      Object.assign(lead, { has: undefined, state: 'queue', clock: undefined, not: [...lead.not, had!] });
      if (this.#isBehind(lead, lead.queue)) return;
      this.#offer(lead, lead.queue, true);
      return;
    }
    const { strategy, head } = QUEUES.find(({ id }) => id === lead.queue)!;
    Object.assign(lead, { has: undefined, state: 'pool', clock: undefined, not: had === undefined ? lead.not : [...lead.not, had] });
    const next = strategy === 'all' ? undefined : this.#next(lead, lead.queue);
    if (next !== undefined) this.#give(lead, next);
    else if (head !== undefined && !this.#away.has(head) && !lead.not.includes(head)) this.#give(lead, head);
  }

  #offer(lead: PlainLead, name: string, fresh: boolean): void {
    for (let at: string | undefined = name; at !== undefined; ) {
      const { strategy, overflow, take, members } = QUEUES.find(({ id }) => id === at)!;
      // Who waits where this would overflow to comes first there.
      if (at !== name && fresh && !lead.skill && this.#isBehind(lead, at)) {
        at = overflow;
        continue;
      }
      if (strategy === 'all') {
        if (members.some((id) => this.#can(lead, id))) {
          Object.assign(lead, { state: 'claim', queue: at, clock: { for: 'take', at: this.#now + take! } });
          return;
        }
      } else {
        const next = this.#next(lead, at);
        if (next !== undefined) {
          lead.queue = at;
          this.#give(lead, next);
          return;
        }
      }
      at = overflow;
    }
  }

  #next(lead: PlainLead, name: string): string | undefined {
    const { strategy, members } = QUEUES.find(({ id }) => id === name)!;
    const able = members.filter((id) => this.#can(lead, id));
    if (able.length === 0) return undefined;
    if (strategy === 'strict') return able[0];
    const least = Math.min(...able.map((id) => this.#open(id)));
    const wanted = strategy === 'even' ? able : able.filter((id) => this.#open(id) === least);
    const from = this.#last[name] === undefined ? 0 : members.findIndex((id) => id === this.#last[name]) + 1;
    const next = [...members.slice(from), ...members.slice(0, from)].find((id) => wanted.some((each) => each === id))!;
    this.#last[name] = next;
    return next;
  }

  #give(lead: PlainLead, id: string): void {
    const take = QUEUES.find((each) => each.id === lead.queue)!.take;
    Object.assign(lead, { has: id, state: 'given', clock: take === undefined ? undefined : { for: 'take', at: this.#now + take } });
  }

  #can({ not, skill }: { not: string[]; skill: boolean }, id: string): boolean {
    const person = PEOPLE.find((each) => each.id === id)!;
    return !this.#away.has(id) && !not.includes(id) && (!skill || person.skilled) && this.#open(id) < person.capacity;
  }

  #open(id: string): number {
    return this.#leads.filter(({ has }) => has === id).length;
  }
}

/** Of those that somebody has one is taken; of all one is closed. */
function pickOf(leads: readonly Lead[], { kind, pick }: { kind: 'take' | 'close'; pick: number }): Lead | undefined {
  const own = leads.filter(({ managerId }) => kind === 'close' || managerId !== undefined);
  return own[pick % Math.max(1, own.length)];
}

function byAge(a: Lead, b: Lead): number {
  return a.openedAt - b.openedAt || Number(a.id) - Number(b.id);
}

describe('the office over a long time', () => {
  it(`does what a plain model says, through ${STEPS} arrivals, comings and goings, takes, closings, restarts and jumps of the clock`, () => {
    let state = 4_711;
    const random = (below: number): number => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    const [product, plain] = [new Product(), new Plain()];
    let arrived = 0;
    for (let n = 0; n < STEPS; n++) {
      const event = eventOf(random, () => String(arrived++));
      product.apply(event);
      plain.apply(event);
      const [is, ought] = [product.picture, plain.picture];
      if (JSON.stringify(is) !== JSON.stringify(ought)) expect({ n, event, picture: is }).toEqual({ n, event, picture: ought });
    }
    expect(arrived).toBeGreaterThan(STEPS / 5);
  });
});

function eventOf(random: (below: number) => number, newId: () => string): Event {
  const what = random(100);
  if (what < 25) {
    const owner = random(4) === 0 ? PEOPLE[random(PEOPLE.length)]!.id : undefined;
    return { kind: 'arrive', id: newId(), queue: QUEUES[random(QUEUES.length)]!.id, ...(owner && { owner }), skill: random(5) === 0 };
  }
  if (what < 40) return { kind: 'presence', manager: PEOPLE[random(PEOPLE.length)]!.id, away: random(2) === 0 };
  if (what < 52) return { kind: 'take', pick: random(1_000) };
  if (what < 82) return { kind: 'close', pick: random(1_000) };
  if (what < 97) return { kind: 'pass', minutes: random(4) };
  if (what < 99) return { kind: 'restart' };
  // The clock jumps: hours ahead, or back by a few minutes.
  return { kind: 'pass', minutes: random(2) === 0 ? 300 : -3 };
}
