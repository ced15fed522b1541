import { hoursSchema, type OutOfHours } from '@tributary/routing';
import { z } from 'zod';
import { Name, Uuid } from '../fields.js';

/** Hours of a week with exceptions; null: always open, or always there. */
export const Hours = hoursSchema.nullable();

/** Country of a production calendar. */
export const Country = z.string().regex(/^[A-Z]{2}$/);

export const OutOfHoursSetting: z.ZodType<OutOfHours> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('assign') }),
  z.strictObject({ kind: z.literal('hold') }),
  z.strictObject({ kind: z.literal('duty'), managerId: Uuid }),
  z.strictObject({ kind: z.literal('line'), lineId: Name }),
]);

/** Up to a week. */
export const Minutes = z.int().min(1).max(10_080);
