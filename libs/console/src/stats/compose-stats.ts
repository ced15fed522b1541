import { z } from 'zod';
import type { IntakeStats, LeadStats } from './service-stats.js';
import { unaccounted } from './unaccounted.js';

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
  const known = intake && lead;
  return {
    accepted: intake?.totals.accepted ?? 'unknown',
    repeats: intake?.totals.repeats ?? 'unknown',
    revisions: intake?.totals.revisions ?? 'unknown',
    leads: lead?.totals.leadsOpened ?? 'unknown',
    joined: lead?.totals.joined ?? 'unknown',
    notLeads: lead?.totals.notLeads ?? 'unknown',
    quarantined: known ? intake.totals.quarantined + lead.totals.quarantined : 'unknown',
    unaccounted: known ? unaccounted(intake.minutes, lead.minutes.map(settledMinute), now) : 'unknown',
  };
}

function settledMinute({ minute, accountId, leadsOpened, joined, notLeads, quarantined }: LeadStats['minutes'][number]) {
  return { minute, accountId, settled: leadsOpened + joined + notLeads + quarantined };
}
