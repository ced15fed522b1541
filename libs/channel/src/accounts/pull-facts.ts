import type { Locale } from '@tributary/platform';
import type pg from 'pg';
import type { Localized } from '../channel.js';
import { DEFAULT_TIMING } from '../host/timing.js';
import type { ConnectorState } from '../host/connector-status.js';

/** What is known of a pull account: its owner's last word, and whether that owner lives. */
export interface PullFacts {
  readonly account_id: string;
  readonly owned: boolean;
  readonly state: ConnectorState | null;
  readonly since: Date;
  readonly last_cycle_at: Date | null;
  readonly credential: 'valid' | 'invalid' | 'unknown';
  readonly failed_at: Date | null;
  readonly failure_class: string;
  readonly failure_code: string;
  readonly failure_detail: Localized;
  readonly failure_field: string | null;
  readonly next_try_at: Date | null;
}

/** @returns by account; those that no owner ever told of are not among them */
export async function pullFacts(pool: pg.Pool, accountIds: readonly string[]): Promise<Map<string, PullFacts>> {
  const { rows } = await pool.query<PullFacts>(
    `select c.*, i.id is not null as owned
       from intake.connector c
       left join intake.lease l on l.account_id = c.account_id
       left join intake.instance i on i.id = l.owner and i.until > now()
      where c.account_id = any($1::uuid[])`,
    [accountIds],
  );
  return new Map(rows.map((row) => [row.account_id, row]));
}

export type ConsumerStatus = 'alive' | 'stalled' | 'stopped' | 'unknown';

/**
 * Alive is who completed a cycle lately, not who is connected. `stalled`: it should, and doesn't. `stopped`: nobody tries,
 * or only a person can help.
 */
export function consumerStatus(facts: PullFacts, stalledAfterMs = DEFAULT_TIMING.stalledAfterMs, now = Date.now()): ConsumerStatus {
  if (!facts.owned || facts.state === 'faulty') return 'stopped';
  if (facts.state === 'waiting') return facts.failure_class === 'credentials' ? 'stopped' : 'stalled';
  const late = (time: Date) => now - time.getTime() > stalledAfterMs;
  if (facts.last_cycle_at && !late(facts.last_cycle_at)) return 'alive';
  return late(facts.since) ? 'stalled' : 'unknown';
}

export function pullFailure(facts: PullFacts, locale: Locale) {
  if (!facts.failed_at) return null;
  return {
    at: facts.failed_at.toISOString(),
    class: facts.failure_class,
    code: facts.failure_code,
    detail: facts.failure_detail[locale],
    ...(facts.failure_field && { field: facts.failure_field }),
    ...(facts.next_try_at && { nextTryAt: facts.next_try_at.toISOString() }),
  };
}
