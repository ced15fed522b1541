const MINUTE_MS = 60_000;
/** An alarm that lasts is told again so often, and not more. */
export const REPEAT_MS = 24 * 60 * MINUTE_MS;
/** What may end by itself is told when it hasn't: accounts move between instances, servers are restarted. */
const PATIENCE_MS: Readonly<Record<string, number>> = {
  'not-run': MINUTE_MS,
  'not-answering': 10 * MINUTE_MS,
};

/** How long a cause must last before somebody is told. */
export function patienceMs(code: string): number {
  return PATIENCE_MS[code] ?? 0;
}
