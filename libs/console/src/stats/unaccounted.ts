/** Contacts of one account that came in one minute, or in all minutes before those listed (`minute` absent). */
interface Row {
  readonly accountId: string;
  /** ISO 8601, the minute's beginning. */
  readonly minute?: string;
}

export interface Accepted extends Row {
  readonly accepted: number;
}

/** Contacts that ended somewhere the lead service can name. */
export interface Settled extends Row {
  readonly settled: number;
}

const MINUTE_MS = 60_000;
/** Younger contacts may still be on their way. */
const SETTLING_MS = 60_000;

/** Contacts that are missing. */
export interface Missing extends Row {
  readonly count: number;
}

/**
 * Contacts accepted and seen nowhere since, row by row, so that a surplus of one minute or account never hides a loss of
 * another. A minute counts once its last contact has had time to settle. Both lists begin their minutes at the same time.
 */
export function missing(accepted: readonly Accepted[], settled: readonly Settled[], now: Date): Missing[] {
  const settledIn = new Map(settled.map((row) => [keyOf(row), row.settled]));
  return accepted
    .filter(({ minute }) => minute === undefined || Date.parse(minute) + MINUTE_MS + SETTLING_MS <= now.getTime())
    .map(({ accepted: count, ...row }) => ({ ...row, count: count - (settledIn.get(keyOf(row)) ?? 0) }))
    .filter(({ count }) => count > 0);
}

function keyOf({ minute, accountId }: Row): string {
  return `${minute === undefined ? 'older' : Date.parse(minute)} ${accountId}`;
}
