import { contactId, deriveId, partitionKey } from '@tributary/contact';
import type { Topic } from '@tributary/event-log';
import type { BlobStore } from '@tributary/storage';
import type { ContactDraft } from '../channel.js';
import { PayloadError } from '../channel.js';
import { firstEnvelope, type RawPart, type Way } from '../envelope/build-envelope.js';
import { encodeEnvelope, sha256Of } from '../envelope/encode-envelope.js';
import { topicOf } from '../envelope/log-record.js';
import type { QuarantineDraft, Submission } from './submission.js';

/** Larger raw bodies stand in blobs. */
export const MAX_INLINE_BYTES = 64 * 1024;
const MAX_ID_LENGTH = 1024;
/** A sender's header, which an envelope names once for each part: it must not make the envelope too large to cut. */
const MAX_MEDIA_TYPE_LENGTH = 200;
/** PostgreSQL's text takes neither. */
const UNFIT_FOR_TEXT = /\0|\p{Surrogate}/u;

/** A contact as it would be stored if it is new, everything computed before the transaction. */
export interface PreparedContact {
  readonly id: string;
  readonly draft: ContactDraft;
  readonly way: Way;
  readonly part: PreparedPart;
  readonly topic: Topic;
  readonly key: string;
  /** Encoded envelope of revision 1. */
  readonly value: Uint8Array;
}

export interface PreparedPart {
  readonly sha256: Buffer;
  /** Null: it stands in a blob. */
  readonly body: Uint8Array | null;
  readonly raw: RawPart;
}

export interface PreparedQuarantine {
  readonly id: string;
  readonly draft: QuarantineDraft;
  readonly sha256: Buffer;
  readonly body: Uint8Array | null;
}

export interface PreparedSubmission {
  readonly submission: Submission;
  readonly contacts: readonly PreparedContact[];
  readonly quarantine: readonly PreparedQuarantine[];
  readonly sizeBytes: number;
  /** It can't go with a group: it does more than add contacts, or holds one contact twice. */
  readonly single: boolean;
}

/**
 * Ids, envelopes and blobs of a submission. Blobs are durable when this is done, before any row names them.
 * @throws PayloadError  ids that can't be stored
 */
export async function prepare(submission: Submission, blobs: BlobStore): Promise<PreparedSubmission> {
  const contacts: PreparedContact[] = [];
  for (const draft of submission.contacts) contacts.push(await prepareContact(submission, draft, draft.externalId, blobs));
  const quarantine: PreparedQuarantine[] = [];
  for (const draft of submission.quarantine ?? []) quarantine.push(await prepareQuarantine(submission.account.id, draft, blobs));
  return {
    submission,
    contacts,
    quarantine,
    sizeBytes: contacts.reduce((sum, contact) => sum + contact.value.length + (contact.part.body?.length ?? 0), 0),
    single:
      contacts.length === 0 ||
      quarantine.length > 0 ||
      submission.resolves !== undefined ||
      submission.lease !== undefined ||
      submission.contacts.some(({ followUps, receipts, conversationAlias, mayBeAlias }) => followUps ?? receipts ?? conversationAlias ?? mayBeAlias) ||
      (contacts.length > 1 && new Set(contacts.map(({ id }) => id)).size < contacts.length),
  };
}

/** @param externalId  the draft's own, or that of a later occurrence of the same content */
export async function prepareContact(submission: Submission, draft: ContactDraft, externalId: string, blobs: BlobStore): Promise<PreparedContact> {
  checkId('externalId', externalId);
  const id = contactId(submission.account.id, externalId);
  const conversationId = draft.conversationId ?? id;
  checkId('conversationId', conversationId);
  const stored = preparePart(draft.raw, blobs);
  const part = stored instanceof Promise ? await stored : stored;
  const way = submission.way === 'replay' ? 'replay' : draft.lane === 'bulk' ? 'bulk' : (submission.way ?? 'live');
  const { account, receivedAt, notify = false } = submission;
  const envelope = firstEnvelope(
    { id, accountId: account.id, channel: account.channel.name, line: account.line, conversationId, externalId, receivedAt, way, notify, reach: account.reach?.(draft.facts) },
    draft.facts,
    part.raw,
  );
  const encoded = encodeEnvelope(envelope, blobs);
  const value = encoded instanceof Promise ? await encoded : encoded;
  return { id, draft, way, part, topic: topicOf(envelope), key: partitionKey(account.id, conversationId), value };
}

function preparePart({ bytes, mediaType }: ContactDraft['raw'], blobs: BlobStore): PreparedPart | Promise<PreparedPart> {
  const sha256 = sha256Of(bytes);
  const raw = { sha256: sha256.toString('hex'), sizeBytes: bytes.length, mediaType: mediaType.slice(0, MAX_MEDIA_TYPE_LENGTH) };
  if (bytes.length <= MAX_INLINE_BYTES) return { sha256, body: bytes, raw };
  return blobs.put(bytes).then(() => ({ sha256, body: null, raw }));
}

async function prepareQuarantine(accountId: string, draft: QuarantineDraft, blobs: BlobStore): Promise<PreparedQuarantine> {
  const sha256 = sha256Of(draft.raw);
  const inline = draft.raw.length <= MAX_INLINE_BYTES;
  if (!inline) await blobs.put(draft.raw);
  return { id: quarantineId(accountId, sha256), draft, sha256, body: inline ? draft.raw : null };
}

/** The same bytes to the same account are one row, however often they come. */
export function quarantineId(accountId: string, sha256: Buffer): string {
  return deriveId('quarantine', accountId, sha256.toString('hex'));
}

function checkId(name: string, value: string): void {
  if (value.length === 0 || value.length > MAX_ID_LENGTH || UNFIT_FOR_TEXT.test(value)) {
    throw new PayloadError(`${name} must be 1 to ${MAX_ID_LENGTH} characters without NUL`);
  }
}
