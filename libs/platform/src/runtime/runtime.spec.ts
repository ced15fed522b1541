import { describe, expect, it } from '@jest/globals';
import { testRuntime } from '../testing.js';
import { deriveInternalToken } from './runtime.js';

describe('Runtime', () => {
  it('stops listeners first, then the rest in reverse order', async () => {
    const runtime = testRuntime();
    const order: string[] = [];
    runtime.onStop(() => order.push('pool'));
    runtime.onStop(() => order.push('server'), 'listener');
    runtime.onStop(async () => {
      await Promise.resolve();
      order.push('consumer');
    });
    await runtime.stop();
    expect(order).toEqual(['server', 'consumer', 'pool']);
  });

  it('is not ready and tells endless answers before anything stops', async () => {
    const runtime = testRuntime();
    let seen: unknown;
    runtime.onStop(async () => void (seen = [runtime.stopping.aborted, (await runtime.health.readiness()).status]), 'listener');
    await runtime.stop();
    expect(seen).toEqual([true, 'unavailable']);
  });

  it('stops once, and goes on when a part fails', async () => {
    const runtime = testRuntime();
    let stopped = 0;
    runtime.onStop(() => stopped++);
    runtime.onStop(() => Promise.reject(new Error('broken')));
    await Promise.all([runtime.stop(), runtime.stop()]);
    expect(stopped).toBe(1);
  });

  it('derives one internal token from one key', () => {
    const key = Buffer.alloc(32, 1);
    expect(deriveInternalToken(key)).toBe(deriveInternalToken(Buffer.from(key)));
    expect(deriveInternalToken(key)).not.toBe(deriveInternalToken(Buffer.alloc(32, 2)));
  });
});
