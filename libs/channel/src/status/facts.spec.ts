import { describe, expect, it } from '@jest/globals';
import { causesOf, type Facts, healthOf } from './facts.js';

const well: Facts = { credential: 'valid', consumer: 'alive', traffic: 'plausible', quarantined: 0, proven: true };
const said = { en: 'Refused.', ru: 'Отказано.' };

describe('the verdict on an account', () => {
  it.each([
    [well, 'ok', []],
    [{ ...well, traffic: 'learning' as const }, 'ok', []],
    [{ ...well, credential: 'unknown' as const }, 'ok', []],
    [{ ...well, credential: 'unknown' as const, proven: false }, 'unknown', []],
    [{ ...well, consumer: 'unknown' as const }, 'unknown', []],
    [{ ...well, credential: 'invalid' as const, consumer: 'stopped' as const }, 'broken', ['credentials-refused']],
    [{ ...well, credential: 'missing' as const, consumer: 'stopped' as const }, 'broken', ['settings-incomplete']],
    [{ ...well, consumer: 'stopped' as const }, 'broken', ['not-run']],
    [{ ...well, consumer: 'stalled' as const, traffic: 'too-quiet' as const }, 'attention', ['not-answering', 'too-quiet']],
    [{ ...well, quarantined: 3 }, 'attention', ['not-understood']],
  ] as const)('%j is %s', (facts, health, codes) => {
    expect([healthOf(facts), causesOf(facts).map(({ code }) => code)]).toEqual([health, codes]);
  });

  it('takes no time-out for what was said of the credentials', () => {
    const invalid = { ...well, credential: 'invalid' as const };
    expect(causesOf({ ...invalid, failure: { class: 'network', detail: said, field: 'host' } })[0]).toMatchObject({ detail: undefined, field: undefined });
    expect(causesOf({ ...invalid, failure: { class: 'credentials', detail: said, field: 'password' } })[0]).toMatchObject({ detail: said, field: 'password' });
  });
});
