import { describe, expect, it, jest } from '@jest/globals';
import { DEFAULT_TIMING } from '../host/timing.js';
import type { Replies } from '../reply.js';
import { type Attempt, Pace } from './pace.js';
import type { Head } from './reply-book.js';

const HOUR_MS = 3_600_000;
const OF_ACCOUNT = 4;
const going = new AbortController().signal;
const head = (n: number): Head => ({ id: `reply ${n}`, account_id: 'a', conversation_id: `talk ${n}`, channel: 'toy', epoch: '1', version: 1, begun_at: null });
const turn = () => new Promise(setImmediate);

describe('the pace', () => {
  it('counts a reply for the provider’s rate when it is sent, not while it waits behind slow ones', async () => {
    let now = 0;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
    const pace = new Pace(DEFAULT_TIMING.retry);
    const rates: Replies['rates'] = { account: { requests: 5, perMs: 1_000 } };
    const ends: (() => void)[] = [];
    const slow: Attempt = { reached: true, make: () => new Promise((resolve) => ends.push(resolve)) };
    const quick: Attempt = { reached: true, make: () => Promise.resolve(void made++) };
    let made = 0;
    const end = new AbortController();
    for (let n = 0; n < OF_ACCOUNT; n++) void pace.pass(head(n), rates, going, slow);
    const behind = Array.from({ length: 12 }, (_, n) => pace.pass(head(OF_ACCOUNT + n), rates, end.signal, quick));
    await turn();
    now = 5_000;
    ends.forEach((each) => each());
    await turn();
    clock.mockRestore();
    end.abort();
    await Promise.all(behind);
    expect(made).toBe(5);
  });

  it('gives back what never came to the provider, and whose account rests meanwhile', async () => {
    const pace = new Pace(DEFAULT_TIMING.retry);
    const rates: Replies['rates'] = { account: { requests: 1, perMs: HOUR_MS } };
    let made = 0;
    const attempt = (reached: boolean): Attempt => ({ reached, make: () => Promise.resolve(void made++) });
    await pace.pass(head(1), rates, going, attempt(false));
    pace.rests.after(head(2), { failureClass: 'network', retryAfterMs: undefined });
    await pace.pass(head(2), rates, going, attempt(false));
    pace.forget('a');
    await pace.pass(head(3), rates, going, attempt(true));
    expect(made).toBe(2);
  });
});
