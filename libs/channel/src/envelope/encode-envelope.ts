import { hash } from 'node:crypto';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { type Envelope, EnvelopeSchema } from '@tributary/proto';
import type { BlobStore } from '@tributary/storage';
import { cutToSize, FULL_MEDIA_TYPE, MAX_ENVELOPE_BYTES } from './cut-to-size.js';

/**
 * Bytes for the log and for the contact's state. An envelope over 256 KiB stands whole in a blob, durable before this
 * resolves, and the bytes are its cut form with `full` set. Synchronous for all others: they are nearly all.
 */
export function encodeEnvelope(envelope: Envelope, blobs: BlobStore): Uint8Array | Promise<Uint8Array> {
  const bytes = toBinary(EnvelopeSchema, envelope);
  return bytes.length <= MAX_ENVELOPE_BYTES ? bytes : encodeLarge(envelope, bytes, blobs);
}

async function encodeLarge(envelope: Envelope, bytes: Uint8Array, blobs: BlobStore): Promise<Uint8Array> {
  const { sha256, sizeBytes } = await blobs.put(bytes);
  return cutToSize(envelope, { sha256, sizeBytes, mediaType: FULL_MEDIA_TYPE });
}

/** The whole envelope behind stored bytes: from its blob when they are the cut form. */
export async function decodeEnvelope(bytes: Uint8Array, blobs: BlobStore): Promise<Envelope> {
  const envelope = fromBinary(EnvelopeSchema, bytes);
  if (!envelope.full) return envelope;
  return fromBinary(EnvelopeSchema, await blobs.read(envelope.full.sha256));
}

export function sha256Of(bytes: Uint8Array): Buffer {
  return hash('sha256', bytes, 'buffer');
}
