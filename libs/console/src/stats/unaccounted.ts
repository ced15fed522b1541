/** Contacts that intake accepted in one minute for one account. */
export interface IntakeMinute {
  readonly minute: string;
  readonly accountId: string;
  readonly accepted: number;
}

/** Contacts of that minute and account that ended somewhere the lead service can name. */
export interface LeadMinute {
  readonly minute: string;
  readonly accountId: string;
  readonly settled: number;
}

/** Younger contacts may still be on their way. */
export const SETTLING_MS = 60_000;
const MINUTE_MS = 60_000;

/**
 * Contacts accepted and seen nowhere since: per minute and account, so that a surplus of one never hides a loss of
 * another. A minute counts once its last contact is older than {@link SETTLING_MS}.
 */
export function unaccounted(intake: readonly IntakeMinute[], lead: readonly LeadMinute[], now: Date): number {
  const settled = new Map<string, number>();
  for (const row of lead) add(settled, keyOf(row), row.settled);
  let missing = 0;
  for (const row of intake) {
    if (Date.parse(row.minute) + MINUTE_MS + SETTLING_MS > now.getTime()) continue;
    missing += Math.max(0, row.accepted - (settled.get(keyOf(row)) ?? 0));
  }
  return missing;
}

function keyOf(row: { minute: string; accountId: string }): string {
  return `${Date.parse(row.minute)} ${row.accountId}`;
}

function add(sums: Map<string, number>, key: string, count: number): void {
  sums.set(key, (sums.get(key) ?? 0) + count);
}
