import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ConversationContact } from './by-contacts.js';
import { placeContacts, type Standing } from './in-order.js';

const second = (at: number, ms = 0): Date => new Date(Date.UTC(2026, 10, 22, 9, 0, at, ms));

function said(id: string, at: Date, { sequence = 0, receivedAt = new Date(at.getTime() + 900) }: { sequence?: number; receivedAt?: Date } = {}): ConversationContact {
  return { at, contact: { id, receivedAt, envelope: { sequence: BigInt(sequence) } } } as unknown as ConversationContact;
}

/** One after the other, as batches bring them. */
function bring(batches: readonly (readonly ConversationContact[] | Standing)[]): string[] {
  let position = 0;
  const next = () => (position += 65_536);
  const all = batches.reduce<Standing[]>((standing, each) => ('kind' in each ? [...standing, { ...each, position: next() }] : placeContacts(each, standing, next)), []);
  return placeContacts([], all, next).map(({ id }) => id);
}

const answer = (id: string, at: Date): Standing => ({ id, kind: 'reply', at, position: 0, sequence: undefined });

describe('what is of one second stands', () => {
  it('in the order of the source, in whichever it comes', () => {
    fc.assert(fc.property(fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7], { minLength: 7 }), fc.integer({ min: 1, max: 7 }), (order, size) => {
      const contacts = order.map((sequence) => said(`${sequence}`, second(1), { sequence }));
      const batches = Array.from({ length: Math.ceil(7 / size) }, (_, at) => contacts.slice(at * size, (at + 1) * size));
      expect(bring(batches)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
    }));
  });

  it('each at its own place, however far apart the source counts and in whatever order they come', () => {
    const number = fc.oneof(fc.integer({ min: 1, max: 200_000 }), fc.integer({ min: 1, max: 9 }), fc.constantFrom(2 ** 41, 2 ** 50, 2 ** 50 + 1));
    fc.assert(fc.property(fc.uniqueArray(number, { maxLength: 12 }), fc.integer({ min: 1, max: 4 }), (numbers, size) => {
      let position = 0;
      let all: Standing[] = [];
      const contacts = numbers.map((sequence) => said(`${sequence}`, second(1), { sequence }));
      for (let at = 0; at < contacts.length; at += size) all = placeContacts(contacts.slice(at, at + size), all, () => (position += 65_536));
      expect(new Set(all.map((each) => `${each.at.getTime()} ${each.position}`)).size).toBe(numbers.length);
    }), { examples: [[[100_000, 1, 50_000, 2], 1]] });
  });

  it('in the order of taking, where the source has none', () => {
    expect(bring([[said('z', second(1)), said('a', second(1))], [said('m', second(1))]])).toEqual(['z', 'a', 'm']);
  });

  it('around our reply as it was received', () => {
    const reply = answer('reply', second(1, 300));
    expect(bring([[said('before', second(1), { sequence: 1, receivedAt: second(1, 200) })], reply, [said('after', second(1), { sequence: 3, receivedAt: second(1, 800) })]])).toEqual(['before', 'reply', 'after']);
    // It was on its way while the reply was given; and what the source counts before another is no later for having been held up.
    expect(bring([reply, [said('under way', second(1), { receivedAt: second(1, 200) })]])).toEqual(['under way', 'reply']);
    expect(bring([[said('2', second(1), { sequence: 2, receivedAt: second(1, 200) })], reply, [said('1', second(1), { sequence: 1, receivedAt: second(1, 800) })]])).toEqual(['1', '2', 'reply']);
  });

  it('by its own milliseconds, where the source tells them', () => {
    expect(bring([[said('late', second(1, 700)), said('early', second(1, 200))], answer('reply', second(1, 500))])).toEqual(['early', 'reply', 'late']);
  });

  it('where it is, when it is revised', () => {
    expect(bring([[said('a', second(1)), said('b', second(1))], [said('a', second(1))]])).toEqual(['a', 'b']);
  });
});
