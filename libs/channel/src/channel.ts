import type { z } from 'zod';
import type { JobSession, ProbeRequest } from './job.js';
import type { CheckResult, Pull } from './pull.js';
import type { ReceiptDraft, Replies } from './reply.js';

/**
 * What a channel is. One folder under `libs/channels/` exports one of these as `channel`;
 * the registry is generated from the folders. Capabilities are optional and separate.
 *
 * Promises that the host keeps for every channel (and the shared channel test checks):
 * nothing is acknowledged upstream before the intake transaction committed; a contact's id is a function of account and
 * external id; what can't be understood goes to quarantine with its raw bytes.
 */
export interface Channel<Settings = unknown> {
  /** Kebab- or snake-case; the value of `channel` everywhere. */
  readonly name: string;
  readonly title: Localized;
  /** The hub's target whose processes run its accounts where services run apart ("email", "messenger"); `form` unless told. */
  readonly target?: string;
  /**
   * Schema of an account's settings: defaults, docs (`.meta({ title, description })`), secrets (`.meta({ secret: true })`,
   * with `boundTo: ['host']` for the settings that say where it is sent: when one of them changes, it has to be given again).
   * A refinement's own fault: `{ params: { code, detail: { ru, en } } }`.
   */
  readonly settings: z.ZodType<Settings>;
  readonly webhook?: Webhook<Settings>;
  readonly pull?: Pull<Settings>;
  readonly replies?: Replies<Settings>;
  /**
   * Finds out settings that were left out, before they are checked: where the mailbox of an address is. Gets them as they
   * were sent, of any shape, and returns them as they are when there is nothing to ask anybody.
   * @param called  takes what `called` would give, where the same question tells it; "" when nobody answered it
   * @throws ConnectorError  at the field where a person can mend it
   */
  complete?(settings: Readonly<Record<string, unknown>>, signal: AbortSignal, called?: (name: string) => void): Promise<Readonly<Record<string, unknown>>>;
  /** Tries the credentials and names the account; stores nothing. @throws ConnectorError */
  check?(account: ChannelAccount<Settings>, signal: AbortSignal): Promise<CheckResult>;
  /** What an account is called that was given no name, unless `complete` has told: as people know it there. Any failure leaves it nameless. */
  called?(account: ChannelAccount<Settings>, signal: AbortSignal): Promise<string>;
  /** Counts what the provider has of a window, then fetches all of it again. @throws ConnectorError */
  backfill?(session: JobSession<Settings>): Promise<void>;
  /** Asks the provider what came in a window, counts it, and fetches what is not stored. @throws ConnectorError */
  reconcile?(session: JobSession<Settings>): Promise<void>;
  /**
   * A synthetic contact, of a channel with a webhook: the request that its provider would send. It goes through `verify`, `parse` and
   * intake like any other, and `parse` has to give it `notLeadReason` "probe", so that a replay knows it too. Pure.
   * @param account  with its secrets, so that the request can be signed
   * @param key  unique to this probe
   */
  probe?(account: ChannelAccount<Settings>, key: string): ProbeRequest;
  /**
   * Joins a later part (a callback, an edit, the same external id again) into what is stored. Pure.
   * @returns the new facts, or `stored` itself when nothing changed: then there is no new revision
   */
  readonly fold: Fold;
}

export interface Localized {
  readonly ru: string;
  readonly en: string;
}

export type Fold = (stored: ContactFacts, part: ContactFacts) => ContactFacts;

/** A channel's account as the channel sees it: settings with secrets in clear. Never logged. */
export interface ChannelAccount<Settings = unknown> {
  readonly id: string;
  readonly name: string;
  /** Line id. */
  readonly line: string;
  readonly settings: Settings;
  /** ISO 3166 region for phones without a country code. */
  readonly defaultRegion: string;
  /**
   * The installation's signature of a text, bound to this account: 22 letters of Base64url. Nobody else can make it, and it is the
   * same after a restart. Absent where no installation is (a corpus on disk, an account that is only tried).
   */
  sign?(text: string): string;
}

