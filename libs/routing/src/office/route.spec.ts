import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NOON, facts, line, manager, office, queue, type Drawn } from '../testing/offices.js';
import type { Schedule } from '../hours/schedule.js';
import type { Rule } from '../rules/rule-set.js';
import { drainLead, escalateLead } from './again.js';
import type { NewLead } from './request.js';
import { chooseManager } from '../choose-manager.js';
import { routeLead } from './route.js';
import { STRATEGIES, type Line, type Manager } from './staff.js';

const ANNA = '0190f000-0000-7000-8000-00000000000a';
const BORIS = '0190f000-0000-7000-8000-00000000000b';
const VERA = '0190f000-0000-7000-8000-00000000000c';
const nine: Schedule = { timeZone: 'Europe/Moscow', week: [...Array.from({ length: 5 }, () => [{ from: '09:00', to: '18:00' }]), [], []] };
const night: Schedule = { ...nine, week: nine.week.map(() => [{ from: '00:00', to: '06:00' }]) };

const stranger: NewLead = { facts: facts(), person: { status: 'new' } };
const knownBy = (ownerId: string): NewLead => ({ facts: facts({ isKnown: true }), person: { status: 'known', name: 'Ivan', by: { type: 'phone', value: '+7' }, ownerId } });
const rule = (more: Partial<Rule>): Rule => ({ id: 'r', name: 'R', enabled: true, when: [], target: { kind: 'pool' }, beforeOwner: false, skills: [], ...more });
const away = (more: Partial<NonNullable<Manager['said']>> = {}): Partial<Manager> => ({ said: { status: 'absent', ...more } });

function desk(more: Partial<Drawn> = {}, anna: Partial<Manager> = {}) {
  return office({ managers: [manager(ANNA, anna), manager(BORIS), manager(VERA)], queues: [queue('main', 'even', [BORIS])], ...more });
}
const codes = (choice: { decision: { steps: readonly { code: string }[] } }): string[] => choice.decision.steps.map(({ code }) => code);

