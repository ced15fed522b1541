import { type ChannelAccount, isSameSecret, type RawRequest, Refusal } from '@tributary/channel';
import { webhookSecret } from './bot.js';
import type { Settings } from './settings.js';

export const SECRET_HEADER = 'x-telegram-bot-api-secret-token';

/** Telegram signs nothing: the secret that it was given stands in a header. Compared in constant time, whatever its length. @throws Refusal 401 */
export function verify({ headers, locale }: RawRequest, account: ChannelAccount<Settings>): void {
  if (isSameSecret(headers[SECRET_HEADER] ?? '', webhookSecret(account))) return;
  throw new Refusal(401, 'bad-secret', locale === 'ru' ? 'Секрет запроса неверен.' : 'The secret of the request is wrong.');
}
