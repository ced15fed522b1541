import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { leadDatabase, type LeadDatabase } from '../testing/database.js';
import { booleans, bytes, integers, texts, timestamps, uuids } from './binary-array.js';

let db: LeadDatabase;
beforeAll(async () => {
  db = await leadDatabase(1);
});
afterAll(() => db.drop());

const time = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true });
const orNull = <T>(values: fc.Arbitrary<T>) => fc.array(fc.option(values, { freq: 4 }), { maxLength: 20 });
const text = fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\0', ''));

it.each<[string, (values: never[]) => Buffer, fc.Arbitrary<unknown[]>]>([
  ['uuid', uuids, orNull(fc.uuid())],
  ['text', texts, orNull(text)],
  ['integer', integers, orNull(fc.integer())],
  ['boolean', booleans, fc.array(fc.boolean())],
  ['timestamptz', timestamps, orNull(time)],
  ['bytea', bytes, orNull(fc.uint8Array().map((value) => Buffer.from(value)))],
])('arrays of %s arrive as they were', async (type, encode, values) => {
  await fc.assert(
    fc.asyncProperty(values, async (sent) => {
      const rows = await db.rows<{ value: unknown }>(`select value from unnest($1::${type}[]) with ordinality as n (value, position) order by position`, [encode(sent as never[])]);
      expect(rows.map(({ value }) => value)).toEqual(sent);
    }),
    { numRuns: 40 },
  );
});
