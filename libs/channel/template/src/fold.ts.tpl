import type { Fold } from '@tributary/channel';
import { compareVersions, sameFacts } from '@tributary/contact';

/**
 * Each part is a whole snapshot, so the newer one stands for the contact: by sequence, then by time; of two that the
 * program doesn't tell apart, the later received. A repeat without a change is none, whenever it came.
 */
export const fold: Fold = (stored, part) => {
  if (compareVersions(part, stored) < 0) return stored;
  return sameFacts({ ...part, occurredAt: stored.occurredAt }, stored) ? stored : part;
};