export interface Webhook<Settings> {
  readonly methods: readonly ('GET' | 'POST')[];
  /** Larger bodies (files apart) are refused with 413 before they are read. */
  readonly maxBodyBytes: number;
  /** Set when multipart bodies are taken: files are streamed to blobs before `parse`. */
  readonly multipart?: { maxFiles: number; maxFileBytes: number; maxTotalBytes: number };
  /** Browsers of other origins may post (CORS). */
  readonly crossOrigin?: boolean;
  /** Origins that may, with `crossOrigin`; none or an empty list: any. */
  allowedOrigins?(account: ChannelAccount<Settings>): readonly string[];
  /** Requests a minute and client address; 0 for none. */
  rateLimitPerMinute?(account: ChannelAccount<Settings>): number;
  /** What this provider has to be answered to what went to quarantine, so that it doesn't come again; 200 without a body unless told. */
  readonly acknowledgement?: Answer;
  /** How this provider reads `Retry-After`, of the two ways that HTTP has; seconds unless told. */
  readonly retryAfter?: 'seconds' | 'date';
  /**
   * Checks signature or secret over the raw bytes, in constant time.
   * @throws Refusal 401 or 403
   */
  verify?(request: RawRequest, account: ChannelAccount<Settings>): void;
  /**
   * Pure: payload to contacts.
   * @throws Refusal  the sender's mistake: nothing is stored, the sender is told what and where
   * @throws PayloadError  the provider's payload is not understood: it is kept in quarantine and acknowledged
   */
  parse(request: RawRequest, account: ChannelAccount<Settings>): ParsedRequest;
}

/** A webhook request as it came, body bounded. Header names are lower-case. */
export interface RawRequest {
  readonly method: string;
  /** What follows the account's address, "" or "/...". */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Raw bytes; empty for multipart. */
  readonly body: Buffer;
  /** Multipart: text fields in order, and files that already stand as blobs. */
  readonly multipart?: { readonly fields: readonly { name: string; value: string }[]; readonly files: readonly StoredFile[] };
  /** Address of the client past trusted proxies. */
  readonly clientAddress: string;
  readonly receivedAt: Date;
  /** Language for texts in the answer. */
  readonly locale: 'ru' | 'en';
}

