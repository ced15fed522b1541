import { z } from 'zod';
import type { IntakeStats, LeadStats } from './service-stats.js';
import { unaccounted, type SettledMinute } from './unaccounted.js';

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
    unaccounted: both ? unaccounted({ minutes: intake.minutes, older: intake.older.accepted }, settledMinutes(lead), now) : 'unknown',
  };
}

/** Contacts that people entered by hand came through no intake: they must not make up for one that is missing. */
const BY_HAND = 'by-hand';

function settledMinutes({ minutes }: LeadStats): SettledMinute[] {
  return minutes
    .filter(({ accountId }) => accountId !== BY_HAND)
    .map(({ minute, accountId, leadsOpened, joined, notLeads, quarantined }) => ({ minute, accountId, settled: leadsOpened + joined + notLeads + quarantined }));
}
