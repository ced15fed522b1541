import { Problem } from '@tributary/platform';
import { AccountFaultError, type RunningAccount } from '../accounts/account.js';
import type { AccountDirectory } from '../accounts/account-directory.js';

/** The account as it runs, for whoever needs its parser. @throws Problem 409 */
export async function runningAccount(directory: AccountDirectory, accountId: string): Promise<RunningAccount> {
  try {
    const running = await directory.find(accountId);
    if (running) return running;
  } catch (cause) {
    if (cause instanceof AccountFaultError) throw new Problem(409, 'account-faulty', { cause });
    throw cause;
  }
  throw new Problem(409, 'account-deleted');
}
