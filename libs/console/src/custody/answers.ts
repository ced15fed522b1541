import { z } from 'zod';

const Contact = z.object({ id: z.string(), accountId: z.string(), revision: z.number().int() });
const Appended = z.object({ id: z.string(), accountId: z.string(), appendedAt: z.string() });

/** What `/internal/intake/custody` answers. */
export const IntakeCustody = z.object({
  contacts: z.array(Contact),
  accepted: z.array(z.object({ accountId: z.string(), count: z.number().int() })).nullable(),
  faults: z.array(z.object({ kind: z.enum(['part-missing', 'blob-missing', 'blob-corrupt']), contactId: z.string(), accountId: z.string(), sha256: z.string().nullable() })),
  more: z.boolean(),
});
export type IntakeCustody = z.infer<typeof IntakeCustody>;

/** What `/internal/lead/custody` answers. */
export const LeadCustody = z.object({ contacts: z.array(Contact), quarantined: z.array(z.string()) });
export type LeadCustody = z.infer<typeof LeadCustody>;

/** What `/internal/lead/custody/log` answers. */
export const LogCheck = z.object({ records: z.number().int(), notInLog: z.array(Appended), notHandled: z.array(Appended) });
export type LogCheck = z.infer<typeof LogCheck>;
