import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareVersions, shouldApply } from './revision.js';

describe('shouldApply', () => {
  it('takes the first and every higher revision, nothing else', () => {
    expect(shouldApply(undefined, 1)).toBe(true);
    expect(shouldApply(1, 2)).toBe(true);
    expect(shouldApply(2, 2)).toBe(false);
    expect(shouldApply(3, 2)).toBe(false);
  });

  it('ends at the highest revision in whatever order they come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), (revisions) => {
        let stored: number | undefined;
        for (const revision of revisions) if (shouldApply(stored, revision)) stored = revision;
        expect(stored).toBe(Math.max(...revisions));
      }),
    );
  });
});

describe('compareVersions', () => {
  const early = new Date('2026-01-01T00:00:00Z');
  const late = new Date('2026-01-02T00:00:00Z');

  it('goes by sequence before time', () => {
    expect(compareVersions({ sequence: 1n, occurredAt: late }, { sequence: 2n, occurredAt: early })).toBeLessThan(0);
    expect(compareVersions({ sequence: 2n, occurredAt: late }, { sequence: 2n, occurredAt: early })).toBeGreaterThan(0);
  });

  it('goes by time when one of them has no sequence', () => {
    expect(compareVersions({ occurredAt: early }, { sequence: 2n, occurredAt: late })).toBeLessThan(0);
    expect(compareVersions({ occurredAt: early }, { occurredAt: early })).toBe(0);
  });
});
