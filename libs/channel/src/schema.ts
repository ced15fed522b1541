import type { Schema } from '@tributary/storage';
import { Accounts1763800000001 } from './migrations/1-accounts.js';
import { Contacts1763800000002 } from './migrations/2-contacts.js';
import { Quarantine1763800000003 } from './migrations/3-quarantine.js';
import { Leases1763800000004 } from './migrations/4-leases.js';
import { Tally1763800000005 } from './migrations/5-tally.js';
import { Accept1763800000006 } from './migrations/6-accept.js';
import { Pulse1763800000007 } from './migrations/7-pulse.js';
import { Instances1763800000008 } from './migrations/8-instances.js';
import { Connectors1763800000009 } from './migrations/9-connectors.js';
import { Jobs1763800000020 } from './migrations/20-jobs.js';
import { HalfHours1763800000025 } from './migrations/25-half-hours.js';
import { AccountStatus1763800000026 } from './migrations/26-account-status.js';
import { StatusHistory1763800000027 } from './migrations/27-status-history.js';
import { QuarantineGroups1763800000030 } from './migrations/30-quarantine-groups.js';
import { HalfHoursByStart1763800000028 } from './migrations/28-half-hours-by-start.js';
import { ContactsByTime1763800000035 } from './migrations/35-contacts-by-time.js';
import { ErasedContacts1763800000070 } from './migrations/70-erased-contacts.js';
import { FollowUps1763800000080 } from './migrations/80-follow-ups.js';
import { ConversationAliases1763800000081 } from './migrations/81-conversation-aliases.js';
import { Replies1763800000090 } from './migrations/90-replies.js';
import { RepliesRestOfVersion1763800000091 } from './migrations/91-replies-rest-of-version.js';
import { ReplyParts1763800000092 } from './migrations/92-reply-parts.js';
import { ErasedBlobs1763800000093 } from './migrations/93-erased-blobs.js';

/** Schema `intake`: one for all channel services. */
export const intakeSchema: Schema = {
  name: 'intake',
  role: 'tributary_intake',
  memberOf: ['tributary_log_writer', 'tributary_log_reader'],
  migrations: [
    Accounts1763800000001,
    Contacts1763800000002,
    Quarantine1763800000003,
    Leases1763800000004,
    Tally1763800000005,
    Accept1763800000006,
    Pulse1763800000007,
    Instances1763800000008,
    Connectors1763800000009,
    Jobs1763800000020,
    HalfHours1763800000025,
    AccountStatus1763800000026,
    StatusHistory1763800000027,
    QuarantineGroups1763800000030,
    HalfHoursByStart1763800000028,
    ContactsByTime1763800000035,
    ErasedContacts1763800000070,
    FollowUps1763800000080,
    ConversationAliases1763800000081,
    Replies1763800000090,
    RepliesRestOfVersion1763800000091,
    ReplyParts1763800000092,
    ErasedBlobs1763800000093,
  ],
};
