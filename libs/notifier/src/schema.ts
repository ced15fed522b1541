import { LOG_READER } from '@tributary/event-log';
import type { Schema } from '@tributary/storage';
import { FeedEntries1795305600000 } from './migrations/1795305600000-feed-entries.js';
import { Tally1795305600001 } from './migrations/1795305600001-tally.js';
import { AlarmTargets1795305600002 } from './migrations/1795305600002-alarm-targets.js';
import { Alarms1795305600003 } from './migrations/1795305600003-alarms.js';
import { AlarmDeliveries1795305600004 } from './migrations/1795305600004-alarm-deliveries.js';
import { Recipients1795305600005 } from './migrations/1795305600005-recipients.js';
import { NoticeDeliveries1795305600006 } from './migrations/1795305600006-notice-deliveries.js';
import { NoticesByManager1795305600007 } from './migrations/1795305600007-notices-by-manager.js';

/** The feed of what happened to leads, accounts and alarms; where alarms and notices go. Migrate after `logSchema`. */
export const notifierSchema: Schema = {
  name: 'notifier',
  role: 'tributary_notifier',
  memberOf: [LOG_READER],
  migrations: [
    FeedEntries1795305600000, Tally1795305600001, AlarmTargets1795305600002, Alarms1795305600003, AlarmDeliveries1795305600004,
    Recipients1795305600005, NoticeDeliveries1795305600006, NoticesByManager1795305600007,
  ],
};
