import { z } from 'zod';
import type { IntakeStats, LeadStats } from './service-stats.js';
import { missing, type Missing, type Settled } from './unaccounted.js';

const Figure = z.union([z.number().int(), z.literal('unknown')]);

/** `GET /api/v1/stats`. */
export const Stats = z.object({
  accepted: Figure,
  repeats: Figure,
  revisions: Figure,
  leads: Figure,
  joined: Figure,
  notLeads: Figure,
  quarantined: Figure,
  unaccounted: Figure,
});
export type Stats = z.infer<typeof Stats>;

/** Composes what both services counted. What one of them did not tell is unknown, and so is what needs both. */
export function composeStats(intake: IntakeStats | undefined, lead: LeadStats | undefined, now: Date): Stats {
  const both = intake && lead;
  return {
    accepted: intake?.totals.accepted ?? 'unknown',
    repeats: intake?.totals.repeats ?? 'unknown',
    revisions: intake?.totals.revisions ?? 'unknown',
    leads: lead?.totals.leadsOpened ?? 'unknown',
    joined: lead?.totals.joined ?? 'unknown',
    notLeads: lead?.totals.notLeads ?? 'unknown',
    quarantined: both ? intake.totals.quarantined + lead.totals.quarantined : 'unknown',
    unaccounted: both ? missingRows(intake, lead, now).reduce((sum, { count }) => sum + count, 0) : 'unknown',
  };
}

/** What intake counted and the lead service did not, by account and minute. */
export function missingRows(intake: IntakeStats, lead: LeadStats, now: Date): Missing[] {
  return missing([...intake.older, ...intake.minutes], [...lead.older, ...lead.minutes].map(settledRow), now);
}

function settledRow({ leadsOpened, joined, notLeads, quarantined, ...row }: LeadStats['older'][number] & { minute?: string }): Settled {
  return { ...row, settled: leadsOpened + joined + notLeads + quarantined };
}
