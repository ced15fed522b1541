import { deriveId } from '@tributary/contact';
import { Problem } from '@tributary/platform';
import '../texts.js';
import type { RunningAccount } from './account.js';
import type { AccountDirectory } from './account-directory.js';
import { API_CHANNEL } from './account-view.js';
import type { AccountStore } from './account-store.js';

/** The same in every process, so that two that make it at once make one. */
const FIRST_API_ACCOUNT = deriveId('account', API_CHANNEL);

/**
 * The account that `POST /api/v1/contacts` speaks to: the one named; else the only one; the first is made when needed,
 * so that a token is all that a program needs.
 * @throws Problem 422  there are several, or none of that id
 */
export async function apiAccount(named: string | undefined, store: AccountStore, directory: AccountDirectory): Promise<RunningAccount> {
  const running = await directory.find(named ?? (await onlyApiAccount(store)));
  if (running?.channel.name === API_CHANNEL) return running;
  throw new Problem(422, 'validation-failed', { errors: [{ field: 'accountId', code: 'unknown-account' }] });
}

async function onlyApiAccount(store: AccountStore): Promise<string> {
  const [only, second] = await store.ofChannel(API_CHANNEL);
  if (second) throw new Problem(422, 'validation-failed', { errors: [{ field: 'accountId', code: 'several-accounts' }] });
  if (only) return only.id;
  await store.insert({ id: FIRST_API_ACCOUNT, channel: API_CHANNEL, name: 'API', line: 'main', defaultRegion: 'RU', settings: {}, createdAt: new Date() });
  return FIRST_API_ACCOUNT;
}
