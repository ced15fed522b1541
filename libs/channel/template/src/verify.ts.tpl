import { createHmac, timingSafeEqual } from 'node:crypto';
import { type ChannelAccount, type RawRequest, Refusal } from '@tributary/channel';
import type { Settings } from './settings.js';

// FILL IN: how the provider signs a request
/** Over the raw bytes, in constant time. @throws Refusal 401 */
export function verify({ headers, body, locale }: RawRequest, { settings }: ChannelAccount<Settings>): void {
  const sent = Buffer.from(headers['{{header}}'] ?? '', 'hex');
  const expected = createHmac('sha256', settings.secret).update(body).digest();
  if (sent.length === expected.length && timingSafeEqual(sent, expected)) return;
  throw new Refusal(401, 'bad-signature', locale === 'ru' ? 'Подпись запроса неверна.' : 'The signature of the request is wrong.');
}
