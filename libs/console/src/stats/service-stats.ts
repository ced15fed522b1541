import { z } from 'zod';

const Count = z.coerce.number().int().nonnegative();

/** What `/internal/intake/stats` answers: totals, and rows of minutes that are not settled for good. */
export const IntakeStats = z.object({
  totals: z.object({ accepted: Count, repeats: Count, revisions: Count, quarantined: Count }),
  minutes: z.array(z.object({ minute: z.iso.datetime(), accountId: z.string(), accepted: Count })),
});
export type IntakeStats = z.infer<typeof IntakeStats>;

/** What `/internal/lead/stats` answers. */
export const LeadStats = z.object({
  totals: z.object({ leadsOpened: Count, joined: Count, notLeads: Count, quarantined: Count }),
  minutes: z.array(
    z.object({ minute: z.iso.datetime(), accountId: z.string(), leadsOpened: Count, joined: Count, notLeads: Count, quarantined: Count }),
  ),
});
export type LeadStats = z.infer<typeof LeadStats>;
