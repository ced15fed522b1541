import type { ParseTools } from '@tributary/channel';
import type { ToContacts } from '../imap/origin.js';
import { readMail } from '../mime/read-mail.js';
import type { EmailSettings } from '../settings.js';
import { buildDraft } from './build-draft.js';

/**
 * Makes the one contact of a mail. The same bytes give the same contact, wherever and how often they are found.
 * @throws UnreadableMailError  no mail at all
 */
export const toContacts: ToContacts = async ({ source, origin }, tools: ParseTools<EmailSettings>) => {
  const mail = await readMail(source, { store: (part, maxBytes) => tools.store(part, maxBytes) });
  return [buildDraft(mail, { source, origin }, tools.account)];
};
