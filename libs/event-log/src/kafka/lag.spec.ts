import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { oldestMs } from './lag.js';

describe('the age of the oldest record', () => {
  it('is found by asking whether anything is older', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 14 * 86_400_000 }), async (ageMs) => {
        let questions = 0;
        const found = await oldestMs(async (ms) => {
          questions += 1;
          return ageMs > ms;
        });
        expect(Math.abs(found - ageMs)).toBeLessThanOrEqual(Math.max(20, ageMs / 10));
        expect(questions).toBeLessThan(40);
      }),
    );
  });

  it('ends for a record from before time', async () => {
    expect(await oldestMs(async () => true)).toBeGreaterThan(14 * 86_400_000);
  });
});
