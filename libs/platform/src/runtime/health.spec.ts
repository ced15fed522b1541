import { describe, expect, it, jest } from '@jest/globals';
import { Health, type CheckResult } from './health.js';

describe('Health', () => {
  it('is ok when every check is', async () => {
    const health = new Health();
    health.addCheck('database', () => ({ ok: true }));
    expect(await health.readiness()).toEqual({ status: 'ok', checks: { database: { ok: true } } });
  });

  it('is degraded when something is missing that it can do without', async () => {
    const health = new Health();
    health.addCheck('database', () => ({ ok: true }));
    health.addCheck('kafka', () => ({ ok: true, degraded: true, detail: 'away' }));
    expect((await health.readiness()).status).toBe('degraded');
  });

  it('is unavailable when a check fails, throws or says nothing in time', async () => {
    const health = new Health();
    const aborted = jest.fn();
    health.addCheck('blobs', () => ({ ok: false, detail: 'disk full' }));
    health.addCheck('database', () => Promise.reject(new Error('refused')));
    health.addCheck(
      'slow',
      (signal) => {
        signal.addEventListener('abort', aborted);
        return new Promise<CheckResult>(() => undefined);
      },
      { timeoutMs: 5 },
    );
    expect(await health.readiness()).toEqual({
      status: 'unavailable',
      checks: { blobs: { ok: false, detail: 'disk full' }, database: { ok: false, detail: 'refused' }, slow: { ok: false, detail: 'no answer within 5 ms' } },
    });
    expect(aborted).toHaveBeenCalledTimes(1);
  });

  it('runs one round of checks for callers at the same time, and a new one later', async () => {
    const health = new Health();
    const check = jest.fn(() => ({ ok: true }));
    health.addCheck('database', check);
    await Promise.all([health.readiness(), health.readiness()]);
    expect(check).toHaveBeenCalledTimes(1);
    await health.readiness();
    expect(check).toHaveBeenCalledTimes(2);
  });

  it('is unavailable from the moment that it stops', async () => {
    const health = new Health();
    health.beginStop();
    expect(await health.readiness()).toMatchObject({ status: 'unavailable', checks: { process: { detail: 'stopping' } } });
  });
});
