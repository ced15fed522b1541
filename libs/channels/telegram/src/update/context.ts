import type { ChannelAccount } from '@tributary/channel';
import { botIdOf } from '../bot.js';
import type { Settings } from '../settings.js';

/** What an update is understood with, beside itself. */
export interface Context {
  readonly botId: string;
  /** Without "@"; unknown at times. */
  readonly username: string | undefined;
  readonly language: 'ru' | 'en';
  readonly defaultRegion: string;
  readonly maxFileBytes: number;
  /** Stands in for the time of what has none. */
  readonly receivedAt: Date;
}

export type AccountFacts = Pick<ChannelAccount<Settings>, 'defaultRegion' | 'settings'>;

export function contextOf({ defaultRegion, settings }: AccountFacts, receivedAt: Date): Context {
  const { token, username, language, maxFileMegabytes } = settings;
  return { botId: botIdOf(token), username: username?.replace('@', ''), language, defaultRegion, maxFileBytes: maxFileMegabytes * 1024 * 1024, receivedAt };
}
