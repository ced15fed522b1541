import { fromBinary } from '@bufbuild/protobuf';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { LogRecord } from '@tributary/event-log';
import { type ConnectorStatus, ConnectorStatusSchema } from '@tributary/proto';
import { validate, v5 as uuidV5 } from 'uuid';
import { UnreadableEventError } from '../record/new-entry.js';

/** Why an account is not well. */
export interface StatusCause {
  readonly fact: string;
  readonly code: string;
  readonly detailEn: string;
  readonly detailRu: string;
  readonly field: string;
}

/** An account's status as the log tells it; the feed's `data:` of kind `connector`. */
export interface StatusNews {
  /** The event's own id. */
  readonly id: string;
  readonly accountId: string;
  readonly channel: string;
  readonly name: string;
  readonly at: Date;
  readonly deleted: boolean;
  readonly health: string;
  readonly credential: string;
  readonly consumer: string;
  readonly traffic: string;
  readonly quarantined: number;
  readonly causes: readonly StatusCause[];
}

/** @throws UnreadableEventError  to be put aside */
export function readStatus(record: LogRecord): StatusNews {
  const { key, value, appendedAt } = record;
  if (!value) return gone(record);
  const status = decode(value);
  if (status.accountId !== key || !validate(status.id)) throw new UnreadableEventError('no status of its key');
  return {
    id: status.id,
    accountId: key,
    channel: status.channel,
    name: storable(status.name),
    at: status.at ? timestampDate(status.at) : appendedAt,
    deleted: false,
    health: status.health?.state ?? 'unknown',
    credential: status.credential?.state ?? 'unknown',
    consumer: status.consumer?.state ?? 'unknown',
    traffic: status.traffic?.state ?? 'learning',
    quarantined: status.quarantined,
    causes: status.causes.map(({ fact, code, detailEn, detailRu, field }) => ({
      fact: storable(fact), code: storable(code), detailEn: storable(detailEn), detailRu: storable(detailRu), field: storable(field),
    })),
  };
}

/** A tombstone: the account was deleted. */
function gone({ key, appendedAt, headers }: LogRecord): StatusNews {
  if (!validate(key)) throw new UnreadableEventError('the key is no account');
  const id = headers['id'] && validate(headers['id']) ? headers['id'] : uuidV5(appendedAt.toISOString(), key);
  const unknown = 'unknown';
  return {
    id, accountId: key, channel: '', name: '', at: appendedAt, deleted: true, causes: [], quarantined: 0,
    health: unknown, credential: unknown, consumer: unknown, traffic: unknown,
  };
}

function decode(value: Uint8Array): ConnectorStatus {
  try {
    return fromBinary(ConnectorStatusSchema, value);
  } catch (cause) {
    throw new UnreadableEventError('no status of an account', { cause });
  }
}

/** PostgreSQL stores no NUL. */
function storable(text: string): string {
  return text.replaceAll('\0', '');
}
