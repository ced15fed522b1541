import { PersonMissingError, mergePersons, type MergeDeps } from '../merging/merge.js';
import { automaticSuggestions } from './suggestion-store.js';

/**
 * Merges pairs whose line lets that be done without asking, one after the other. Two processes that do it at once meet
 * at the persons' locks: the second finds one gone.
 * @returns how many it merged
 */
export async function mergeAutomatically(deps: MergeDeps): Promise<number> {
  let merged = 0;
  for (;;) {
    const pairs = await automaticSuggestions(deps.pool);
    if (pairs.length === 0) return merged;
    for (const { personId, otherPersonId, rule } of pairs) {
      if (await mergeUnlessGone(deps, personId, otherPersonId, rule)) merged += 1;
    }
  }
}

async function mergeUnlessGone(deps: MergeDeps, survivorId: string, mergedId: string, rule: string): Promise<boolean> {
  try {
    await mergePersons(deps, { survivorId, mergedId, cause: 'automatic', actor: rule });
    return true;
  } catch (error) {
    if (error instanceof PersonMissingError) return false;
    throw error;
  }
}
