import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { unaccounted } from './unaccounted.js';

const NOW = new Date('2026-11-22T10:10:30Z');
const LAST_SETTLED = '2026-11-22T10:08:00.000Z';
const YOUNG = '2026-11-22T10:09:00.000Z';

const accepted = (minute: string, accountId: string, count: number) => ({ minute, accountId, accepted: count });
const settled = (minute: string, accountId: string, count: number) => ({ minute, accountId, settled: count });

describe('unaccounted', () => {
  it('is what was accepted and is seen nowhere', () => {
    expect(unaccounted({ minutes: [accepted(LAST_SETTLED, 'a', 5)], older: 0 }, [settled(LAST_SETTLED, 'a', 3)], NOW)).toBe(2);
    expect(unaccounted({ minutes: [accepted(LAST_SETTLED, 'a', 5)], older: 0 }, [], NOW)).toBe(5);
  });

  it('gives contacts a minute to settle', () => {
    expect(unaccounted({ minutes: [accepted(YOUNG, 'a', 5)], older: 0 }, [], NOW)).toBe(0);
    expect(unaccounted({ minutes: [accepted(YOUNG, 'a', 5)], older: 0 }, [], new Date('2026-11-22T10:11:00Z'))).toBe(5);
  });

  it('lets no surplus of one account or minute hide a loss of another', () => {
    const minutes = [accepted(LAST_SETTLED, 'a', 5), accepted(LAST_SETTLED, 'b', 5)];
    expect(unaccounted({ minutes, older: 0 }, [settled(LAST_SETTLED, 'a', 9), settled(LAST_SETTLED, 'b', 1)], NOW)).toBe(4);
  });

  it('knows the same minute in whatever spelling', () => {
    expect(unaccounted({ minutes: [accepted('2026-11-22T10:08:00Z', 'a', 5)], older: 0 }, [settled(LAST_SETTLED, 'a', 5)], NOW)).toBe(0);
  });

  it('counts what is older than the list together', () => {
    const before = [settled('2026-11-21T00:00:00Z', 'a', 6), settled('2026-11-20T00:00:00Z', 'b', 3)];
    expect(unaccounted({ minutes: [], older: 10 }, before, NOW)).toBe(1);
    expect(unaccounted({ minutes: [accepted(LAST_SETTLED, 'a', 1)], older: 10 }, [...before, settled(LAST_SETTLED, 'a', 1)], NOW)).toBe(1);
  });

  it('is zero whenever everything settled, and exactly what is taken away', () => {
    const minute = fc.integer({ min: 0, max: 8 }).map((n) => `2026-11-22T10:0${n}:00.000Z`);
    const row = fc.record({ minute, accountId: fc.constantFrom('a', 'b'), accepted: fc.integer({ min: 1, max: 50 }) });
    const rows = fc.uniqueArray(row, { selector: ({ minute: at, accountId }) => at + accountId });
    fc.assert(
      fc.property(rows, fc.integer({ min: 0, max: 100 }), fc.nat(), (minutes, older, pick) => {
        const whole = [settled('2026-11-21T00:00:00Z', 'a', older), ...minutes.map((each) => settled(each.minute, each.accountId, each.accepted))];
        expect(unaccounted({ minutes, older }, whole, NOW)).toBe(0);
        const robbed = whole.filter((_, index) => index !== pick % whole.length);
        expect(unaccounted({ minutes, older }, robbed, NOW)).toBe(whole[pick % whole.length]!.settled);
      }),
    );
  });
});
