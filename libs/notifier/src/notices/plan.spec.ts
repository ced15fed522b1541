import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MOST_SHOWN, plan, type Waiting } from './plan.js';

const idOf = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const waiting = (n: number, fields: Partial<Waiting> = {}): Waiting => ({ id: idOf(n), way: 'mail:a@example.com', messageId: null, due: true, nextTryAt: new Date(0), aged: false, older: false, tries: 0, ...fields });
const several = (count: number, fields: Partial<Waiting> = {}): Waiting[] => Array.from({ length: count }, (_, n) => waiting(n, fields));

describe('what goes by which message', () => {
  it('is one message each while they are few', () => {
    const { messages } = plan(several(5), 5);
    expect(messages.map(({ messageId, deliveries }) => [messageId, deliveries])).toEqual(several(5).map(({ id }) => [id, [{ id, older: false }]]));
  });

  it('is one message for all when they are many, the same for the same ones', () => {
    const [digest, ...others] = plan(several(6), 5).messages;
    expect(others).toEqual([]);
    expect(digest?.deliveries).toHaveLength(6);
    expect(plan(several(6), 5).messages[0]?.messageId).toBe(digest?.messageId);
    expect(plan(several(7), 5).messages[0]?.messageId).not.toBe(digest?.messageId);
  });

  it('counts ways apart', () => {
    expect(plan([...several(3), ...several(3, { way: 'telegram:1' })], 5).messages).toHaveLength(6);
  });

  it('only counts what is too old, and what is more than anybody reads', () => {
    const old = plan([waiting(1, { aged: true }), waiting(2)], 5).messages;
    expect(old.map(({ deliveries }) => deliveries)).toEqual([[{ id: idOf(1), older: true }, { id: idOf(2), older: false }]]);
    const [digest] = plan(several(40), 5).messages;
    expect(digest?.deliveries.filter(({ older }) => !older).map(({ id }) => id)).toEqual(several(40).slice(-MOST_SHOWN).map(({ id }) => id));
  });

  it('waits for those of its way that failed, when they are many', () => {
    const nextTryAt = new Date('2026-11-27T10:00:00Z');
    const rows = [...several(5, { due: false, nextTryAt }), waiting(9)];
    expect(plan(rows, 5)).toEqual({ messages: [], later: [{ id: idOf(9), at: nextTryAt }] });
    expect(plan(rows.slice(1), 5).messages.map(({ messageId }) => messageId)).toEqual([idOf(9)]);
  });

  it('goes again as it was when it may have arrived', () => {
    const messageId = idOf(99);
    const rows = [waiting(1, { messageId, older: true }), waiting(2, { messageId, aged: true, tries: 3 }), ...several(9, { messageId: idOf(98), due: false }), waiting(20)];
    expect(plan(rows, 5).messages).toEqual([
      { messageId, way: 'mail:a@example.com', tries: 4, deliveries: [{ id: idOf(1), older: true }, { id: idOf(2), older: false }] },
      { messageId: idOf(20), way: 'mail:a@example.com', tries: 1, deliveries: [{ id: idOf(20), older: false }] },
    ]);
  });

  it('takes each that is due once, now or later, and nothing else', () => {
    const row = fc.record({ way: fc.constantFrom('a', 'b'), messageId: fc.constantFrom(null, null, idOf(90), idOf(91)), due: fc.boolean(), aged: fc.boolean(), older: fc.boolean(), tries: fc.nat(5) });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), fc.integer({ min: 1, max: 8 }), (fields, digestAfter) => {
        const rows = fields.map((each, n) => waiting(n, each));
        const { messages, later } = plan(rows, digestAfter);
        const taken = [...messages.flatMap(({ deliveries }) => deliveries), ...later].map(({ id }) => id).sort();
        expect(taken).toEqual(rows.filter(({ due }) => due).map(({ id }) => id).sort());
      }),
    );
  });
});
