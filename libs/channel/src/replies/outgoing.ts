import { fromBinary } from '@bufbuild/protobuf';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import { ReplySchema } from '@tributary/proto';
import { BlobCorruptError, BlobNotFoundError, type BlobStore } from '@tributary/storage';
import { decodeEnvelope } from '../envelope/encode-envelope.js';
import { factsOf } from '../envelope/proto-to-facts.js';
import type { OutgoingReply } from '../reply.js';
import type { Claimed, Head, ReplyBook } from './reply-book.js';

/**
 * What is to be sent.
 * @returns undefined when its contact is gone: it was erased
 * @throws our own storage's errors
 */
export async function outgoingOf(head: Head, { message, contact_id }: Claimed, book: ReplyBook, blobs: BlobStore): Promise<OutgoingReply | undefined> {
  const { id, text, attachments, automatic, authorName, askedAt } = fromBinary(ReplySchema, message);
  const { state, externalId, conversationId } = await book.context(head, contact_id);
  if (!state) return undefined;
  const facts = factsOf(await decodeEnvelope(state, blobs));
  return {
    id, conversationId, text, automatic, authorName,
    askedAt: askedAt ? timestampDate(askedAt) : new Date(),
    attachments: attachments.map(({ name, blob }) => ({ name, mediaType: blob?.mediaType ?? '', sizeBytes: Number(blob?.sizeBytes ?? 0), sha256: blob?.sha256 ?? '' })),
    contact: { id: contact_id, externalId, facts },
  };
}

/** Reads files for a try and knows which it could not, whatever the channel makes of that. */
export class FileReading {
  /** Why a file could not be read, so that nothing was sent. */
  failure: unknown;

  constructor(private readonly blobs: BlobStore) {}

  readonly read = async (sha256: string): Promise<Buffer> => {
    try {
      return await this.blobs.read(sha256);
    } catch (error) {
      this.failure = error;
      throw error;
    }
  };
}

/** What is missing or damaged comes back by no waiting. */
export function isFileGone(error: unknown): boolean {
  return error instanceof BlobNotFoundError || error instanceof BlobCorruptError;
}
