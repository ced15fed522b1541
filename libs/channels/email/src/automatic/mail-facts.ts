import type { Mail } from '../mime/mail.js';

/** What is asked of a mail here; a whole `Mail` is one. */
export type MailFacts = Pick<Mail, 'headers' | 'from' | 'replyTo' | 'subject' | 'text' | 'reports'>;

/** Why a mail is automatic. Kinds as in contact.proto. */
export interface Automatic {
  readonly kind: 'bounce' | 'auto-reply' | 'list' | 'report' | 'own';
  /** A stable code in kebab-case; what was seen stands behind ": ". At most 200 characters, no text of the mail. */
  readonly reason: string;
  /** Bounces only: true when another try is in vain. Missing when the notice doesn't tell. */
  readonly hard?: boolean;
  /** Of our own mail that lies among what was sent: its Message-ID, without angle brackets. */
  readonly messageId?: string;
}

export interface OwnTraces {
  /** Mailboxes of this installation, as people write them. */
  readonly ownAddresses: readonly string[];
  /** Whether this Message-ID, without angle brackets, is one of our answers'. */
  isOwnId?(messageId: string): boolean;
}
