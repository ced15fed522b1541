import { describe, expect, it } from '@jest/globals';
import { charactersLeft, faultOf } from './chosen-files.js';

const limits = { textLength: 4096, files: 2, fileBytes: 100, allFilesBytes: 150 };
const file = (size: number, name = 'a.pdf') => ({ name, size });

describe('files of an answer', () => {
  it.each([
    [[], undefined],
    [[file(50), file(100)], undefined],
    [[file(51), file(100)], { kind: 'too-large-together', mostBytes: 150 }],
    [[file(1), file(1), file(1)], { kind: 'too-many', most: 2 }],
    [[file(1), file(101, 'big.zip')], { kind: 'too-large', name: 'big.zip', mostBytes: 100 }],
    [[file(0)], { kind: 'empty', name: 'a.pdf' }],
  ])('%j: %j', (files, fault) => {
    expect(faultOf(files, limits)).toEqual(fault);
  });

  it('are none where the channel takes none, and the server’s business where nothing is known', () => {
    expect(faultOf([file(1)], { ...limits, files: 0 })).toEqual({ kind: 'none-allowed' });
    expect(faultOf([file(1e9)], undefined)).toBeUndefined();
  });
});

describe('the count of characters', () => {
  it('is told near the limit, in code points of the composed text', () => {
    expect(charactersLeft('a'.repeat(79), 100)).toBeUndefined();
    expect(charactersLeft('a'.repeat(80), 100)).toBe(20);
    expect(charactersLeft('👋'.repeat(79), 100)).toBeUndefined();
    expect(charactersLeft('👋'.repeat(101), 100)).toBe(-1);
    expect(charactersLeft('e\u0301'.repeat(100), 100)).toBe(0);
    expect(charactersLeft('a'.repeat(100_000), 0)).toBeUndefined();
  });
});
