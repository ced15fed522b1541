import type pg from 'pg';
import type { Cause, ConsumerState, CredentialState, Health, TrafficState } from './facts.js';

/** An account's status as it was last written, and since when each fact is so. */
export interface KnownStatus {
  readonly account_id: string;
  readonly credential: CredentialState;
  readonly credential_since: Date;
  readonly consumer: ConsumerState;
  readonly consumer_since: Date;
  readonly traffic: TrafficState;
  readonly traffic_since: Date;
  readonly health: Health;
  readonly health_since: Date;
  readonly causes: readonly Cause[];
  /** Contacts an hour that the present hour of week brings; null while that is not known. */
  readonly expected_per_hour: number | null;
  readonly confidence: number | null;
  readonly detects_within_minutes: number | null;
}

export async function knownStatuses(db: Pick<pg.Pool, 'query'>): Promise<Map<string, KnownStatus>> {
  const { rows } = await db.query<KnownStatus>('select * from intake.account_status');
  return new Map(rows.map((row) => [row.account_id, row]));
}
