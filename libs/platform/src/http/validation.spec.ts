import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { Problem } from './errors/problem.js';
import { validate } from './validation.js';

const Schema = z.strictObject({
  name: z.string().min(1).max(5),
  email: z.email().optional(),
  strategy: z.enum(['even', 'order']).optional(),
  settings: z.strictObject({ port: z.int().min(1).max(65_535) }).optional(),
  tags: z.array(z.string()).max(1).optional(),
  timeZone: z
    .string()
    .refine((text) => text.includes('/'), { params: { code: 'time-zone' } })
    .optional(),
});

function faultsOf(input: unknown): Record<string, string> {
  try {
    validate(Schema, input);
  } catch (error) {
    if (error instanceof Problem) return Object.fromEntries((error.options.errors ?? []).map(({ field, code }) => [field, code]));
    throw error;
  }
  return {};
}

describe('validate', () => {
  it('gives what fits', () => expect(validate(Schema, { name: 'Anna' })).toEqual({ name: 'Anna' }));

  it.each([
    [{}, { name: 'required' }],
    [{ name: 1 }, { name: 'type' }],
    [{ name: null }, { name: 'type' }],
    [{ name: '' }, { name: 'too-short' }],
    [{ name: 'longer' }, { name: 'too-long' }],
    [{ name: 'a', email: 'x' }, { email: 'format' }],
    [{ name: 'a', strategy: 'odd' }, { strategy: 'not-allowed' }],
    [{ name: 'a', settings: { port: 0 } }, { 'settings.port': 'too-small' }],
    [{ name: 'a', settings: { port: 70_000 } }, { 'settings.port': 'too-big' }],
    [{ name: 'a', settings: { port: 1, host: 'x' } }, { 'settings.host': 'unknown-key' }],
    [{ name: 'a', role: 'admin', more: 1 }, { role: 'unknown-key', more: 'unknown-key' }],
    [{ name: 'a', tags: [1] }, { 'tags.0': 'type' }],
    [{ name: 'a', tags: ['x', 'y'] }, { tags: 'too-long' }],
    [{ name: 'a', timeZone: 'here' }, { timeZone: 'time-zone' }],
    [[], { '': 'type' }],
  ])('%j → %j', (input, faults) => expect(faultsOf(input)).toEqual(faults));

  it('tells a person what is wrong, in the language asked for', () => {
    let problem: unknown;
    try {
      validate(Schema, { name: 'longer' });
    } catch (error) {
      problem = error;
    }
    expect((problem as Problem).body('ru').errors).toEqual([{ field: 'name', code: 'too-long', detail: 'Слишком длинно: не больше 5.' }]);
  });
});
