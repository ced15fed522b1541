import { clone, create, toBinary } from '@bufbuild/protobuf';
import { BlobSchema, type Envelope, EnvelopeSchema } from '@tributary/proto';
import type { RawPart } from './build-envelope.js';

/** An envelope on the log stays under this (design §5), so that any broker takes it. */
export const MAX_ENVELOPE_BYTES = 256 * 1024;

/** From mild to strict: characters of one string, members of one list. The last one always fits. */
const STEPS = [
  { string: 8192, list: 100 },
  { string: 1024, list: 50 },
  { string: 256, list: 20 },
  { string: 64, list: 8 },
] as const;

export const FULL_MEDIA_TYPE = 'application/vnd.tributary.envelope.v1+protobuf';

/**
 * What goes to the log for an envelope that is too large: text, fields and lists are cut and `full` names the whole.
 * Ids, times and identities keep their beginnings; nobody should take it for the whole, `full` says so.
 */
export function cutToSize(envelope: Envelope, full: RawPart): Uint8Array {
  for (const step of STEPS) {
    const cut = clone(EnvelopeSchema, envelope);
    cut.full = create(BlobSchema, { sha256: full.sha256, sizeBytes: BigInt(full.sizeBytes), mediaType: full.mediaType });
    cut.$unknown = undefined;
    cutMembers(cut, step);
    const bytes = toBinary(EnvelopeSchema, cut);
    if (bytes.length < MAX_ENVELOPE_BYTES) return bytes;
  }
  throw new RangeError(`envelope ${envelope.id} can't be cut to ${MAX_ENVELOPE_BYTES} bytes`);
}

/** Members that name the contact or are read by machines whole: never cut (their length is bounded when they are made). */
const WHOLE = new Set(['id', 'accountId', 'channel', 'line', 'conversationId', 'externalId', 'traceparent', 'full', 'raw']);

function cutMembers(node: object, step: (typeof STEPS)[number]): void {
  for (const [name, value] of Object.entries(node) as [string, unknown][]) {
    if (WHOLE.has(name) || name.startsWith('$')) continue;
    (node as Record<string, unknown>)[name] = cutValue(value, step);
  }
}

function cutValue(value: unknown, step: (typeof STEPS)[number]): unknown {
  if (typeof value === 'string') return cutString(value, step.string);
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.slice(0, step.list).map((item) => cutValue(item, step));
  if (!('$typeName' in value) && !('case' in value)) return cutMap(value, step);
  cutMembers(value, step);
  return value;
}

function cutMap(map: object, step: (typeof STEPS)[number]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(map)
      .slice(0, step.list)
      .map(([key, value]) => [cutString(key, step.string), cutValue(value, step)]),
  );
}

/** Never between the halves of a surrogate pair. */
function cutString(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = (text.charCodeAt(length - 1) & 0xfc00) === 0xd800 ? length - 1 : length;
  return text.slice(0, end);
}
