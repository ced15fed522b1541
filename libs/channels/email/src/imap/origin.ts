import type { ContactDraft, ParseTools } from '@tributary/channel';
import type { EmailSettings } from '../settings.js';

/** Where a mail was found, and what the server says of it. */
export interface MailOrigin {
  readonly folder: string;
  /** Of the folder; with `uid` it names the mail until the server counts anew. No contact's id may rest on it. */
  readonly uidValidity: string;
  readonly uid: number;
  /** When the server took the mail in; the one clock that can be trusted for order. */
  readonly internalDate: Date;
  /** As the server states it, RFC822.SIZE. */
  readonly sizeBytes: number;
  /** Id that stays when the mail is moved, where the server has one (OBJECTID, Gmail). */
  readonly emailId?: string;
  /** From the folder of sent mail: history, no lead. */
  readonly sent: boolean;
  /** The mail was larger than the limit: `source` holds its headers and texts, these parts were left on the server. */
  readonly omitted?: readonly OmittedPart[];
}

export interface OmittedPart {
  readonly name: string;
  /** Lower-case `type/subtype`. */
  readonly mediaType: string;
  /** As the server counts, still encoded. */
  readonly sizeBytes: number;
}

/** A mail as it was fetched. */
export interface FetchedMail {
  readonly source: Uint8Array;
  readonly origin: MailOrigin;
}

/**
 * Makes contacts of one mail: 0 for none, seldom several.
 * @throws PayloadError  not understood: goes to quarantine with its raw bytes, other mail goes on
 */
export type ToContacts = (mail: FetchedMail, tools: ParseTools<EmailSettings>) => Promise<readonly ContactDraft[]>;

/** As a kept part carries it: strings only. */
export function originToStrings(origin: MailOrigin): Record<string, string> {
  return {
    folder: origin.folder,
    uidValidity: origin.uidValidity,
    uid: String(origin.uid),
    internalDate: origin.internalDate.toISOString(),
    sizeBytes: String(origin.sizeBytes),
    sent: String(origin.sent),
    ...(origin.emailId ? { emailId: origin.emailId } : {}),
    ...(origin.omitted ? { omitted: JSON.stringify(origin.omitted) } : {}),
  };
}

/** The way back; names that are missing (a part kept by hand) get the plainest value. */
export function originFromStrings(strings: Readonly<Record<string, string>>): MailOrigin {
  const internalDate = new Date(strings['internalDate'] ?? Number.NaN);
  return {
    folder: strings['folder'] ?? 'INBOX',
    uidValidity: strings['uidValidity'] ?? '0',
    uid: Number(strings['uid'] ?? 0),
    internalDate: Number.isNaN(internalDate.getTime()) ? new Date(0) : internalDate,
    sizeBytes: Number(strings['sizeBytes'] ?? 0),
    sent: strings['sent'] === 'true',
    ...(strings['emailId'] ? { emailId: strings['emailId'] } : {}),
    ...(strings['omitted'] ? { omitted: JSON.parse(strings['omitted']) as OmittedPart[] } : {}),
  };
}
