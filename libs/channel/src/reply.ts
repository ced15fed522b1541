import type { ChannelAccount, ContactFacts, Localized } from './channel.js';
import type { ConnectorError, RequestLimits } from './pull.js';

/**
 * The way back: answers to contacts. The host keeps what is to be sent, in order within a conversation, and runs `send` where the
 * account runs, under its lease; what was begun by a process that died counts as `unknown`, or is tried again where a repeat is harmless.
 */
export interface Replies<Settings = unknown> {
  readonly limits: ReplyLimits;
  /**
   * The provider's rates of messages, kept by the host: of the account, and of one conversation, or of all that have the same key (topics of
   * one group). Its requests are counted by `permit`.
   */
  readonly rates?: { readonly account?: RequestLimits; conversation?(conversationId: string): (RequestLimits & { readonly key?: string }) | undefined };
  /**
   * The provider's name of one of our reply's messages, when it has one (a random id, a Message-ID): a pure function of the reply's id,
   * another for each part, by which receipts find it.
   */
  key?(replyId: string, account: ChannelAccount<Settings>, part: number): string;
  /** For so long after the first try a repeat under the same key is dropped by the provider; 0: no try is ever repeated after an unknown outcome. */
  readonly repeatableForMs: number;
  /**
   * Whether an answer to this contact could be sent. Pure.
   * @returns undefined: it could; else why not ("blocked", "no-address"), or until when it can; `false`: there is no way back from it at all
   */
  reach?(facts: ContactFacts, account: ChannelAccount<Settings>): ReplyReach | false | undefined;
  /**
   * How many messages of the provider it takes, each sent by a call of `send`. Pure; 1 without it.
   */
  parts?(reply: OutgoingReply): number;
  /**
   * Sends one part.
   * @throws ConnectorError  certainly not sent: tried again by its class (`credentials` waits for new settings, `quota` as long as
   *   `retryAfterMs` says, `payload` never)
   * @throws ReplyDelayedError  certainly not sent, for what concerns this reply only
   * @throws ReplyRefusedError  certainly not sent, and never will be
   * @throws OutcomeUnknownError  it may have been sent or not
   * Anything else counts as unknown.
   */
  send(reply: OutgoingReply, part: number, session: ReplySession<Settings>): Promise<SentPart>;
}

export interface ReplyLimits {
  /** Code points; 0 for no limit of the provider's. */
  readonly textLength: number;
  /** 0: no files. */
  readonly files: number;
  readonly fileBytes: number;
}

export interface ReplyReach {
  /** Stable, kebab-case; without it nothing is closed. */
  readonly closed?: string;
  readonly until?: Date;
  /**
   * The source tells of our membership itself: we were added, put out, muted, blocked, given the right back. Nothing else opens what is closed by
   * `no-rights`, and it holds for the conversations within this one.
   */
  readonly membership?: true;
}

/** What is to be sent. */
export interface OutgoingReply {
  /** A UUID; the same at each try. */
  readonly id: string;
  /** As the source calls it now: of a conversation that goes on under another id, that one. */
  readonly conversationId: string;
  /** NFC, may be empty when there are files. */
  readonly text: string;
  readonly attachments: readonly { readonly name: string; readonly mediaType: string; readonly sizeBytes: number; readonly sha256: string }[];
  /** Nobody wrote it by hand ("greeting", "out-of-hours", …); empty otherwise. */
  readonly automatic: string;
  /** Who answers, as customers may see it; empty for automatic ones. */
  readonly authorName: string;
  readonly askedAt: Date;
  /** The contact that is answered, as it is now. */
  readonly contact: { readonly id: string; readonly externalId: string; readonly facts: ContactFacts };
}

export interface ReplySession<Settings> {
  readonly account: ChannelAccount<Settings>;
  /**
   * Aborts when the account goes to somebody else or the process stops, after a grace time where there is one; a try that is under way
   * then ends at once, as unknown unless it knows better: nobody goes on in its conversation before.
   */
  readonly signal: AbortSignal;
  /** Bytes of an attachment. To be called before anything of the part is sent: when it fails, nothing was, and the host sees to it. */
  read(sha256: string): Promise<Buffer>;
  /**
   * Waits until the account's quota (`Pull.limits`), which sessions, jobs and replies share, has room for one more request.
   * @throws the signal's reason when it aborts meanwhile
   */
  permit?(): Promise<void>;
}

export interface SentPart {
  /** The provider's id of what was sent. */
  readonly providerId: string;
  /** "delivered" where the provider says so at once. */
  readonly state?: 'sent' | 'delivered';
}

/** What a provider tells of replies later. Stands in the draft of the contact that its message makes, and is stored with it. */
export interface ReceiptDraft {
  readonly conversationId: string;
  readonly state: 'sent' | 'delivered' | 'read' | 'failed';
  readonly at: Date;
  /**
   * Which: by the provider's id, by our key, or all of the conversation whose provider's id is a number up to this one. What is found by
   * our key has this provider's id from then on: the answer to the send, which names it as well, may come later or never. Of a reply of
   * several messages our key is that of one, and a receipt of it says nothing of those that come after.
   */
  readonly which: { readonly providerId: string } | { readonly key: string; readonly providerId?: string } | { readonly upTo: string };
  /** Why it failed. */
  readonly reason?: { readonly code: string; readonly detail: Localized };
}

/** It was not sent, and no further try would be. */
export class ReplyRefusedError extends Error {
  override readonly name = 'ReplyRefusedError';
  /**
   * @param code  stable, kebab-case
   * @param detail  what happened and what to do, for a person
   * @param closed  nothing more can be sent in this conversation until the customer comes back: why ("blocked")
   * @param options  `cause`: what the provider answered, which took the credentials; without one it was not asked
   */
  constructor(
    readonly code: string,
    readonly detail: Localized,
    readonly closed?: string,
    options?: ErrorOptions,
  ) {
    super(`${code}: ${detail.en}`, options);
  }
}

/**
 * It was not sent, and that says nothing of others of its account: its files can't be brought to where the provider wants them. It is tried
 * again in pauses that grow.
 */
export class ReplyDelayedError extends Error {
  override readonly name = 'ReplyDelayedError';

  constructor(readonly failure: ConnectorError) {
    super(failure.message, { cause: failure });
  }
}

/** Nobody knows whether it was sent: the answer to the call was lost. */
export class OutcomeUnknownError extends Error {
  override readonly name = 'OutcomeUnknownError';
}
