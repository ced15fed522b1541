import type { Transaction } from '../port.js';
import { onlyRow } from './only-row.js';

/**
 * Begins a new restore epoch: to be called once a backup was restored, before anything appends. The restored database
 * counts transactions from anew, and the epoch sorts what comes after what was there. Needs the log's own role.
 * @returns the epoch that began
 */
export async function newEpoch(transaction: Transaction): Promise<number> {
  const { rows } = await transaction.query<{ epoch: number }>('SELECT log.new_epoch() AS epoch');
  return onlyRow(rows).epoch;
}
