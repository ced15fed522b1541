import { Problem } from '@tributary/platform';
import { validate } from 'uuid';

/**
 * Ids are opaque to callers: what can't be one of ours is simply not there, and never reaches SQL.
 * @throws Problem 404
 */
export function uuidOr404(id: string): string {
  if (!validate(id)) throw new Problem(404, 'not-found');
  return id.toLowerCase();
}
