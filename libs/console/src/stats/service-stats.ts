import { z } from 'zod';

const Count = z.number().int().nonnegative();
const Account = { accountId: z.string() };
const Minute = { minute: z.iso.datetime(), ...Account };

/** What `/internal/intake/stats?since=` answers. `older`: all minutes before `since`. */
export const IntakeStats = z.object({
  totals: z.object({ accepted: Count, repeats: Count, revisions: Count, quarantined: Count }),
  older: z.array(z.object({ ...Account, accepted: Count })),
  minutes: z.array(z.object({ ...Minute, accepted: Count })),
});
export type IntakeStats = z.infer<typeof IntakeStats>;

const Ends = { leadsOpened: Count, joined: Count, notLeads: Count, quarantined: Count };

/** What `/internal/lead/stats?since=` answers. */
export const LeadStats = z.object({
  totals: z.object(Ends),
  older: z.array(z.object({ ...Account, ...Ends })),
  minutes: z.array(z.object({ ...Minute, ...Ends })),
});
export type LeadStats = z.infer<typeof LeadStats>;
