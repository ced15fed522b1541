import { z } from 'zod';

const Count = z.number().int().nonnegative();
const Minute = { minute: z.iso.datetime(), accountId: z.string() };

/** What `/internal/intake/stats` answers. `older`: all minutes before those that are listed. */
export const IntakeStats = z.object({
  totals: z.object({ accepted: Count, repeats: Count, revisions: Count, quarantined: Count }),
  older: z.object({ accepted: Count }),
  minutes: z.array(z.object({ ...Minute, accepted: Count })),
});
export type IntakeStats = z.infer<typeof IntakeStats>;

const Ends = { leadsOpened: Count, joined: Count, notLeads: Count, quarantined: Count };

/** What `/internal/lead/stats` answers: every minute. */
export const LeadStats = z.object({ totals: z.object(Ends), minutes: z.array(z.object({ ...Minute, ...Ends })) });
export type LeadStats = z.infer<typeof LeadStats>;
