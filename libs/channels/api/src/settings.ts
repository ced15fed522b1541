import { z } from 'zod';

/** An account for programs needs nothing of its own: the API token says who may post. */
export const settingsSchema = z.strictObject({});

export type ApiSettings = z.output<typeof settingsSchema>;
