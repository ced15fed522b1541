/** Contacts that intake accepted in one minute for one account. */
export interface AcceptedMinute {
  /** ISO 8601, the minute's beginning. */
  readonly minute: string;
  readonly accountId: string;
  readonly accepted: number;
}

/** What intake accepted. */
export interface Accepted {
  readonly minutes: readonly AcceptedMinute[];
  /** In all minutes before those. */
  readonly older: number;
}

/** Contacts of a minute and account that ended somewhere the lead service can name. */
export interface SettledMinute {
  readonly minute: string;
  readonly accountId: string;
  readonly settled: number;
}

const MINUTE_MS = 60_000;
/** Younger contacts may still be on their way. */
const SETTLING_MS = 60_000;

/**
 * Contacts accepted and seen nowhere since: per minute and account as far as intake lists them, so that a surplus of one
 * never hides a loss of another; all older ones together. A minute counts once its last contact has had time to settle.
 */
export function unaccounted(accepted: Accepted, settled: readonly SettledMinute[], now: Date): number {
  const settledIn = new Map(settled.map((row) => [keyOf(row), row.settled]));
  let missing = 0;
  let settledInListed = 0;
  for (const row of accepted.minutes) {
    const found = settledIn.get(keyOf(row)) ?? 0;
    settledInListed += found;
    if (Date.parse(row.minute) + MINUTE_MS + SETTLING_MS <= now.getTime()) missing += Math.max(0, row.accepted - found);
  }
  const settledBefore = settled.reduce((sum, row) => sum + row.settled, 0) - settledInListed;
  return missing + Math.max(0, accepted.older - settledBefore);
}

function keyOf({ minute, accountId }: { minute: string; accountId: string }): string {
  return `${Date.parse(minute)} ${accountId}`;
}
