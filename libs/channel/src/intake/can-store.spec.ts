import { describe, expect, it } from '@jest/globals';
import { CanStore } from './can-store.js';

/** A database whose writes succeed until told otherwise. */
function fixture() {
  const state = { now: 0, writes: 0, broken: false };
  const query = (async () => {
    state.writes += 1;
    if (state.broken) throw new Error('could not extend file: No space left on device');
    return { rows: [] };
  }) as never;
  return { state, canStore: new CanStore({ query }, () => state.now) };
}

const away = Object.assign(new Error('disk full'), { code: '53100' });

describe('readiness of intake', () => {
  it('is a write, and not a read', async () => {
    const { state, canStore } = fixture();
    expect(await canStore.check()).toEqual({ ok: true });
    expect(state.writes).toBe(1);
    state.broken = true;
    state.now += 2_000;
    await expect(canStore.check()).rejects.toThrow('No space left');
  });

  it('writes once a second however often it is asked', async () => {
    const { state, canStore } = fixture();
    for (let n = 0; n < 50; n += 1) await canStore.check();
    expect(state.writes).toBe(1);
  });

  it('believes a failed submission until a later one is stored, or for five seconds', async () => {
    const { state, canStore } = fixture();
    canStore.failed(away);
    expect(await canStore.check()).toMatchObject({ ok: false });
    canStore.stored();
    expect(await canStore.check()).toEqual({ ok: true });
    canStore.failed(away);
    state.now += 5_000;
    expect(await canStore.check()).toEqual({ ok: true });
  });

  it('takes bad data and races for no failure of the store', async () => {
    const { canStore } = fixture();
    canStore.failed(Object.assign(new Error('bad text'), { code: '22021' }));
    canStore.failed(Object.assign(new Error('race'), { code: '40001' }));
    expect(await canStore.check()).toEqual({ ok: true });
  });
});