describe('whose a lead is', () => {
  it('the known person’s own manager', () => expect(routeLead(knownBy(ANNA), desk()).decision.managerId).toBe(ANNA));

  it.each<[string, Partial<Manager>, number, string, string[]]>([
    ['away without patience', away(), 0, BORIS, ['owner-absent', 'queue-even']],
    ['away for who knows how long, with patience', away(), 30, ANNA, ['owner-waits']],
    ['back within the patience', away({ until: new Date(NOON.getTime() + 20 * 60_000) }), 30, ANNA, ['owner-waits']],
    ['back too late', away({ until: new Date(NOON.getTime() + 40 * 60_000) }), 30, BORIS, ['owner-absent', 'queue-even']],
    ['away with a substitute', away({ substituteId: VERA }), 0, VERA, ['owner-absent', 'substitute']],
    ['off shift by their schedule', { presenceBy: 'schedule', schedule: night }, 30, BORIS, ['owner-absent', 'queue-even']],
    ['signed out', { presenceBy: 'signed-in', seenAt: new Date(NOON.getTime() - 11 * 60_000) }, 0, BORIS, ['owner-absent', 'queue-even']],
    ['seen a minute ago', { presenceBy: 'signed-in', seenAt: new Date(NOON.getTime() - 60_000) }, 0, ANNA, ['owner-first']],
    ['signed out, but said to be at the phone', { presenceBy: 'signed-in', said: { status: 'available' } }, 0, ANNA, ['owner-first']],
    ['gone', { active: false }, 30, BORIS, ['owner-inactive', 'queue-even']],
    ['back by now', away({ until: NOON }), 0, ANNA, ['owner-first']],
  ])('when the own manager is %s', (_, anna, patienceMinutes, expected, steps) => {
    const choice = routeLead(knownBy(ANNA), desk({ lines: [line('main', 'main', { patienceMinutes })] }, anna));
    expect([choice.decision.managerId, codes(choice)]).toEqual([expected, steps]);
  });

  it('the company’s manager, unless the person has one; then the account’s', () => {
    const company = { name: 'Acme', managerId: VERA };
    expect(routeLead({ ...stranger, company }, desk()).decision.managerId).toBe(VERA);
    expect(routeLead({ ...knownBy(ANNA), company }, desk()).decision.managerId).toBe(ANNA);
    expect(codes(routeLead(stranger, desk({ rules: { owners: { site: VERA } } })))).toEqual(['account-owner']);
  });

  it('whom the first rule says that holds; none holding, the line’s queue', () => {
    const rules = [
      rule({ id: 'a', when: [{ field: 'channel', op: 'in', values: ['vk'] }], target: { kind: 'manager', managerId: ANNA } }),
      rule({ id: 'b', when: [{ field: 'channel', op: 'in', values: ['form'] }], target: { kind: 'manager', managerId: VERA } }),
      rule({ id: 'c', target: { kind: 'pool' } }),
    ];
    expect(codes(routeLead(stranger, desk({ rules: { rules } })))).toEqual(['rule', 'rule-manager']);
    expect(routeLead(stranger, desk({ rules: { rules: rules.slice(0, 1) } })).decision.managerId).toBe(BORIS);
    expect(routeLead(stranger, desk({ rules: { rules: [rules[2]!] } }))).toMatchObject({ waiting: 'pool' });
  });

  it('with all rules: the first whose target has somebody; else it waits in the first queue that was named', () => {
    const queues = [queue('main', 'even', [BORIS]), queue('vip', 'even', [ANNA]), queue('night', 'even', [ANNA])];
    const rules = [rule({ id: 'a', target: { kind: 'queue', queueId: 'vip' } }), rule({ id: 'b', target: { kind: 'manager', managerId: VERA } })];
    expect(routeLead(stranger, desk({ queues, rules: { mode: 'all', rules } }, away())).decision.managerId).toBe(VERA);
    const none = [rules[0]!, rule({ id: 'b', target: { kind: 'queue', queueId: 'night' } })];
    expect(routeLead(stranger, desk({ queues, rules: { mode: 'all', rules: none } }, away()))).toMatchObject({ waiting: 'queue', decision: { queueId: 'vip' } });
  });

  it('before the own manager where the rule says so', () => {
    const rules = [rule({ beforeOwner: true, target: { kind: 'manager', managerId: VERA } })];
    expect(routeLead(knownBy(ANNA), desk({ rules: { rules } })).decision.managerId).toBe(VERA);
    expect(routeLead(knownBy(ANNA), desk({ rules: { rules: [{ ...rules[0]!, beforeOwner: false }] } })).decision.managerId).toBe(ANNA);
  });

  it('the head of a department; when away, the line’s queue', () => {
    const departments = new Map([['sales', { id: 'sales', name: 'Sales', headId: ANNA }]]);
    const rules = [rule({ target: { kind: 'head', departmentId: 'sales' } })];
    expect(codes(routeLead(stranger, desk({ departments, rules: { rules } })))).toEqual(['rule', 'rule-head']);
    expect(codes(routeLead(stranger, desk({ departments, rules: { rules } }, away())))).toEqual(['rule', 'rule-away', 'queue-even']);
  });

  it('somebody with the skills; nobody has them: it waits, and says what it waits for', () => {
    const queues = [queue('main', 'even', [ANNA, BORIS])];
    const rules = [rule({ target: { kind: 'queue', queueId: 'main' }, skills: ['german'] })];
    expect(routeLead(stranger, desk({ queues, rules: { rules } }, { skills: ['german'] })).decision.managerId).toBe(ANNA);
    expect(routeLead(stranger, desk({ queues, rules: { rules } }, { skills: ['German'] })).decision.managerId).toBe(ANNA);
    expect(routeLead(stranger, desk({ queues, rules: { rules } }))).toMatchObject({ waiting: 'queue', skills: ['german'] });
  });

  it('nobody who is full, over all channels or on this one; then whom the queue overflows into', () => {
    const queues = [queue('main', 'strict', [ANNA], { overflowId: 'second' }), queue('second', 'strict', [VERA], { overflowId: 'main' })];
    for (const full of [{ capacity: 2 }, { channelCapacity: { form: 2 } }]) {
      expect(codes(routeLead(stranger, desk({ queues, loads: { [ANNA]: 2 } }, full)))).toEqual(['passed-over', 'overflow', 'queue-strict']);
    }
    expect(routeLead(stranger, desk({ queues, loads: { [ANNA]: 2 } }, { channelCapacity: { vk: 2 } })).decision.managerId).toBe(ANNA);
  });

  it('nobody’s while others wait for longer', () => {
    expect(routeLead(stranger, desk({ queues: [queue('main', 'even', [BORIS], { hasBacklog: true })] }))).toMatchObject({ waiting: 'queue', decision: { queueId: 'main' } });
  });
});

