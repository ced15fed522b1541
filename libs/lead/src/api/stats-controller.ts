import { Controller, Get, Inject } from '@nestjs/common';
import { Access, ApiZod, ValidQuery } from '@tributary/platform';
import type pg from 'pg';
import { z } from 'zod';
import { LEAD_DEPS, type LeadDeps } from '../deps.js';
import { Time } from './fields.js';

const StatsQuery = z.strictObject({ since: Time.optional() });

/** How contacts ended. */
export interface Counts {
  readonly leadsOpened: number;
  readonly joined: number;
  readonly notLeads: number;
  readonly quarantined: number;
}

export interface LeadStats {
  readonly totals: Counts;
  /** By the minute in which intake received them and by account, for accounting. */
  readonly minutes: (Counts & { minute: string; accountId: string })[];
}

/** Figures for the console, which sets them against those of intake. */
@Controller('internal/lead/stats')
export class StatsController {
  constructor(@Inject(LEAD_DEPS) private readonly deps: LeadDeps) {}

  @Get()
  @Access('internal')
  @ApiZod({ summary: 'Totals, and the minutes from `since` on', query: StatsQuery })
  async stats(@ValidQuery(StatsQuery) { since }: z.infer<typeof StatsQuery>): Promise<LeadStats> {
    const { pool } = this.deps;
    const [totals, minutes] = await Promise.all([readTotals(pool), readMinutes(pool, since)]);
    return { totals, minutes };
  }
}

async function readTotals(pool: pg.Pool): Promise<Counts> {
  const { rows } = await pool.query<Record<keyof Counts, string>>(`
    select coalesce(sum(leads_opened), 0) as "leadsOpened", coalesce(sum(joined), 0) as joined,
           coalesce(sum(not_leads), 0) as "notLeads", coalesce(sum(quarantined), 0) as quarantined
      from lead.tally`);
  const { leadsOpened, joined, notLeads, quarantined } = rows[0]!;
  return { leadsOpened: Number(leadsOpened), joined: Number(joined), notLeads: Number(notLeads), quarantined: Number(quarantined) };
}

async function readMinutes(pool: pg.Pool, since: Date | undefined): Promise<LeadStats['minutes']> {
  const { rows } = await pool.query<Counts & { minute: Date; accountId: string }>(
    `select minute, account_id as "accountId", leads_opened as "leadsOpened", joined, not_leads as "notLeads", quarantined
       from lead.tally where $1::timestamptz is null or minute >= $1 order by minute, account_id`,
    [since ?? null],
  );
  return rows.map((row) => ({ ...row, minute: row.minute.toISOString() }));
}
