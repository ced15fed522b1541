import type { Channel } from '@tributary/channel';
import { toContacts } from './contact/to-contacts.js';
import { createJobs } from './imap/jobs.js';
import { createPull } from './imap/pull.js';
import { createShared } from './imap/shared.js';
import { createReplies } from './send/replies.js';
import { type EmailSettings, settingsSchema } from './settings.js';
import { createCheck } from './setup/check.js';
import { createComplete } from './setup/complete.js';
import { externalIdOf } from './thread/external-id.js';

const shared = createShared();

/** Mailboxes by IMAP: any server, followed by IDLE, read only. Answers go out by SMTP. */
export const channel: Channel<EmailSettings> = {
  name: 'email',
  target: 'email',
  title: { ru: 'Почта', en: 'Email' },
  settings: settingsSchema,
  pull: createPull(toContacts, { shared }),
  ...createJobs({ toContacts, idOf: externalIdOf, shared }),
  replies: createReplies({ tokens: shared.tokens }),
  complete: createComplete(),
  check: createCheck({ tokens: shared.tokens }),
  // A mail never changes: another copy of the same one, seen in another folder, says nothing new.
  fold: (stored) => stored,
};
