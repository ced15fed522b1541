import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { type TestDatabase, testDatabase } from '../testing.js';
import { boolArray, byteaArray, int4Array, jsonbArray, textArray, timestamptzArray, uuidArray } from './binary-array.js';

const schema = { name: 'arrays', role: 'tributary_arrays', migrations: [] };
let db: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  db = await testDatabase([schema]);
  pool = db.pool(schema, 1);
});
afterAll(() => db.drop());

const time = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true });
const orNull = <T>(values: fc.Arbitrary<T>) => fc.array(fc.option(values, { freq: 4 }), { maxLength: 20 });
const text = fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\0', ''));

it.each<[string, (values: never[]) => Buffer, fc.Arbitrary<unknown[]>]>([
  ['uuid', uuidArray, orNull(fc.uuid())],
  ['text', textArray, orNull(text)],
  ['integer', int4Array, orNull(fc.integer())],
  ['boolean', boolArray, fc.array(fc.boolean())],
  ['timestamptz', timestamptzArray, orNull(time)],
  ['jsonb', jsonbArray, fc.array(fc.dictionary(text, fc.oneof(text, fc.integer(), fc.constant(null))).map((value) => ({ ...value })))],
  ['bytea', byteaArray, orNull(fc.uint8Array().map((value) => Buffer.from(value)))],
])('arrays of %s arrive as they were', async (type, encode, values) => {
  await fc.assert(
    fc.asyncProperty(values, async (sent) => {
      const { rows } = await pool.query<{ value: unknown }>(`select value from unnest($1::${type}[]) with ordinality as n (value, position) order by position`, [encode(sent as never[])]);
      expect(rows.map(({ value }) => value)).toEqual(sent);
    }),
    { numRuns: 40 },
  );
});
