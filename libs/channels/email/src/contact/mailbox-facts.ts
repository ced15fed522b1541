import { receiversOf } from '../authenticity/receivers.js';
import { type SenderRules, readSenderLists } from '../automatic/sender-rule.js';
import { ownAddress, resolveAccess } from '../settings/access.js';
import type { EmailSettings } from '../settings.js';

/** What of a mailbox's settings judges its mail. */
export interface MailboxFacts {
  readonly ownAddresses: readonly string[];
  /** Servers of ours whose findings about a sender are believed. */
  readonly receivers: readonly string[];
  readonly rules: SenderRules;
}

const known = new WeakMap<EmailSettings, MailboxFacts>();

/** Read once for the settings of an account: lists may be long. */
export function mailboxFacts(settings: EmailSettings): MailboxFacts {
  const earlier = known.get(settings);
  if (earlier) return earlier;
  const own = ownAddress(settings);
  const facts: MailboxFacts = {
    ownAddresses: [...(own === undefined ? [] : [own]), ...settings.aliases, ...(settings.fromAddress === undefined ? [] : [settings.fromAddress])],
    receivers: settings.receivers.length > 0 ? settings.receivers : receiversOf(resolveAccess(settings)?.host ?? ''),
    rules: readSenderLists(settings),
  };
  known.set(settings, facts);
  return facts;
}
