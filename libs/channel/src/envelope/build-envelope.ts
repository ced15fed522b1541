import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { type Blob, type Envelope, Origin, type Reach } from '@tributary/proto';
import { traceparentOf } from '@tributary/platform';
import type { ContactFacts } from '../channel.js';
import { factsToProto } from './facts-to-proto.js';

/** How a contact came in: where it is published, and what readers may do with it. */
export type Way = 'live' | 'bulk' | 'replay';

const ORIGINS = { live: Origin.LIVE, bulk: Origin.BULK, replay: Origin.REPLAY } as const;

/** A raw part of a contact, by its content. */
export interface RawPart {
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
}

/** What an envelope tells besides facts. */
export interface EnvelopeFrame {
  readonly id: string;
  readonly accountId: string;
  readonly channel: string;
  readonly line: string;
  readonly conversationId: string;
  readonly externalId: string;
  readonly receivedAt: Date;
  readonly way: Way;
  /** Bulk lane only: people are told although it comes late. */
  readonly notify: boolean;
  /** How it can be answered. */
  readonly reach?: Reach | undefined;
}

/** The first revision of a contact. */
export function firstEnvelope(frame: EnvelopeFrame, facts: ContactFacts, part: RawPart): Envelope {
  return {
    $typeName: 'tributary.inbound.v1.Envelope',
    ...factsToProto(facts),
    id: frame.id,
    revision: 1,
    origin: ORIGINS[frame.way],
    accountId: frame.accountId,
    channel: frame.channel,
    line: frame.line,
    conversationId: frame.conversationId,
    externalId: frame.externalId,
    receivedAt: timestampFromDate(frame.receivedAt),
    raw: [rawToProto(part)],
    traceparent: traceparentOf(frame.id),
    notify: frame.notify,
    ...(frame.reach && { reach: frame.reach }),
  };
}

/** More raw parts than this are kept, but no longer named in the envelope (the oldest are left out). */
const MAX_NAMED_PARTS = 64;

/**
 * The next revision of a stored contact with new facts. Ids, conversation and time of receipt stay;
 * fields that a newer writer put there and this one doesn't know stay too.
 */
export function nextEnvelope(stored: Envelope, facts: ContactFacts, part: RawPart, way: Way, reach?: Reach): Envelope {
  const { $typeName, id, accountId, channel, line, conversationId, externalId, receivedAt, traceparent, $unknown } = stored;
  const next: Envelope = {
    $typeName,
    ...factsToProto(facts),
    id,
    revision: stored.revision + 1,
    origin: ORIGINS[way],
    accountId,
    channel,
    line,
    conversationId,
    externalId,
    receivedAt,
    raw: [...stored.raw, rawToProto(part)].slice(-MAX_NAMED_PARTS),
    traceparent,
    notify: false,
    ...(reach && { reach }),
    $unknown,
  };
  if (next.content.value && stored.content.case === next.content.case) next.content.value.$unknown = stored.content.value?.$unknown;
  return next;
}

function rawToProto({ sha256, sizeBytes, mediaType }: RawPart): Blob {
  return { $typeName: 'tributary.inbound.v1.Blob', sha256, sizeBytes: BigInt(sizeBytes), mediaType };
}