describe('out of hours', () => {
  const closed = (outOfHours: Parameters<typeof line>[2], anna: Partial<Manager> = {}) =>
    routeLead(knownBy(ANNA), desk({ at: new Date('2026-11-27T20:00:00Z'), lines: [line('main', 'main', { hours: nine, ...outOfHours }), line('night', 'night')], queues: [queue('main', 'even', [BORIS]), queue('night', 'even', [VERA])] }, anna));

  it('it is held until the line opens, whoever knows the person', () => {
    expect(closed({ outOfHours: { kind: 'hold' } })).toMatchObject({ waiting: 'held', due: { what: 'opening', at: new Date('2026-11-30T06:00:00Z') } });
  });

  it('whoever is on duty has it; are they away, it goes its usual way', () => {
    expect(closed({ outOfHours: { kind: 'duty', managerId: VERA } }).decision.managerId).toBe(VERA);
    expect(codes(closed({ outOfHours: { kind: 'duty', managerId: ANNA } }, away()))).toEqual(['out-of-hours', 'passed-over', 'owner-absent', 'queue-even']);
    expect(codes(closed({ outOfHours: { kind: 'duty', managerId: ANNA } }, away({ substituteId: VERA })))).toEqual(['out-of-hours', 'passed-over', 'substitute']);
  });

  it('another line has hours of its own', () => {
    const lines = [
      line('main', 'main', { hours: night, outOfHours: { kind: 'line', lineId: 'other' } }),
      line('other', 'main', { hours: { ...night, timeZone: 'Asia/Kamchatka' }, outOfHours: { kind: 'hold' } }),
    ];
    const choice = routeLead(stranger, desk({ lines }));
    expect([codes(choice), choice.waiting, choice.due?.at.toISOString()]).toEqual([['out-of-hours', 'other-line', 'out-of-hours', 'held'], 'held', '2026-11-26T12:00:00.000Z']);
  });
  it('another line answers', () => expect(closed({ outOfHours: { kind: 'line', lineId: 'night' } }, away()).decision.managerId).toBe(VERA));
  it('it is handed out as ever', () => expect(closed({}).decision.managerId).toBe(ANNA));
});

describe('a lead that nobody takes', () => {
  const departments = new Map([['sales', { id: 'sales', name: 'Sales', headId: VERA }]]);
  const queues = [queue('main', 'even', [ANNA, BORIS], { takeMinutes: 5, departmentId: 'sales' })];
  const standing = { line: 'main', queueId: 'main', channel: 'form', skills: [], tried: [], openedAt: NOON };

  it('goes to the next, to the head, to the pool; nobody is asked twice', () => {
    const first = escalateLead({ ...standing, managerId: ANNA }, desk({ queues, departments }));
    expect(first).toMatchObject({ decision: { managerId: BORIS }, tried: [ANNA], due: { what: 'take', at: new Date(NOON.getTime() + 5 * 60_000) } });
    const second = escalateLead({ ...standing, managerId: BORIS, tried: [ANNA] }, desk({ queues, departments }));
    expect(second).toMatchObject({ decision: { managerId: VERA }, tried: [ANNA, BORIS] });
    expect(escalateLead({ ...standing, managerId: VERA, tried: [ANNA, BORIS] }, desk({ queues, departments }))).toMatchObject({ waiting: 'pool', tried: [ANNA, BORIS, VERA] });
  });

  it('has until so much working time is over', () => {
    const hours = [line('main', 'main', { hours: nine })];
    const late = desk({ queues, lines: hours, at: new Date('2026-11-27T14:58:00Z') });
    expect(escalateLead({ ...standing, managerId: ANNA }, late).due?.at).toEqual(new Date('2026-11-30T06:03:00Z'));
  });

  it('waits in its queue until somebody can, and says for how long', () => {
    const waiting = { ...standing, openedAt: new Date(NOON.getTime() - 17 * 60_000) };
    expect(drainLead(waiting, desk({ queues: [queue('main', 'even', [ANNA])] }, away()))).toBeUndefined();
    expect(drainLead(waiting, desk({ queues: [queue('main', 'even', [ANNA])] }))?.decision.steps[0]).toEqual({ code: 'backlog', params: { minutes: 17 } });
  });
});

