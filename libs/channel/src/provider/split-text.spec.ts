import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { splitText } from './split-text.js';

describe('a text that is too long for one message', () => {
  it.each([
    ['one two three', 8, ['one two ', 'three']],
    ['one two\nthree four', 14, ['one two\n', 'three four']],
    ['a\nlong line that has no end', 14, ['a\nlong line ', 'that has no ', 'end']],
    ['0123456789', 4, ['0123', '4567', '89']],
    ['👋👋👋', 5, ['👋👋', '👋']],
    ['ab👨‍👩‍👧cd', 9, ['ab', '👨‍👩‍👧c', 'd']],
    ['fits', 4, ['fits']],
    ['', 4, []],
  ])('%j is cut where a reader would: %i', (text, most, parts) => {
    expect(splitText(text, most)).toEqual(parts);
  });

  it('loses nothing but messages of nothing but blanks, and never is one', () => {
    expect(splitText('abcd        efgh', 4)).toEqual(['abcd', 'efgh']);
    expect(splitText('         ', 4)).toEqual(['    ']);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 4, max: 30 }), (text, most) => {
        const parts = splitText(text, most);
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(most);
          expect(part.isWellFormed()).toBe(true);
        }
        expect(parts.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        expect(parts.length > 0).toBe(text !== '');
      }),
    );
  });
});
