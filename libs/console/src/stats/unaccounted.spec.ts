import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Accepted, missing, type Settled } from './unaccounted.js';

const NOW = new Date('2026-11-22T10:10:30Z');
const LAST_SETTLED = '2026-11-22T10:08:00.000Z';
const YOUNG = '2026-11-22T10:09:00.000Z';

const accepted = (minute: string, accountId: string, count: number) => ({ minute, accountId, accepted: count });
const settled = (minute: string, accountId: string, count: number) => ({ minute, accountId, settled: count });

/** How many are missing in all. */
const unaccounted = (all: Accepted[], ended: Settled[], now: Date) => missing(all, ended, now).reduce((sum, { count }) => sum + count, 0);

describe('unaccounted', () => {
  it('is what was accepted and is seen nowhere', () => {
    expect(unaccounted([accepted(LAST_SETTLED, 'a', 5)], [settled(LAST_SETTLED, 'a', 3)], NOW)).toBe(2);
    expect(unaccounted([accepted(LAST_SETTLED, 'a', 5)], [], NOW)).toBe(5);
  });

  it('gives contacts a minute to settle', () => {
    expect(unaccounted([accepted(YOUNG, 'a', 5)], [], NOW)).toBe(0);
    expect(unaccounted([accepted(YOUNG, 'a', 5)], [], new Date('2026-11-22T10:11:00Z'))).toBe(5);
  });

  it('lets no surplus of one account or minute hide a loss of another', () => {
    const rows = [accepted(LAST_SETTLED, 'a', 5), accepted(LAST_SETTLED, 'b', 5)];
    expect(unaccounted(rows, [settled(LAST_SETTLED, 'a', 9), settled(LAST_SETTLED, 'b', 1)], NOW)).toBe(4);
  });

  it('knows the same minute in whatever spelling', () => {
    expect(unaccounted([accepted('2026-11-22T10:08:00Z', 'a', 5)], [settled(LAST_SETTLED, 'a', 5)], NOW)).toBe(0);
  });

  it('never forgets what was lost long ago, by account', () => {
    const older = [{ accountId: 'a', accepted: 10 }, { accountId: 'b', accepted: 3 }];
    expect(unaccounted(older, [{ accountId: 'a', settled: 9 }, { accountId: 'b', settled: 4 }], NOW)).toBe(1);
  });

  it('is zero whenever everything settled, and exactly what is taken away', () => {
    const minute = fc.option(fc.integer({ min: 0, max: 8 }).map((n) => `2026-11-22T10:0${n}:00.000Z`), { nil: undefined });
    const row = fc.record({ minute, accountId: fc.constantFrom('a', 'b'), accepted: fc.integer({ min: 1, max: 50 }) });
    const rows = fc.uniqueArray(row, { selector: ({ minute: at, accountId }) => `${at} ${accountId}`, minLength: 1 });
    fc.assert(
      fc.property(rows, fc.nat(), (all, pick) => {
        const whole = all.map(({ accepted: count, ...each }) => ({ ...each, settled: count }));
        expect(unaccounted(all, whole, NOW)).toBe(0);
        const robbed = whole.filter((_, index) => index !== pick % whole.length);
        expect(unaccounted(all, robbed, NOW)).toBe(whole[pick % whole.length]?.settled);
      }),
    );
  });
});
