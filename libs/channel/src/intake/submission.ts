import type { Reach } from '@tributary/proto';
import type { ChannelAccount, ContactDraft, ContactFacts, Fold } from '../channel.js';
import type { Way } from '../envelope/build-envelope.js';

/**
 * What is stored together or not at all: one request, or one batch of a pull.
 * The provider is answered after `Intake.submit` resolved, never before.
 */
export interface Submission {
  readonly account: SubmittingAccount;
  readonly receivedAt: Date;
  readonly contacts: readonly ContactDraft[];
  /** `live` unless told otherwise; a draft of lane `bulk` is bulk in any case. */
  readonly way?: Way;
  /** Bulk lane: tell people of new contacts although they come late (backfill of a gap, a quarantined contact's first success). */
  readonly notify?: boolean;
  readonly quarantine?: readonly QuarantineDraft[];
  /** The quarantined payload that these contacts were at last parsed from. */
  readonly resolves?: { readonly quarantineId: string };
  /** Follow-ups that are done with it. */
  readonly done?: readonly { readonly contactId: string; readonly key: string }[];
  /** The lease under which a pull read this: when another epoch has begun meanwhile, nothing is stored. */
  readonly lease?: { readonly epoch: bigint; readonly checkpoint?: Checkpoint };
}

export interface SubmittingAccount extends Pick<ChannelAccount, 'id' | 'line'> {
  /** How its contacts can be answered. */
  reach?(facts: ContactFacts): Reach | undefined;
  readonly channel: { readonly name: string; readonly fold: Fold };
}

/** How far a pull channel has read, moved in the transaction of what it read. */
export interface Checkpoint {
  /** Several may stand side by side in one account (folders of a mailbox). */
  readonly scope: string;
  readonly value: string;
}

/** Where understanding failed. */
export type QuarantineStage = 'parse' | 'store';
export type QuarantineClass = 'payload' | 'internal';

export interface QuarantineDraft {
  readonly stage: QuarantineStage;
  readonly failureClass: QuarantineClass;
  /** Stable, kebab-case. */
  readonly code: string;
  readonly detail: string;
  readonly mediaType: string;
  readonly raw: Uint8Array;
  /** What else `parse` or `reparse` needs to try again; no secrets. */
  readonly request: KeptRequest | KeptOrigin;
}

/** What a pull channel's `reparse` needs beside the bytes. */
export interface KeptOrigin {
  readonly origin: Readonly<Record<string, string>>;
}

/** A request without its body and without anything secret. */
export interface KeptRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly clientAddress: string;
  readonly locale: 'ru' | 'en';
  /** The raw bytes are the multipart's fields and files as JSON, not the body. */
  readonly multipart?: boolean;
}

export type Outcome = 'new' | 'repeat' | 'revised';

export interface Receipt {
  /** Contact ids in the order of the submission's contacts. */
  readonly ids: readonly string[];
  readonly outcomes: readonly Outcome[];
  readonly quarantineIds: readonly string[];
}
