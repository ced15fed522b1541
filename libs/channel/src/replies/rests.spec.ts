import { describe, expect, it } from '@jest/globals';
import { DEFAULT_TIMING } from '../host/timing.js';
import type { FailureClass } from '../pull.js';
import type { Head } from './reply-book.js';
import { Rests } from './rests.js';

const HOUR_MS = 3_600_000;
const head = (version: number): Head => ({ id: `reply ${version}`, account_id: 'a', conversation_id: 'talk', channel: 'toy', epoch: '1', version, begun_at: null });
const failure = (failureClass: FailureClass, retryAfterMs?: number) => ({ failureClass, retryAfterMs });

describe('an account that rests', () => {
  it('does so by what its newest settings came to, whatever a late try with older ones says', () => {
    const rests = new Rests(DEFAULT_TIMING.retry);
    rests.after(head(2), failure('provider', HOUR_MS));
    expect(rests.after(head(1), failure('credentials'))).toBe(0);
    rests.worked(head(1), performance.now());
    expect([rests.admit(head(2)), rests.now]).toEqual([false, [{ account_id: 'a', version: 2 }]]);
  });

  it('goes on at once with newer settings, whose own failures it counts from the first', () => {
    const rests = new Rests(DEFAULT_TIMING.retry);
    rests.after(head(1), failure('provider', HOUR_MS));
    expect(rests.admit(head(2))).toBe(true);
    expect(Math.round(rests.after(head(2), failure('credentials')))).toBe(DEFAULT_TIMING.retry.credentialTriesMs[0]);
    rests.worked(head(2), performance.now());
    expect([rests.admit(head(2)), rests.now]).toEqual([true, []]);
  });
});
