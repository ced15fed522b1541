import { IdentityRaceError } from '../batch/settle-persons.js';
import { PersonGoneError } from '../batch/read-known.js';
import { ContactRaceError } from '../batch/write-contacts.js';

/** Deadlock and serialization failure: they pass when it is done again. */
const PASSING = new Set(['40P01', '40001']);
const TRIES = 5;

/** Does again what lost against a batch or another change at the same moment. @param work  a transaction of its own each time */
export async function trying<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries === TRIES || !passes(error)) throw error;
    }
  }
}

function passes(error: unknown): boolean {
  if (error instanceof PersonGoneError || error instanceof IdentityRaceError || error instanceof ContactRaceError) return true;
  return PASSING.has(String((error as { code?: unknown }).code));
}
