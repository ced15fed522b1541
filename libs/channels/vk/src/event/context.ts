import type { ChannelAccount } from '@tributary/channel';
import type { Settings } from '../settings.js';

/** What an event is understood with, beside itself. */
export interface Context {
  readonly groupId: number;
  readonly language: 'ru' | 'en';
  readonly defaultRegion: string;
  readonly maxFileBytes: number;
  /** Whether comments may be leads. */
  readonly comments: boolean;
  /** Stands in for the time of what has none. */
  readonly receivedAt: Date;
  /** Names of users, as far as they were known when it came: events have numbers only. */
  readonly names: ReadonlyMap<number, string>;
}

export type AccountFacts = Pick<ChannelAccount<Settings>, 'defaultRegion' | 'settings'>;

export function contextOf({ defaultRegion, settings }: AccountFacts, receivedAt: Date, names: ReadonlyMap<number, string> = new Map()): Context {
  const { groupId, language, maxFileMegabytes, comments } = settings;
  return { groupId, language, defaultRegion, maxFileBytes: maxFileMegabytes * 1024 * 1024, comments, receivedAt, names };
}
