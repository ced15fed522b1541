import { describe, expect, it } from '@jest/globals';
import type { Actor } from '@tributary/platform';
import { ActorCache } from './actor-cache.js';

const HASH = Buffer.alloc(32, 1);
const ANNA: Actor = { role: 'admin', name: 'Anna', userId: 'u1' };

describe('ActorCache', () => {
  it('asks once for a while, then again', async () => {
    let nowMs = 0;
    let asked = 0;
    const cache = new ActorCache(() => nowMs);
    const find = async () => ((asked += 1), ANNA);
    await cache.get(HASH, find);
    await cache.get(HASH, find);
    expect(asked).toBe(1);
    nowMs = 3_001;
    await cache.get(HASH, find);
    expect(asked).toBe(2);
  });

  it('does not remember strangers', async () => {
    const cache = new ActorCache();
    expect(await cache.get(HASH, async () => undefined)).toBeUndefined();
    expect(await cache.get(HASH, async () => ANNA)).toBe(ANNA);
  });

  it('does not keep an answer that was on its way while something was revoked', async () => {
    const cache = new ActorCache();
    let answer: (actor: Actor) => void = () => undefined;
    const slow = cache.get(HASH, () => new Promise((resolve) => (answer = resolve)));
    cache.forget();
    answer(ANNA);
    expect(await slow).toBe(ANNA);
    expect(await cache.get(HASH, async () => undefined)).toBeUndefined();
  });
});
