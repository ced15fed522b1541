/**
 * One mail as it was read: plain data, everything decoded, nothing judged.
 * Texts are NFC without NUL; names are cleaned for showing (no path, no control or bidirectional control characters).
 */
export interface Mail {
  /** Top headers in their order, the newest `Received` first as they stand. */
  readonly headers: readonly MailHeader[];
  /** Without angle brackets, case kept; missing when there is none or it is unusable. */
  readonly messageId?: string;
  /** The last id of In-Reply-To, without angle brackets. */
  readonly inReplyTo?: string;
  /** Oldest first, without angle brackets, each once. */
  readonly references: readonly string[];
  /** From `Date`; missing when there is none or it can't be read. The sender's own clock: never trusted for order. */
  readonly date?: Date;
  readonly from: readonly MailAddress[];
  readonly sender?: MailAddress;
  readonly replyTo: readonly MailAddress[];
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly subject: string;
  /** The lead text as a person would read it, quoted history included; lines end with "\n". */
  readonly text: string;
  readonly textSource: 'plain' | 'html' | 'none';
  /** Sanitized: no scripts, no address that a browser would load by itself; `cid:` kept for inline attachments only. */
  readonly html?: string;
  readonly attachments: readonly MailAttachment[];
  /** Machine-readable reports (RFC 3464, 8098, 5965, 3462), for the classifier. */
  readonly reports: readonly MailReport[];
  /** Mails inside this mail, in their order; each also stands under `attachments` as an .eml unless it was a report's original. */
  readonly embedded: readonly EmbeddedMail[];
  readonly calendar: readonly CalendarPart[];
  /** What was damaged, odd or over a limit; the mail was read all the same. */
  readonly problems: readonly MailProblem[];
  /** Bytes that were read from the source. */
  readonly sizeBytes: number;
}

export interface MailHeader {
  /** Lower-case. */
  readonly name: string;
  /** Unfolded and decoded. */
  readonly value: string;
  /** Unfolded, as it came: bytes as UTF-8 where they are, else as Latin-1. */
  readonly raw: string;
}

export interface MailAddress {
  /** Decoded display name; "" when there is none. */
  readonly name: string;
  /** Trimmed, the domain lower-case and in Unicode, the local part as it came; "" when the mailbox is unusable. */
  readonly address: string;
  /** The mailbox as it came. */
  readonly raw: string;
}

export interface MailAttachment {
  /** Cleaned for showing, never empty: "part-3.png" when the sender named none. */
  readonly name: string;
  /** Lower-case `type/subtype`, as the sender declared it. */
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** Hex; names the stored bytes. */
  readonly sha256: string;
  /** Shown within the text (`cid:`), not listed beside it. */
  readonly inline: boolean;
  /** Without angle brackets. */
  readonly contentId?: string;
  /** The sender's part was longer than the limit: only its first bytes are stored. */
  readonly truncated?: boolean;
}

export interface MailReport {
  readonly kind: 'delivery-status' | 'disposition-notification' | 'feedback-report';
  /** Groups of fields, the one about the whole message first; names lower-case, in order, repeated names kept. */
  readonly groups: readonly (readonly ReportField[])[];
}

export interface ReportField {
  readonly name: string;
  readonly value: string;
}

export interface EmbeddedMail {
  /** `message/rfc822` or `text/rfc822-headers` (then `text` is empty). */
  readonly mediaType: string;
  /** Inside `multipart/report`: the mail that the report is about, not something that was forwarded. */
  readonly reported: boolean;
  readonly headers: readonly MailHeader[];
  readonly messageId?: string;
  readonly date?: Date;
  readonly from: readonly MailAddress[];
  readonly to: readonly MailAddress[];
  readonly subject: string;
  readonly text: string;
  /** The stored .eml; missing for a header-only part. */
  readonly sha256?: string;
}

/** What a person should see of an invitation (RFC 5546); the file itself is an attachment. */
export interface CalendarPart {
  /** Upper-case: REQUEST, CANCEL, REPLY; "" when not stated. */
  readonly method: string;
  readonly summary: string;
  /** As written: `2026-12-01T10:00:00 Europe/Moscow`, `2026-12-01T07:00:00Z`, `2026-12-01`; "" when missing. */
  readonly start: string;
  /** Address or name; "" when missing. */
  readonly organizer: string;
  readonly location: string;
}

export interface MailProblem {
  readonly code: MailProblemCode;
  /** English, one line, no text of the mail beyond names and labels. */
  readonly detail: string;
}

export type MailProblemCode =
  | 'mbox-line'
  | 'no-header'
  | 'header-damaged'
  | 'header-too-long'
  | 'too-many-headers'
  | 'no-sender'
  | 'no-body'
  | 'too-many-parts'
  | 'too-deep'
  | 'boundary-missing'
  | 'boundary-unclosed'
  | 'content-type-damaged'
  | 'encoding-unknown'
  | 'encoding-damaged'
  | 'charset-unknown'
  | 'charset-mislabelled'
  | 'text-truncated'
  | 'html-too-complex'
  | 'attachment-truncated'
  | 'attachments-truncated'
  | 'tnef-damaged'
  | 'nul-bytes'
  | 'source-truncated';
