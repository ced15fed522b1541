import { setTimeout as delay } from 'node:timers/promises';
import { isStorageUnavailable } from '@tributary/platform';
import { UnavailableError } from '../intake/errors.js';
import { failureKind } from '../intake/failure-kind.js';

const FIRST_PAUSE_MS = 200;
const MAX_PAUSE_MS = 5_000;

/**
 * Tries until it works: our own storage being away is no reason to give a session up.
 * @throws the signal's reason when it aborts meanwhile; at once what waiting can't mend
 */
export async function untilStored<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof UnavailableError || isStorageUnavailable(error) || isRace(error))) throw error;
    }
    await delay(pauseMs * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
  }
}

function isRace(error: unknown): boolean {
  return failureKind(error) === 'again';
}
