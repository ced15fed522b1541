import type { ChannelAccount } from '@tributary/channel';
import type { ThreadKeys } from './message-id.js';

/** An account with what its host derives for it: the same as long as the installation's own key, whatever the settings are. */
type SigningAccount = Pick<ChannelAccount, 'id'> & { readonly signingKeys?: readonly Uint8Array[] };

/** Signs and reads the Message-IDs of an account. Without keys (mail of a folder, `npm run corpus`) nothing is signed, and nobody's id is ours. */
export function threadKeysOf({ id, signingKeys = [] }: SigningAccount): ThreadKeys {
  return { keys: signingKeys, account: id };
}
