import { LOG_READER } from '@tributary/event-log';
import type { Schema } from '@tributary/storage';
import { FeedEntries1795305600000 } from './migrations/1795305600000-feed-entries.js';
import { Tally1795305600001 } from './migrations/1795305600001-tally.js';

/** The feed of what happened to leads. Migrate after `logSchema`. */
export const notifierSchema: Schema = {
  name: 'notifier',
  role: 'tributary_notifier',
  memberOf: [LOG_READER],
  migrations: [FeedEntries1795305600000, Tally1795305600001],
};
