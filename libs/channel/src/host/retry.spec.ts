import { describe, expect, it } from '@jest/globals';
import type { FailureClass } from '../pull.js';
import { RetryPolicy } from './retry.js';
import { DEFAULT_TIMING } from './timing.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const policy = (random = 1) => new RetryPolicy(DEFAULT_TIMING.retry, () => random);
const pauses = (retry: RetryPolicy, failureClass: FailureClass, count: number) => Array.from({ length: count }, () => retry.nextMs(failureClass));

describe('an account whose credentials are refused', () => {
  it('is tried three times soon, then ever more seldom, so that it is not locked', () => {
    expect(pauses(policy(), 'credentials', 9)).toEqual([2 * SECOND, 10 * SECOND, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 6 * HOUR, 6 * HOUR]);
  });

  it('is tried every minute, and up to a quarter of an hour, where nobody is locked for that', () => {
    const retry = policy();
    retry.triesAreFree = true;
    expect(pauses(retry, 'credentials', 8)).toEqual([2 * SECOND, 10 * SECOND, MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE, 15 * MINUTE, 15 * MINUTE]);
  });

  it('is tried three times soon again once they were taken, or the settings changed', () => {
    const retry = policy();
    pauses(retry, 'credentials', 5);
    retry.accepted();
    expect(retry.nextMs('credentials')).toBe(2 * SECOND);
    pauses(retry, 'credentials', 5);
    retry.reset();
    expect(retry.nextMs('credentials')).toBe(2 * SECOND);
  });
});

describe('every other failure', () => {
  it.each(['network', 'provider', 'quota', 'payload', 'internal'] as const)('%s is tried without end, in pauses that grow from a second', (failureClass) => {
    const most = failureClass === 'network' ? MINUTE : 5 * MINUTE;
    const seen = pauses(policy(), failureClass, 2_000);
    expect(seen.slice(0, 4)).toEqual([1, 2, 4, 8].map((seconds) => seconds * SECOND));
    expect(Math.max(...seen)).toBe(most);
    expect(seen.at(-1)).toBe(most);
  });

  it('is spread at random, so that a thousand accounts do not come back at once', () => {
    expect([policy(0), policy(0.5), policy(1)].map((retry) => retry.nextMs('network'))).toEqual([500, 750, 1000]);
  });

  it('does not count as refused credentials, nor the other way round', () => {
    const retry = policy();
    pauses(retry, 'network', 10);
    expect(retry.nextMs('credentials')).toBe(2 * SECOND);
  });

  it('waits at least as long as the provider asks for, within reason', () => {
    expect(policy(0).nextMs('quota', 10 * MINUTE)).toBe(10 * MINUTE);
    expect(policy(0).nextMs('quota', 1)).toBe(500);
    expect(policy(0).nextMs('quota', 1e15)).toBe(DAY);
  });
});
