import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sameFacts } from './same-facts.js';

describe('sameFacts', () => {
  it.each([
    [new Date(5), new Date(5), true],
    [new Date(5), new Date(6), false],
    [new Date(5), {}, false],
    [5n, 5n, true],
    [5n, 5, false],
    [Number.NaN, Number.NaN, true],
    [0, -0, true],
    [{ a: 1 }, { a: 1, b: undefined }, true],
    [{ a: 1 }, { a: 1, b: null }, false],
    [{ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, true],
    [[1, 2], [2, 1], false],
    [[], {}, false],
    [{}, { toString: Object.prototype.toString }, false],
    [new Uint8Array([1]), new Uint8Array([1]), true],
    [new Uint8Array([1]), [1], false],
    [null, undefined, false],
  ])('compares %p with %p', (a, b, same) => {
    expect(sameFacts(a, b)).toBe(same);
    expect(sameFacts(b, a)).toBe(same);
  });

  it('finds a copy the same as its original', () => {
    const facts = fc.anything({ withBigInt: true, withDate: true, withTypedArray: false, withObjectString: false });
    fc.assert(fc.property(facts, (value) => expect(sameFacts(structuredClone(value), value)).toBe(true)));
  });
});
