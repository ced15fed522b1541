import { Problem } from '@tributary/platform';
import { CHOICES, PersonMissingError, mergePersons, type Choice, type MergeDeps } from '../../merging/merge.js';
import type { MergeCause } from '../../merging/journal.js';
import type { MergeChoices } from './merge-fields.js';

export interface MergeRequest extends MergeChoices {
  /** The first one survives unless told otherwise. */
  readonly people: readonly [string, string];
  readonly cause: MergeCause;
  readonly actor: string;
}

/**
 * @returns the survivor and the merge's id
 * @throws Problem 422 when a choice names neither of the two, 409 `person-missing`
 */
export async function mergeByHand(deps: MergeDeps, { people, survivor, fields = {}, cause, actor }: MergeRequest): Promise<{ survivorId: string; mergeId: string }> {
  const [first, second] = people;
  if (first === second) throw fault('with', 'same-person');
  if (survivor !== undefined && !people.includes(survivor)) throw fault('survivor', 'neither-person');
  const chosen: Partial<Record<Choice, string>> = {};
  for (const choice of CHOICES) {
    const from = fields[choice];
    if (from === undefined) continue;
    if (!people.includes(from)) throw fault(`fields.${choice}`, 'neither-person');
    chosen[choice] = from;
  }
  const survivorId = survivor ?? first;
  const mergedId = survivorId === first ? second : first;
  try {
    return { survivorId, mergeId: await mergePersons(deps, { survivorId, mergedId, fields: chosen, cause, actor }) };
  } catch (cause_) {
    if (cause_ instanceof PersonMissingError) throw new Problem(409, 'person-missing', { params: { id: cause_.personId }, cause: cause_ });
    throw cause_;
  }
}

function fault(field: string, code: string): Problem {
  return new Problem(422, 'validation-failed', { errors: [{ field, code }] });
}
