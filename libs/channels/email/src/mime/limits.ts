/** Bounds on what one mail may cost. What is over a bound is left out with a problem noted; the mail itself is taken. */
export interface MailLimits {
  /** Leaf and container parts together; later ones are not read. */
  readonly maxParts: number;
  /** Multiparts and mails inside each other; a deeper one is stored as a file. */
  readonly maxDepth: number;
  /** Of one part. */
  readonly maxHeaders: number;
  /** All headers of one part together, in bytes. */
  readonly maxHeadBytes: number;
  /** One header, unfolded, in bytes. */
  readonly maxHeaderBytes: number;
  /** Plain text that is kept, in characters, all parts together. */
  readonly maxTextChars: number;
  /** HTML that is read, in characters, all parts together. */
  readonly maxHtmlChars: number;
  /** Elements inside each other. */
  readonly maxHtmlDepth: number;
  /** One attachment, decoded. */
  readonly maxAttachmentBytes: number;
  /** All attachments together, decoded. */
  readonly maxTotalAttachmentBytes: number;
  readonly maxAttachments: number;
  /** A winmail.dat is unpacked in memory; a larger one stays a file. */
  readonly maxTnefBytes: number;
  /** Of a mail inside this mail, as far as it is read for its headers and text. */
  readonly maxEmbeddedBytes: number;
  readonly maxAddresses: number;
  readonly maxReferences: number;
  /** Of problems noted; more of them say nothing new. */
  readonly maxProblems: number;
}

export const DEFAULT_MAIL_LIMITS: MailLimits = {
  maxParts: 1_000,
  maxDepth: 32,
  maxHeaders: 1_000,
  maxHeadBytes: 1_048_576,
  maxHeaderBytes: 65_536,
  maxTextChars: 262_144,
  maxHtmlChars: 1_048_576,
  maxHtmlDepth: 256,
  maxAttachmentBytes: 52_428_800,
  maxTotalAttachmentBytes: 104_857_600,
  maxAttachments: 200,
  maxTnefBytes: 16_777_216,
  maxEmbeddedBytes: 1_048_576,
  maxAddresses: 500,
  maxReferences: 200,
  maxProblems: 50,
};
