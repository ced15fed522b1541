import { createHmac } from 'node:crypto';
import type { ChannelAccount } from '@tributary/channel';
import type { Settings } from './settings.js';

/** User id of the bot: the digits before the colon of its token. */
export function botIdOf(token: string): string {
  return token.slice(0, token.indexOf(':'));
}

/** What Telegram sends along with each update; without a secret of the settings one that only the token's owner can know. */
export function webhookSecret({ id, settings: { token, secret } }: Pick<ChannelAccount<Settings>, 'id' | 'settings'>): string {
  return secret ?? createHmac('sha256', token).update(`webhook secret of account ${id}`).digest('hex');
}
