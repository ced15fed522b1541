import { describe, expect, it } from '@jest/globals';
import { exceptionsOf, exceptionsText, intervalsOf, intervalsText } from './hours-text';

describe('hours as people write them', () => {
  it.each([
    ['09:00–13:00, 14:00–18:00', [{ from: '09:00', to: '13:00' }, { from: '14:00', to: '18:00' }]],
    ['9-18', [{ from: '09:00', to: '18:00' }]],
    [' 22:30 — 24:00 ', [{ from: '22:30', to: '24:00' }]],
    ['', []],
    ['all day', [{ from: 'all day', to: '' }]],
  ])('%j', (text, intervals) => expect(intervalsOf(text)).toEqual(intervals));

  it('come back as they went', () => {
    const exceptions = [{ date: '2026-12-31', intervals: [{ from: '10:00', to: '15:00' }] }, { date: '2027-01-08', intervals: [] }];
    expect(exceptionsOf(exceptionsText(exceptions))).toEqual(exceptions);
    expect(intervalsText(intervalsOf('9-13,14-18'))).toBe('09:00–13:00, 14:00–18:00');
  });
});