export interface StoredFile {
  readonly field: string;
  /** As the sender named it; cleaned for showing, never a storage name. */
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export interface ParsedRequest {
  readonly contacts: readonly ContactDraft[];
  /**
   * What to answer once everything is durable; `ids` are in the order of `contacts`.
   * Default 200 with an empty body.
   */
  answer?(ids: readonly string[]): Answer;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | object;
}

/** One contact as a channel understood it, before intake gives it id and revision. */
export interface ContactDraft {
  /** The source's own id within the account: the contact's id is made from it. */
  readonly externalId: string;
  /**
   * For sources without ids: `externalId` is then a hash of content, and the same hash again is the same contact only
   * within so many ms of the first one; later it is a new contact.
   */
  readonly repeatWindowMs?: number;
  readonly conversationId?: string;
  /** Another id under which this conversation goes on from now (a group that became another one). */
  readonly conversationAlias?: string;
  /** `conversationId` may be such another id: then the contact belongs to the conversation that it stands for. */
  readonly mayBeAlias?: boolean;
  readonly lane?: 'live' | 'bulk';
  readonly facts: ContactFacts;
  /** What is still to be fetched for it (a file that the provider keeps): stored with it, done by the account's pull session. */
  readonly followUps?: readonly FollowUpDraft[];
  /** What it tells of replies that we sent. */
  readonly receipts?: readonly ReceiptDraft[];
  /** The raw part that this was parsed from, kept for proof and replay; `origin` as in `KeptPart`. */
  readonly raw: { readonly mediaType: string; readonly bytes: Uint8Array; readonly origin?: Readonly<Record<string, string>> };
}

/** Work that a contact leaves for the account's pull session; the same key again is the same work. */
export interface FollowUpDraft {
  readonly key: string;
  /** All that the session needs to do it; no secrets. */
  readonly value: string;
}

/** What is known of a contact apart from ids: what `fold` works on. Plain data; field meanings as in contact.proto. */
export interface ContactFacts {
  readonly occurredAt: Date;
  readonly sequence?: bigint;
  /** `disputed`: the provider denies that it is the sender's; shown, and joins nobody. */
  readonly identities: readonly { type: string; value: string; raw: string; verified: boolean; extension?: string; disputed?: boolean }[];
  readonly sender: { readonly name: string; readonly company?: string };
  /** What sort of conversation it is in ("private", "group", "channel", "comments"), where the source has several, and what the source calls it. */
  readonly conversation?: { readonly kind: string; readonly title?: string };
  /** NFC, no NUL. */
  readonly text: string;
  readonly subject?: string;
  readonly locale?: string;
  readonly attachments: readonly { name: string; mediaType: string; sizeBytes: number; sha256: string; inline?: boolean }[];
  readonly attribution?: {
    readonly utm?: Readonly<Record<string, string>>;
    readonly clickIds?: Readonly<Record<string, string>>;
    readonly clientIds?: Readonly<Record<string, string>>;
    readonly pageUrl?: string;
    readonly referrer?: string;
  };
  /** `messageId`: of our own message (`own`), the id that sending it gave; so it is not shown beside the reply that it is. */
  readonly automatic?: { readonly kind: string; readonly reason: string; readonly hard?: boolean; readonly messageId?: string };
  /** Certainly no lead, for this reason ("spam", "excluded"). */
  readonly notLeadReason?: string;
  readonly content: Content;
}

export type Content =
  | { readonly kind: 'message'; readonly html?: string; readonly replyTo?: string; readonly pieces?: readonly MessagePiece[] }
  | {
      readonly kind: 'form';
      readonly fields: readonly { name: string; label: string; value: string }[];
      readonly consents: readonly { purpose: string; given: boolean; text: string; at: Date }[];
      readonly clientAddress: string;
      readonly userAgent: string;
    }
  | { readonly kind: 'call'; readonly direction: string; readonly status: string; readonly durationSeconds: number }
  | { readonly kind: 'order'; readonly number: string; readonly status: string; readonly total?: { amount: string; currency: string } }
  | { readonly kind: 'client'; readonly externalCode: string; readonly inn?: string };

/** One of the source's own messages that make up a contact (an album has several): what `fold` joins, and an answer quotes. */
export interface MessagePiece {
  /** The source's own id within the conversation. */
  readonly id: string;
  /** The source's own version; an edit has a higher one. */
  readonly version: bigint;
  readonly text: string;
  readonly files: readonly PieceFile[];
  /** When its sender changed it last; absent: never. */
  readonly editedAt?: Date;
}

/** A file of a piece; one without `sha256` and `problem` is still to be fetched. */
export interface PieceFile {
  /** The source's stable id of it. */
  readonly key: string;
  readonly name: string;
  /** What it is, for a reader. */
  readonly label: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256?: string;
  /** Why it can't be had. */
  readonly problem?: string;
}

/** A field of the sender's input that is wrong, and why. */
export interface FieldError {
  /** Name, or a JSON pointer into the body. */
  readonly field: string;
  /** Stable, kebab-case. */
  readonly code: string;
  /** For a person, in the request's language. */
  readonly detail: string;
}

/** The sender's mistake: answered at once as problem+json, nothing is stored. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429,
    readonly code: string,
    readonly detail: string,
    readonly errors: readonly FieldError[] = [],
    options?: ErrorOptions,
  ) {
    super(`${status} ${code}: ${detail}`, options);
  }
}

/** A provider's payload that is not understood: quarantine, never retry. */
export class PayloadError extends Error {
  override readonly name = 'PayloadError';
}