describe('whatever stands', () => {
  it('a lead has an owner, or a stated place where it waits, and who has it could take it', () => {
    const people = fc.array(fc.record({ away: fc.boolean(), capacity: fc.option(fc.nat({ max: 2 }), { nil: undefined }), active: fc.boolean() }), { minLength: 1, maxLength: 5 });
    fc.assert(fc.property(people, fc.constantFrom(...STRATEGIES), fc.option(fc.nat({ max: 4 }), { nil: undefined }), fc.boolean(), fc.constantFrom('hold', 'assign'), (members, strategy, owner, open, kind) => {
      const managers = members.map(({ away: isAway, capacity, active }, n) => manager(`m${n}`, { capacity, active, ...(isAway && away()) }));
      const at = open ? NOON : new Date('2026-11-28T09:00:00Z');
      const lines = [line('main', 'main', { hours: nine, outOfHours: { kind: kind as 'hold' } })];
      const drawn = office({ managers, queues: [queue('main', strategy, managers.map(({ id }) => id))], lines, at });
      const choice = routeLead(owner === undefined ? stranger : knownBy(`m${owner}`), drawn);
      const { managerId } = choice.decision;
      expect((managerId === undefined) !== (choice.waiting === undefined)).toBe(true);
      if (managerId !== undefined) expect(drawn.presence(managerId).away).toBeUndefined();
      if (choice.waiting === 'held') expect([open, kind]).toEqual([false, 'hold']);
      expect(choice.decision.steps.length).toBeGreaterThan(0);
    }));
  });
});

describe('who is meant and can’t', () => {
  it('is named with the reason, and stood in for', () => {
    const company = { name: 'Acme', managerId: ANNA };
    expect(codes(routeLead({ ...stranger, company }, desk({}, away())))).toEqual(['passed-over', 'queue-even']);
    expect(codes(routeLead({ ...stranger, company }, desk({}, away({ substituteId: VERA }))))).toEqual(['passed-over', 'substitute']);
    expect(codes(routeLead(stranger, desk({ rules: { owners: { site: ANNA } } }, away())))).toEqual(['passed-over', 'queue-even']);
  });

  it('is the company’s manager where the own one has left', () => {
    const managers = [manager(ANNA, { active: false }), manager(BORIS), manager(VERA)];
    expect(routeLead({ ...knownBy(ANNA), company: { name: 'Acme', managerId: VERA } }, desk({ managers })).decision.managerId).toBe(VERA);
  });

  it('gets what a rule names them for however much they have, unless they lack the skill', () => {
    const rules = [rule({ target: { kind: 'manager', managerId: ANNA }, skills: ['english'] })];
    const named = (anna: Partial<Manager>) => codes(routeLead(stranger, desk({ rules: { rules }, loads: { [ANNA]: 5 } }, { capacity: 5, ...anna })));
    expect(named({ skills: ['english'] })).toEqual(['rule', 'skills', 'rule-manager']);
    expect(named({})).toEqual(['rule', 'skills', 'rule-away', 'queue-even']);
  });
});

describe('a queue that overflows into one where others wait', () => {
  it('keeps what nobody takes', () => {
    const queues = [queue('main', 'even', [ANNA], { overflowId: 'second' }), queue('second', 'even', [BORIS], { hasBacklog: true })];
    const choice = routeLead(stranger, desk({ queues }, away()));
    expect([choice.decision.queueId, choice.waiting, choice.decision.managerId]).toEqual(['main', 'queue', undefined]);
  });
});

describe('who has the open lead that a customer writes about', () => {
  const minutes = (n: number) => new Date(NOON.getTime() + n * 60_000);
  const due = (anna: Partial<Manager>, more: Partial<Line> = {}) => {
    const person = knownBy(ANNA).person;
    const choice = chooseManager({ person, openLead: { id: 'lead', line: 'main', managerId: ANNA }, lead: () => ({ facts: facts() }) }, desk({ lines: [line('main', 'main', more)] }, anna));
    expect(choice.decision.managerId).toBe(ANNA);
    return choice.due?.at;
  };

  it.each<[string, Partial<Manager>, Partial<Line>, Date | undefined]>([
    ['there', {}, {}, undefined],
    ['gone for good', { active: false }, { patienceMinutes: 30 }, NOON],
    ['on leave', away({ until: minutes(5_000) }), {}, NOON],
    ['on leave for who knows how long', away(), { patienceMinutes: 30 }, minutes(30)],
    ['back soon enough', away({ until: minutes(20) }), { patienceMinutes: 30 }, undefined],
    ['pausing', { said: { status: 'paused' } }, {}, undefined],
    ['pausing on a line that says how long it waits', { said: { status: 'paused' } }, { patienceMinutes: 30 }, minutes(30)],
    ['off shift', { presenceBy: 'schedule', schedule: night }, {}, undefined],
    ['on leave, while the line is closed', away(), { hours: night }, new Date('2026-11-26T21:00:00Z')],
  ])('is %s', (_, anna, more, expected) => expect(due(anna, more)).toEqual(expected));
});
