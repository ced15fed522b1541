import { expect, it } from '@jest/globals';
import { validate, version } from 'uuid';
import { uuidV7 } from './uuid-v7.js';

it('makes ids of version 7, each greater than the one before, of the present time', () => {
  const ids = Array.from({ length: 20_000 }, uuidV7);
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(ids.toSorted());
  expect(Math.abs(parseInt(ids[0]!.replace('-', '').slice(0, 12), 16) - Date.now())).toBeLessThan(60_000);
});
