import type { Channel } from '@tributary/channel';
import { toContacts } from './contact/to-contacts.js';
import { createPull } from './imap/pull.js';
import { TokenSources } from './oauth/token-source.js';
import { type EmailSettings, settingsSchema } from './settings.js';
import { createCheck } from './setup/check.js';
import { createComplete } from './setup/complete.js';

const tokens = new TokenSources();

/** Mailboxes by IMAP: any server, followed by IDLE, read only. */
export const channel: Channel<EmailSettings> = {
  name: 'email',
  title: { ru: 'Почта', en: 'Email' },
  settings: settingsSchema,
  pull: createPull(toContacts, { tokens }),
  complete: createComplete(),
  check: createCheck({ tokens }),
  // A mail never changes: another copy of the same one, seen in another folder, says nothing new.
  fold: (stored) => stored,
};
