import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chooseManager } from './choose-manager.js';
import type { QueueState, RoutingRequest } from './request.js';

const stranger: RoutingRequest = { person: { status: 'new' } };

function queueOf(present: readonly boolean[], cursor?: number): QueueState {
  const members = present.map((here, index) => ({ id: `m${index}`, name: `Manager ${index}`, active: true, present: here, position: index * 10 }));
  return { id: 'main', name: 'Main', strategy: 'even', members, ...(cursor === undefined ? {} : { cursor }) };
}

function managersOf(queue: QueueState, contacts: number): { managers: (string | undefined)[]; next: QueueState } {
  let nextQueueState = queue;
  const decisions = Array.from({ length: contacts }, () => {
    const { decision, cursor } = chooseManager(stranger, nextQueueState);
    if (cursor !== undefined) nextQueueState = { ...nextQueueState, cursor };
    return decision;
  });
  return { managers: decisions.map((decision) => decision.managerId), next: nextQueueState };
}

const sizes = fc.array(fc.nat({ max: 40 }), { maxLength: 12 });

describe('even rotation', () => {
  it('gives the same managers however the contacts are cut into batches', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 8 }), fc.option(fc.integer({ min: -5, max: 90 }), { nil: undefined }), sizes, (present, cursor, batches) => {
        let queue = queueOf(present, cursor);
        const managers: (string | undefined)[] = [];
        for (const size of batches) {
          const batch = managersOf(queue, size);
          managers.push(...batch.managers);
          queue = batch.next;
        }
        const total = batches.reduce((sum, size) => sum + size, 0);
        expect(managers).toEqual(managersOf(queueOf(present, cursor), total).managers);
      }),
    );
  });

  it('keeps members who are always there within one lead of each other while others come and go', () => {
    const batches = fc.array(fc.record({ size: fc.nat({ max: 15 }), guests: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()) }), { maxLength: 30 });
    fc.assert(
      fc.property(batches, (steps) => {
        const counts: Record<string, number> = { m0: 0, m2: 0, m4: 0 };
        let cursor: number | undefined;
        for (const { size, guests } of steps) {
          // Guests sit between and behind the three who are always there.
          const { managers, next } = managersOf(queueOf([true, guests[0], true, guests[1], true, guests[2]], cursor), size);
          for (const manager of managers) if (manager && manager in counts) counts[manager] = (counts[manager] ?? 0) + 1;
          cursor = next.cursor;
        }
        expect(Math.max(...Object.values(counts)) - Math.min(...Object.values(counts))).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('gives nobody a backlog of the turns missed while away', () => {
    const away = managersOf(queueOf([true, false]), 10);
    expect(managersOf(queueOf([true, true], away.next.cursor), 4).managers).toEqual(['m1', 'm0', 'm1', 'm0']);
  });

  it('goes on behind a member who has left the queue', () => {
    expect(managersOf(queueOf([true, true, true], 5), 3).managers).toEqual(['m1', 'm2', 'm0']);
  });

  it('returns the very same state when nobody was served', () => {
    const queue = queueOf([false]);
    expect(managersOf(queue, 3).next).toBe(queue);
  });
});
