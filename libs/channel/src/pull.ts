import type { Readable } from 'node:stream';
import type { ChannelAccount, ContactDraft, FollowUpDraft, Localized, StoredFile } from './channel.js';

/**
 * The pull side of a channel: something here asks the provider (IDLE, long poll, socket, scheduled fetch).
 * The host runs it under a lease, begins it anew after a failure, and stores what it yields.
 */
export interface Pull<Settings> {
  /**
   * A session in which nothing is stored and no cycle completed for so long is taken for dead and begun anew; it must be
   * longer than the longest quiet cycle. Default 10 minutes.
   */
  readonly stalledAfterMs?: number;
  /**
   * Refused credentials may be tried as often as we like: a token, of which no provider locks an account, unlike a password. They are
   * then tried every minute, and ever more seldom up to a quarter of an hour.
   */
  readonly triesAreFree?: boolean;
  /** The provider's quota for one account; kept by `permit` of sessions, jobs and replies together. */
  readonly limits?: RequestLimits;
  /**
   * After an outage a session goes on from its checkpoint and misses nothing; it announces what it finds (`behind`).
   * Without it, and with `Channel.backfill`, the host fills the window of the outage by a backfill.
   */
  readonly readsOn?: boolean;
  /**
   * Works until `session.signal` aborts (then it returns soon) or something fails (then it throws).
   * One call is one life of the connection: the host waits and calls again, with the checkpoints as they are then.
   * @throws ConnectorError  typed; anything else counts as `internal`
   */
  run(session: PullSession<Settings>): Promise<void>;
  /**
   * Reads one kept part again, for replay: from the raw bytes alone.
   * @throws PayloadError  still not understood
   */
  reparse(part: KeptPart, tools: ParseTools<Settings>): Promise<readonly ContactDraft[]>;
}

/** So many requests in any time of that length. */
export interface RequestLimits {
  readonly requests: number;
  readonly perMs: number;
}

/** What an outage left to catch up with. */
export interface Gap {
  /** All that was announced is read. */
  filled(): Promise<void>;
}

export interface CheckResult {
  /** The account as the provider names it: "Sales bot @acme_sales", "sales@acme.example (INBOX: 1204)"; the same in every language. */
  readonly title: string;
}

/** What a channel needs to parse: no database, no provider. */
export interface ParseTools<Settings> {
  readonly account: ChannelAccount<Settings>;
  /** Stores bytes durably and names them. @throws BlobTooLargeError over `maxBytes`; the rest of the source is not read */
  store(source: Readable | Uint8Array, maxBytes: number): Promise<Pick<StoredFile, 'sha256' | 'sizeBytes'>>;
}

export interface PullSession<Settings> extends ParseTools<Settings> {
  /** Aborts when the lease is lost, the settings changed or the process stops. */
  readonly signal: AbortSignal;
  /** Value under which this scope (a folder, a bot's updates) was stored last. */
  checkpoint(scope: string): Promise<string | undefined>;
  /**
   * Stores a batch and its checkpoint in one transaction; only then it resolves, and only then the provider may be told.
   * Waits while the database is away. Repeats change nothing. A contact that can't be stored goes to quarantine with
   * its raw bytes and `raw.origin`, the others and the checkpoint are stored.
   * @returns contact ids in the order of `batch.contacts`
   * @throws StaleEpochError  another instance holds the lease now: stop
   */
  submit(batch: PullBatch): Promise<readonly string[]>;
  /** A whole cycle was completed (also when nothing was new): the consumer is alive, the credentials are valid. */
  cycleDone(): void;
  /**
   * Stores what the provider renewed (a rotated refresh token, a bot's name) over the setting at this path, durably,
   * without beginning the run anew. Nothing is stored when somebody changed that setting meanwhile: theirs is newer.
   * A channel calls it before it uses what came with the new secret, so that a crash loses neither.
   */
  updateSecret?(path: readonly string[], value: string): Promise<void>;
  /** Waits until the account's quota (`Pull.limits`) has room for one more request. */
  permit?(): Promise<void>;
  /** Where the provider can call this account; absent without a webhook. */
  readonly webhookUrl?: string;
  /** What contacts left to be done and is due, the oldest first; it is due until a batch says that it is `done`. */
  followUps?(limit: number): Promise<readonly FollowUp[]>;
  /** It could not be done now: it is due again after so long, and counts one more try. */
  putOff?(followUp: FollowUp, delayMs: number): Promise<void>;
  /**
   * Said before a session reads what was there when it began: so many. After an outage people see the number before it is
   * read, and how many of them were stored; its batches name the gap.
   */
  behind?(count: number): Promise<Gap | undefined>;
  /** Something went wrong that the channel itself goes on after (one folder of several, one message put off). */
  report(error: ConnectorError): void;
}

/** Work that a stored contact left. */
export interface FollowUp extends FollowUpDraft {
  readonly contactId: string;
  /** How often it was put off. */
  readonly tries: number;
}

/** Raw bytes of one batch, quarantine included, at most: everything of it is in memory at once. */
export const MAX_BATCH_BYTES = 32 * 1024 * 1024;

/** At most `MAX_BATCH_BYTES`; a hundred contacts are plenty. */
export interface PullBatch {
  readonly contacts: readonly ContactDraft[];
  /** Parts that were not understood: kept with their raw bytes, the rest goes on. */
  readonly quarantine?: readonly PullQuarantine[];
  readonly checkpoint?: { readonly scope: string; readonly value: string };
  /** Follow-ups that this batch brings what was wanted of. */
  readonly done?: readonly FollowUp[];
  /** Bulk for a first fetch or a backfill; live (reading on from a checkpoint, whatever its age) unless told otherwise. */
  readonly lane?: 'live' | 'bulk';
  /** Bulk only: people are told although it comes late (the backfill of a gap). */
  readonly notify?: boolean;
  /** That it belongs to. */
  readonly gap?: Gap | undefined;
}

/** A raw part as it was kept. */
export interface KeptPart {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  /** What else `reparse` needs, by names of the channel (folder, UID); no secrets. */
  readonly origin: Readonly<Record<string, string>>;
}

export interface PullQuarantine extends KeptPart {
  /** Stable, kebab-case. */
  readonly code: string;
  readonly detail: string;
}

/** Failure classes of a connector: only `credentials` asks a person to act; every other class retries without end. */
export type FailureClass = 'credentials' | 'network' | 'provider' | 'quota' | 'payload' | 'internal';

export interface ConnectorErrorDetails extends ErrorOptions {
  /** Stable, kebab-case: `wrong-password`, `connect-timeout`. */
  readonly code: string;
  /** What happened and what to do, for a person; holds no secret. */
  readonly detail: Localized;
  /** The setting at which a person can mend it: "password", "host". */
  readonly field?: string;
  /** When the provider says so. */
  readonly retryAfterMs?: number;
}

/** A connector can't go on; its class says what follows. */
export class ConnectorError extends Error {
  override readonly name = 'ConnectorError';
  readonly code: string;
  readonly detail: Localized;
  readonly field: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(
    readonly failureClass: FailureClass,
    { code, detail, field, retryAfterMs, cause }: ConnectorErrorDetails,
  ) {
    super(`${failureClass} ${code}: ${detail.en}`, { cause });
    this.code = code;
    this.detail = detail;
    this.field = field;
    this.retryAfterMs = retryAfterMs;
  }
}
