import { describe, expect, it, jest } from '@jest/globals';
import { CallTimeoutError, SharedCalls } from './shared-calls.js';

const PATIENT_MS = 20_000;

describe('calls that many ask for', () => {
  it('are made once while one is under way, and again after it', async () => {
    const calls = new SharedCalls<number>(PATIENT_MS);
    let made = 0;
    const call = async (): Promise<number> => (made += 1);
    expect(await Promise.all([calls.get('a', call), calls.get('a', call), calls.get('b', call)])).toEqual([1, 1, 2]);
    expect(await calls.get('a', call)).toBe(3);
  });

  it('are not waited for when they hang, nor made a second time', async () => {
    const calls = new SharedCalls<number>(5);
    const hang = jest.fn(() => new Promise<number>(() => undefined));
    await expect(calls.get('a', hang)).rejects.toThrow(CallTimeoutError);
    await expect(calls.get('a', hang)).rejects.toThrow('no answer about a in 5 ms');
    expect(hang).toHaveBeenCalledTimes(1);
  });

  it('fail as they fail, and are made again', async () => {
    const calls = new SharedCalls<number>(PATIENT_MS);
    const away = new Error('Kafka is away');
    await expect(calls.get('a', () => Promise.reject(away))).rejects.toBe(away);
    expect(await calls.get('a', async () => 1)).toBe(1);
  });
});
