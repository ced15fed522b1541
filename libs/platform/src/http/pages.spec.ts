import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { decodeCursor, encodeCursor, parsePage, toPage } from './pages.js';

const position = z.tuple([z.iso.datetime(), z.uuid()]);
const at = ['2026-11-22T08:00:00.000Z', '0192f3a0-7c1d-7000-8000-000000000001'] as const;

describe('parsePage', () => {
  it('takes 50 from the newest unless told', () => {
    expect(parsePage({}, position)).toEqual({ limit: 50, cursor: undefined });
  });

  it('goes on where a cursor says', () => {
    expect(parsePage({ limit: '500', cursor: encodeCursor(at) }, position)).toEqual({ limit: 500, cursor: [...at] });
  });

  it.each(['0', '501', '-1', '1.5', 'x', '', ['1', '2']])('refuses the limit %j', (limit) => {
    expect(() => parsePage({ limit }, position)).toThrow('422 validation-failed');
  });

  it.each([
    ['changed', encodeCursor(at).replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))],
    ['cut', encodeCursor(at).slice(0, 20)],
    ['of another list', encodeCursor([5])],
    ['made up', 'hello'],
    ['empty', ''],
    ['given twice', [encodeCursor(at), encodeCursor(at)]],
  ])('refuses a cursor that is %s', (_, cursor) => {
    expect(() => parsePage({ cursor }, position)).toThrow('400 bad-cursor');
  });
});

describe('toPage', () => {
  const rows = [3, 2, 1];

  it('gives a cursor when there is a surplus row', () => {
    const page = toPage(rows, 2, (row) => [row], String);
    expect(page.items).toEqual(['3', '2']);
    expect(decodeCursor(page.nextCursor, z.tuple([z.number()]))).toEqual([2]);
  });

  it('ends when there is none', () => {
    expect(toPage(rows, 3, (row) => [row], String)).toEqual({ items: ['3', '2', '1'], nextCursor: null });
    expect(toPage([], 3, () => [0], String)).toEqual({ items: [], nextCursor: null });
  });
});
