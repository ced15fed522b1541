import { z } from 'zod';
import { Uuid } from '../fields.js';

/** Who stays, and whose value is kept: ids of either of the two. */
export const MergeChoices = z.strictObject({
  survivor: Uuid.optional(),
  fields: z.strictObject({ name: Uuid.optional(), company: Uuid.optional(), manager: Uuid.optional() }).optional(),
});
export type MergeChoices = z.infer<typeof MergeChoices>;
