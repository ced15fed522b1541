import { fromBinary } from '@bufbuild/protobuf';
import type { Timestamp } from '@bufbuild/protobuf/wkt';
import type { LogRecord } from '@tributary/event-log';
import { EnvelopeSchema, type Envelope } from '@tributary/proto';
import { identityKey, type ContactIdentity, type InboundContact, type PoisonRecord } from './inbound-contact.js';

export interface Decoded {
  readonly contacts: InboundContact[];
  readonly poison: PoisonRecord[];
}

/** Reads the records of a batch in their order; what can't be read is set apart, never thrown. */
export function decode(records: readonly LogRecord[]): Decoded {
  const decoded: Decoded = { contacts: [], poison: [] };
  for (const record of records) {
    const result = decodeRecord(record);
    if ('stage' in result) decoded.poison.push(result);
    else decoded.contacts.push(result);
  }
  return decoded;
}

function decodeRecord(record: LogRecord): InboundContact | PoisonRecord {
  if (!record.value) return poison(record, undefined, 'the record has no value');
  let envelope: Envelope;
  try {
    envelope = fromBinary(EnvelopeSchema, record.value);
  } catch (error) {
    return poison(record, undefined, `not an envelope: ${error instanceof Error ? error.message : String(error)}`);
  }
  const reason = complaint(envelope);
  if (reason) return poison(record, envelope, reason);
  return {
    id: envelope.id.toLowerCase(),
    revision: envelope.revision,
    envelope,
    record,
    occurredAt: toDate(envelope.occurredAt!),
    receivedAt: toDate(envelope.receivedAt!),
    identities: identitiesOf(envelope),
    notLeadReason: notLeadReasonOf(envelope),
  };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** An index entry of PostgreSQL holds 2.7 kB; longer values would fail on every try. */
const MAX_VALUE_LENGTH = 512;
const MAX_INT = 2_147_483_647;
/** Years 1 to 9999: others can't be written as ISO 8601 with four digits. */
const MIN_SECONDS = -62_135_596_800n;
const MAX_SECONDS = 253_402_300_799n;

function complaint(envelope: Envelope): string | undefined {
  if (!UUID.test(envelope.id)) return 'id is not a UUID';
  if (envelope.revision < 1 || envelope.revision > MAX_INT) return 'revision is not in 1..2147483647';
  if (!envelope.content.case) return 'content is of no known kind';
  if (!isTime(envelope.occurredAt)) return 'occurred_at is missing or out of range';
  if (!isTime(envelope.receivedAt)) return 'received_at is missing or out of range';
  for (const field of ['accountId', 'channel', 'line'] as const) {
    if (!envelope[field]) return `${field} is empty`;
    if (envelope[field].length > MAX_VALUE_LENGTH) return `${field} is longer than ${MAX_VALUE_LENGTH} characters`;
  }
  for (const { type, value } of envelope.identities) {
    if (!type || !value) return 'an identity has no type or value';
    if (type.length + value.length > MAX_VALUE_LENGTH) return `an identity is longer than ${MAX_VALUE_LENGTH} characters`;
  }
  return undefined;
}

const EARLIEST = new Date(Number(MIN_SECONDS) * 1000);
const LATEST = new Date(Number(MAX_SECONDS) * 1000);

function isTime(timestamp: Timestamp | undefined): boolean {
  return timestamp !== undefined && timestamp.seconds >= MIN_SECONDS && timestamp.seconds <= MAX_SECONDS;
}

function toDate(timestamp: Timestamp): Date {
  return new Date(Number(timestamp.seconds) * 1000 + Math.floor(timestamp.nanos / 1_000_000));
}

/** Sorted by key and each once, so that what is decided does not hang on the order in which a source names them. */
function identitiesOf(envelope: Envelope): ContactIdentity[] {
  if (envelope.identities.length === 0) return [];
  const byKey = new Map<string, ContactIdentity>();
  for (const { type, value, raw, verified, disputed } of envelope.identities) {
    const key = identityKey(type, value);
    const earlier = byKey.get(key);
    if (!earlier || (verified && !earlier.verified)) byKey.set(key, { key, type, value, raw, verified, disputed });
  }
  if (byKey.size === 1) return [...byKey.values()];
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** An automatic message asks for nobody, except that shops send their orders that way. */
function notLeadReasonOf(envelope: Envelope): string | undefined {
  if (envelope.notLeadReason) return envelope.notLeadReason;
  if (envelope.automatic && envelope.content.case !== 'order') return envelope.automatic.kind || 'automatic';
  return undefined;
}

/** What the bytes don't tell, the record's CloudEvents attributes do: source `/accounts/<id>`, subject the contact, time. */
function poison(record: LogRecord, envelope: Envelope | undefined, reason: string): PoisonRecord {
  const { subject = '', source = '', time = '' } = record.headers;
  const contactId = envelope?.id ?? subject;
  return {
    record,
    stage: 'decode',
    reason,
    contactId: UUID.test(contactId) ? contactId.toLowerCase() : undefined,
    revision: envelope?.revision,
    accountId: countable(envelope?.accountId || source.replace(/^\/accounts\//, '')),
    receivedAt: isTime(envelope?.receivedAt) ? toDate(envelope!.receivedAt!) : timeOf(time) ?? record.appendedAt,
  };
}

function timeOf(text: string): Date | undefined {
  const time = new Date(text);
  return time >= EARLIEST && time <= LATEST ? time : undefined;
}

/** What is put aside is counted by its account, so this must fit a text and an index whatever the record holds. */
function countable(accountId: string): string {
  return accountId.replaceAll('\0', '\ufffd').slice(0, MAX_VALUE_LENGTH);
}

/** The same record, understood but refused by the database. */
export function refused(contact: InboundContact, reason: string): PoisonRecord {
  return {
    record: contact.record,
    stage: 'store',
    reason,
    contactId: contact.id,
    revision: contact.revision,
    accountId: countable(contact.envelope.accountId),
    receivedAt: contact.receivedAt,
  };
}
