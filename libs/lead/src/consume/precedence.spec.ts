import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Precedence } from './precedence.js';

describe('bulk beside live', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  /** How long a bulk batch of 20 ms holds its consumer. */
  async function heldMs(precedence: Precedence): Promise<number> {
    const startedAt = performance.now();
    let endedAt = Number.NaN;
    void precedence.bulk(() => new Promise<void>((resolve) => setTimeout(resolve, 20))).then(() => (endedAt = performance.now()));
    await jest.advanceTimersByTimeAsync(10_000);
    return endedAt - startedAt;
  }

  it('goes at full speed alone', async () => {
    expect(await heldMs(new Precedence())).toBeCloseTo(20, 0);
  });

  it('rests three times as long as it worked while live contacts come in, and no longer afterwards', async () => {
    const precedence = new Precedence();
    await precedence.live(async () => undefined);
    expect(await heldMs(precedence)).toBeCloseTo(80, 0);
    expect(await heldMs(precedence)).toBeCloseTo(20, 0);
  });

  it('hands on what the work threw', async () => {
    const precedence = new Precedence();
    await expect(precedence.bulk(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(precedence.live(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});
