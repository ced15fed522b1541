import { ContactRaceError, FoldError, StaleEpochError } from './errors.js';

/**
 * What a failed transaction means for its submissions:
 * - `row`: the data is bad; find which submission and reject it alone
 * - `again`: rolled back by a race; try at once
 * - `away`: the database can't, or nobody knows whether it did; try by id until the deadline
 * - `final`: decided by our own code; tell the submitter
 */
export type FailureKind = 'row' | 'again' | 'away' | 'final';

const RACES = new Set(['40001', '40P01', '55P03']);

export function failureKind(error: unknown): FailureKind {
  if (error instanceof StaleEpochError || error instanceof FoldError) return 'final';
  if (error instanceof ContactRaceError) return 'again';
  const state = sqlState(error);
  if (state === undefined) return 'away';
  if (state.startsWith('22') || state.startsWith('23')) return 'row';
  return RACES.has(state) ? 'again' : 'away';
}

/** Five characters: Node's own error codes ("ECONNRESET") are longer. */
function sqlState(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}
