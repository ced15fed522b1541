import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RecentFailure } from './recent-failure.js';
import { RecentFailures } from './recent-failures.js';

describe('the failure of something that goes on trying', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('degrades until a success', () => {
    const failure = new RecentFailure();
    expect(failure.check()).toMatchObject({ ok: true, degraded: false });
    failure.note('live: ETIMEDOUT');
    expect(failure.check()).toEqual({ ok: true, degraded: true, detail: 'live: ETIMEDOUT' });
    failure.clear();
    expect(failure.check()).toMatchObject({ degraded: false });
  });

  it('is over when it is not said again', () => {
    const failure = new RecentFailure();
    expect(failure.note('first')).toBe(true);
    expect(failure.note('first')).toBe(false);
    jest.advanceTimersByTime(20_000);
    failure.note('second');
    jest.advanceTimersByTime(20_000);
    expect(failure.check()).toMatchObject({ degraded: true, detail: 'second' });
    jest.advanceTimersByTime(20_000);
    expect(failure.check()).toMatchObject({ degraded: false });
  });
});

describe('the failures of several', () => {
  it('are news once each, whatever becomes of the others', () => {
    const failures = new RecentFailures<'contacts' | 'bulk'>();
    expect(failures.check()).toMatchObject({ ok: true, degraded: false });
    expect(failures.note('bulk', 'PublishError')).toBe(true);
    failures.clear('contacts');
    expect(failures.note('bulk', 'PublishError')).toBe(false);
    expect(failures.note('contacts', 'PublishError')).toBe(true);
    failures.clear('contacts');
    expect(failures.check()).toEqual({ ok: true, degraded: true, detail: 'bulk: PublishError' });
    failures.clear('bulk');
    expect(failures.check()).toMatchObject({ ok: true, degraded: false });
  });
});
