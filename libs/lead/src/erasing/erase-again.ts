import { inTransaction } from '@tributary/storage';
import { trying } from '../merging/trying.js';
import { deleteRows, type EraseDeps } from './erase-person.js';
import { findErasure, writeErasure } from './erasure.js';
import type { TombstoneFile } from './tombstone-file.js';

/**
 * Erases again what the file of tombstones knows and the database doesn't: a backup older than the erasure was restored.
 * To be called before anything is read from the log.
 * @returns how many erasures were done again
 */
export async function eraseAgain(deps: EraseDeps, file: TombstoneFile): Promise<number> {
  let again = 0;
  for await (const erasure of file.read()) {
    if (await findErasure(deps.pool, erasure.id)) continue;
    await trying(() => inTransaction(deps.pool, async (tx) => {
      await writeErasure(tx, erasure, deps.tombstones, true);
      await deleteRows(tx, erasure);
    }));
    again += 1;
  }
  return again;
}
