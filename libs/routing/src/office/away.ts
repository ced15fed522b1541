import { isOpen, nextOpening } from '../hours/index.js';
import type { Office } from './office.js';
import type { Due } from './request.js';

const MINUTE_MS = 60_000;

/**
 * When somebody else is looked for, because a customer writes about a lead whose manager is away. Who has left is not waited for, who
 * is on leave as long as the line is patient; a pause or the end of a shift takes nothing away, unless the line says how long it waits.
 * While the line is closed nobody is looked for.
 * @returns nothing while the manager is there, or will be soon enough
 */
export function awayDue(managerId: string, lineId: string, office: Office): Due | undefined {
  const { away, backAt } = office.presence(managerId);
  const line = office.state.lines.get(lineId);
  if (!away || !line) return undefined;
  const { hours, patienceMinutes } = line;
  const from = hours && !isOpen(hours, office.at) ? nextOpening(hours, office.at) : office.at;
  if (!from) return undefined;
  if (away === 'left') return { at: from, what: 'away' };
  if (away !== 'absent' && patienceMinutes === 0) return undefined;
  const until = new Date(from.getTime() + patienceMinutes * MINUTE_MS);
  if (!backAt) return { at: until, what: 'away' };
  return backAt <= until ? undefined : { at: from, what: 'away' };
}
