import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { facts, manager, office, queue } from '../testing/offices.js';
import { routeLead } from './route.js';
import { nextTurn, sameTurn, turnsOf } from './turns.js';
import type { Office } from './office.js';
import type { Manager, Queue } from './staff.js';

const lead = { facts: facts(), person: { status: 'new' as const } };

function given(desk: Office, leads: number): (string | undefined)[] {
  return Array.from({ length: leads }, () => routeLead(lead, desk).decision.managerId);
}

const people = (present: readonly boolean[], more: Partial<Manager> = {}): Manager[] =>
  present.map((there, n) => manager(`m${n}`, { ...more, ...(!there && { said: { status: 'paused' as const } }) }));
const ids = (count: number): string[] => Array.from({ length: count }, (_, n) => `m${n}`);

describe('a queue in turns', () => {
  it('gives the same managers however the leads are cut into batches', () => {
    fc.assert(fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), fc.option(fc.integer({ min: -5, max: 9 }), { nil: undefined }), fc.array(fc.nat({ max: 30 }), { maxLength: 10 }), (present, cursor, batches) => {
      let state: Queue = queue('q', 'even', ids(present.length), { cursor });
      const all = given(office({ managers: people(present), queues: [state] }), batches.reduce((sum, size) => sum + size, 0));
      const cut = batches.flatMap((size) => {
        const desk = office({ managers: people(present), queues: [state] });
        const managers = given(desk, size);
        state = { ...state, cursor: desk.moved[0]?.cursor ?? state.cursor };
        return managers;
      });
      expect(cut).toEqual(all);
    }));
  });

  it('keeps members who are always there within one lead of each other while others come and go', () => {
    const steps = fc.array(fc.record({ size: fc.nat({ max: 15 }), guests: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()) }), { maxLength: 30 });
    fc.assert(fc.property(steps, (batches) => {
      const counts: Record<string, number> = { m0: 0, m2: 0, m4: 0 };
      let cursor: number | undefined;
      for (const { size, guests } of batches) {
        const desk = office({ managers: people([true, guests[0], true, guests[1], true, guests[2]]), queues: [queue('q', 'even', ids(6), { cursor })] });
        for (const id of given(desk, size)) if (id !== undefined && id in counts) counts[id]! += 1;
        cursor = desk.moved[0]?.cursor ?? cursor;
      }
      expect(Math.max(...Object.values(counts)) - Math.min(...Object.values(counts))).toBeLessThanOrEqual(1);
    }));
  });

  it('gives nobody a backlog of the turns missed while away', () => {
    const away = office({ managers: people([true, false]), queues: [queue('q', 'even', ids(2))] });
    given(away, 10);
    const back = office({ managers: people([true, true]), queues: [queue('q', 'even', ids(2), { cursor: away.moved[0]!.cursor })] });
    expect(given(back, 4)).toEqual(['m1', 'm0', 'm1', 'm0']);
  });

  it('goes on behind a member who has left the queue', () => {
    expect(given(office({ managers: people([true, true, true]), queues: [queue('q', 'even', ids(3), { cursor: 1 })] }), 3)).toEqual(['m2', 'm0', 'm1']);
    const without = [{ managerId: 'm0', position: 0, share: 1 }, { managerId: 'm2', position: 20, share: 1 }];
    expect(nextTurn(without, 10, () => true)?.managerId).toBe('m2');
  });

  it('gives each as many turns in a round as their share, spread evenly', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 }), (shares) => {
      const members = shares.map((share, n) => ({ managerId: `m${n}`, position: n, share }));
      const round = shares.reduce((sum, share) => sum + share, 0);
      const desk = office({ managers: people(shares.map(() => true)), queues: [{ ...queue('q', 'even', []), members }] });
      const served = given(desk, round * 2);
      for (const [n, share] of shares.entries()) expect(served.filter((id) => id === `m${n}`)).toHaveLength(share * 2);
    }));
  });
});

