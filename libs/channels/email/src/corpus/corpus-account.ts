import type { ChannelAccount } from '@tributary/channel';
import { type EmailSettings, settingsSchema } from '../settings.js';

/** Mail of a folder belongs to no account: ids are made from this one. */
const ACCOUNT_ID = '00000000-0000-0000-0000-000000000000';

/**
 * A mailbox that is never connected to.
 * @param addresses  its own; what comes from them is own mail
 * @throws ZodError  not addresses
 */
export function corpusAccount(addresses: readonly string[], defaultRegion: string): ChannelAccount<EmailSettings> {
  const settings = settingsSchema.parse({ user: 'corpus', host: 'localhost', password: '-', aliases: addresses });
  return { id: ACCOUNT_ID, name: 'corpus', line: 'main', settings, defaultRegion };
}
