import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { Quota, Quotas } from './quota.js';

const over = new AbortController();
const going = over.signal;
afterAll(() => over.abort());

const LONG_MS = 3_600_000;

/** Those that are through once everybody else had a turn. */
async function through(permits: readonly Promise<unknown>[]): Promise<number> {
  let count = 0;
  for (const permit of permits) void permit.then(() => count++, () => undefined);
  await new Promise(setImmediate);
  return count;
}

describe('a quota', () => {
  it('lets through as many requests as the provider takes, and the others wait', async () => {
    const quota = new Quota({ requests: 3, perMs: LONG_MS });
    expect(await through(Array.from({ length: 5 }, () => quota.permit(going)))).toBe(3);
  });

  it('lets no more through in any span of its length, wherever that begins', () => {
    let now = 0;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
    const quota = new Quota({ requests: 20, perMs: 1_000 });
    const at: number[] = [];
    // One, and then as many as there is room for from the end of the first second on.
    for (const time of [0, ...Array.from({ length: 2_000 }, (_, n) => 950 + n)]) {
      now = time;
      while (at.length < (time === 0 ? 1 : 100) && quota.take()) at.push(time);
    }
    clock.mockRestore();
    expect(Math.max(...at.map((begin) => at.filter((each) => each >= begin && each < begin + 1_000).length))).toBe(20);
    expect(at).toHaveLength(41);
  });

  it('lets them through in their order when its time is over', async () => {
    const quota = new Quota({ requests: 1, perMs: 30 });
    const order: number[] = [];
    await Promise.all([1, 2, 3].map((n) => quota.permit(going).then(() => order.push(n))));
    expect(order).toEqual([1, 2, 3]);
  });

  it('lets the next through at once when one was not made after all, and nobody more', async () => {
    const quota = new Quota({ requests: 1, perMs: LONG_MS });
    const first = await quota.permit(going);
    const others = [quota.permit(going), quota.permit(going)];
    first.giveBack();
    await others[0];
    expect(await through(others)).toBe(1);
  });

  it('lets no more through when what was not made belongs to a time that is over', async () => {
    const quota = new Quota({ requests: 1, perMs: 500 });
    const first = await quota.permit(going);
    await quota.permit(going);
    first.giveBack();
    expect(await through([quota.permit(going)])).toBe(0);
  });

  it('is one for an account, whoever asks, and none where the provider has none', async () => {
    const quotas = new Quotas();
    const limits = { requests: 1, perMs: LONG_MS };
    expect(await through(['a', 'a', 'b', 'b'].map((account) => quotas.of(account, limits).permit(going)))).toBe(2);
    expect(await through(Array.from({ length: 100 }, () => quotas.of('c', undefined).permit(going)))).toBe(100);
  });

  it('ends the wait of whoever is told to end, and of nobody else', async () => {
    const quota = new Quota({ requests: 1, perMs: 50 });
    await quota.permit(going);
    const end = new AbortController();
    const told = new Error('told to end');
    const ended = quota.permit(end.signal);
    const next = quota.permit(going);
    end.abort(told);
    await expect(ended).rejects.toBe(told);
    await next;
  });
});
