import { createHmac } from 'node:crypto';
import type { ChannelAccount } from '@tributary/channel';
import type { Settings } from './settings.js';

const MOST_SECRET = 50;

/** What VK sends along with each event; without a secret of the settings one that only the token's owner can know. */
export function callbackSecret({ id, settings: { accessToken, secret } }: Pick<ChannelAccount<Settings>, 'id' | 'settings'>): string {
  return secret ?? createHmac('sha256', accessToken).update(`callback secret of account ${id}`).digest('hex').slice(0, MOST_SECRET);
}