describe('a queue in strict order', () => {
  it('always asks the first who can', () => {
    fc.assert(fc.property(fc.array(fc.record({ there: fc.boolean(), capacity: fc.nat({ max: 3 }) }), { minLength: 1, maxLength: 6 }), fc.nat({ max: 12 }), (members, leads) => {
      const managers = members.map(({ there, capacity }, n) => manager(`m${n}`, { capacity, ...(!there && { said: { status: 'absent' as const } }) }));
      const served = given(office({ managers, queues: [queue('q', 'strict', ids(members.length))] }), leads);
      const order = members.flatMap(({ there, capacity }, n) => (there ? Array.from({ length: capacity }, () => `m${n}`) : []));
      expect(served).toEqual(Array.from({ length: leads }, (_, n) => order[n]));
    }));
  });
});

describe('a queue by load', () => {
  it('never picks somebody fuller than another who can', () => {
    fc.assert(fc.property(fc.array(fc.record({ there: fc.boolean(), load: fc.nat({ max: 9 }) }), { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 30 }), (members, leads) => {
      const loads = Object.fromEntries(members.map(({ load }, n) => [`m${n}`, load]));
      const desk = office({ managers: people(members.map(({ there }) => there)), queues: [queue('q', 'least-loaded', ids(members.length))], loads });
      const now = members.map(({ load }) => load);
      for (const id of given(desk, leads)) {
        const able = now.filter((_, n) => members[n]!.there);
        if (able.length === 0) { expect(id).toBeUndefined(); continue; }
        const picked = Number(id!.slice(1));
        expect(now[picked]).toBe(Math.min(...able));
        now[picked]! += 1;
      }
    }));
  });

  it('takes turns among equals', () => expect(given(office({ managers: people([true, true, true]), queues: [queue('q', 'least-loaded', ids(3))] }), 6)).toEqual(['m0', 'm1', 'm2', 'm0', 'm1', 'm2']));
});

describe('a queue at random', () => {
  /** Critical value of chi-square with 4 degrees of freedom at 0.001. */
  const CRITICAL = 18.467;

  it.each([[[1, 1, 1, 1, 1]], [[5, 1, 1, 2, 1]]])('keeps to the shares %j (chi-square, fixed seed)', (shares) => {
    let state = 20_261_127;
    const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const members = shares.map((share, n) => ({ managerId: `m${n}`, position: n, share }));
    const served = given(office({ managers: people(shares.map(() => true)), queues: [{ ...queue('q', 'random', []), members }], random }), 10_000);
    const sum = shares.reduce((all, share) => all + share, 0);
    const chi = shares.reduce((all, share, n) => {
      const expected = (10_000 * share) / sum;
      return all + (served.filter((id) => id === `m${n}`).length - expected) ** 2 / expected;
    }, 0);
    expect(chi).toBeLessThan(CRITICAL);
    expect(chi).toBeGreaterThan(0);
  });
});

describe('a queue that offers to all', () => {
  it('offers to those who can, and gives to nobody', () => {
    const choice = routeLead(lead, office({ managers: people([true, false, true]), queues: [queue('q', 'all', ids(3), { takeMinutes: 5 })] }));
    expect(choice).toMatchObject({ waiting: 'claim', offered: ['m0', 'm2'], due: { what: 'take', at: new Date('2026-11-26T09:05:00Z') } });
    expect(choice.decision.managerId).toBeUndefined();
  });
});

describe('the turn of a queue whose members are put anew', () => {
  const member = (managerId: string, position: number, share = 1) => ({ managerId, position, share });
  const before = [member('a', 0, 2), member('b', 1), member('c', 2)];

  it('stays that of the same member, of the same number among theirs', () => {
    for (const { at, managerId } of turnsOf(before)) {
      const after = [member('c', 0), member('a', 1, 2), member('b', 2)];
      const moved = sameTurn(before, after, at)!;
      expect(turnsOf(after).find((turn) => turn.at === moved)?.managerId).toBe(managerId);
    }
    expect(sameTurn(before, before, turnsOf(before)[2]!.at)).toBe(turnsOf(before)[2]!.at);
  });

  it('is none when the member is gone', () => expect(sameTurn(before, [member('b', 0)], turnsOf(before)[0]!.at)).toBeUndefined());
});
