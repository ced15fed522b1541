import { describe, expect, it } from '@jest/globals';
import { filledIn, isLike } from './canned-text.js';

describe('a canned answer', () => {
  it.each([
    ['Hello, {name}! This is {manager} of {line}.', 'Hello, Ivan! This is Anna of Sales.', 'Hello! This is of.'],
    ['{name}, good day', 'Ivan, good day', 'Good day'],
    ['Good day! {name}, we deliver.', 'Good day! Ivan, we deliver.', 'Good day! We deliver.'],
    ['A line\n{name}', 'A line\nIvan', 'A line\n'],
    ['{price} {name}{name}', '{price} IvanIvan', '{price}'],
    ['No words', 'No words', 'No words'],
  ])('%j is %j, and with nothing known %j', (text, filled, bare) => {
    expect(filledIn(text, { name: 'Ivan', manager: 'Anna', line: 'Sales' })).toBe(filled);
    expect(filledIn(text, { name: '', manager: '', line: '' })).toBe(bare);
  });

  it('takes words as they are', () => {
    expect(filledIn('{name}', { name: '$& {line}', manager: '', line: 'Sales' })).toBe('$& {line}');
  });

  it.each([['', true], ['  ', true], ['PRICE', true], ['rub price', true], ['price euro', false]])('is found by %j: %j', (words, found) => {
    expect(isLike({ name: 'Price', text: '500 rub' }, words)).toBe(found);
  });
});
