import { fromBinary } from '@bufbuild/protobuf';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { LogRecord } from '@tributary/event-log';
import { type LeadEvent, LeadEventKind, LeadEventSchema } from '@tributary/proto';
import type { AlarmNews } from '../alarms/alarm-book.js';
import type { StatusCause, StatusNews } from '../status/read-status.js';

/** What the feed's `event:` says; `connector` and `alarm` are told to operators and admins only. */
export type FeedKind =
  | 'connector'
  | 'alarm'
  | 'lead.opened'
  | 'lead.joined'
  | 'lead.revised'
  | 'lead.transferred'
  | 'lead.taken'
  | 'lead.closed'
  | 'lead.assigned'
  | 'lead.escalated'
  | 'lead.offered'
  | 'lead.reminded'
  | 'lead.replied'
  | 'lead.reply-changed'
  | 'lead.noted';

/** The feed's `data:`, apart from `notifies`. Null is "none": no manager is the open pool, no contact a user's doing. */
export interface FeedData {
  readonly leadId: string;
  readonly personId: string | null;
  readonly personName: string;
  readonly managerId: string | null;
  readonly line: string;
  readonly contactId: string | null;
  readonly channel: string | null;
  readonly preview: string;
  /** ISO 8601, UTC. */
  readonly occurredAt: string | null;
  /** Managers who are told besides the one who has it. */
  readonly told?: readonly string[];
  /** Why the service did it, a stable code. */
  readonly reason?: string;
  /** The manager who did it by hand: what one did oneself is no news. */
  readonly byManagerId?: string;
  readonly conversationId?: string;
  /** Of what happens in a conversation: its lead is open and nobody's. */
  readonly pooled?: true;
}

/** An entry of the feed before it has its number. */
export interface NewEntry<Data = FeedData | ConnectorData | AlarmNews> {
  /** The event's own id. */
  readonly id: string;
  readonly kind: FeedKind;
  readonly contactRevision: number;
  /** False: shown to those who look, but nobody was told. */
  readonly notifies: boolean;
  readonly data: Data;
}

/** The feed's `data:` of kind `connector`: how an account is now. */
export type ConnectorData = Omit<StatusNews, 'id' | 'causes'> & { readonly causes: readonly Pick<StatusCause, 'fact' | 'code' | 'field'>[] };

/** An event that can't be understood, now or later: to be put aside. */
export class UnreadableEventError extends Error {
  override readonly name = 'UnreadableEventError';
}

const KINDS: ReadonlyMap<LeadEventKind, FeedKind> = new Map([
  [LeadEventKind.OPENED, 'lead.opened'],
  [LeadEventKind.JOINED, 'lead.joined'],
  [LeadEventKind.REVISED, 'lead.revised'],
  [LeadEventKind.TRANSFERRED, 'lead.transferred'],
  [LeadEventKind.TAKEN, 'lead.taken'],
  [LeadEventKind.CLOSED, 'lead.closed'],
  [LeadEventKind.ASSIGNED, 'lead.assigned'],
  [LeadEventKind.ESCALATED, 'lead.escalated'],
  [LeadEventKind.OFFERED, 'lead.offered'],
  [LeadEventKind.REMINDED, 'lead.reminded'],
  [LeadEventKind.REPLIED, 'lead.replied'],
  [LeadEventKind.REPLY_CHANGED, 'lead.reply-changed'],
  [LeadEventKind.NOTED, 'lead.noted'],
]);

/** Shown even when nobody is told. */
const SHOWN: ReadonlySet<LeadEventKind> = new Set([LeadEventKind.REVISED, LeadEventKind.REPLIED, LeadEventKind.REPLY_CHANGED, LeadEventKind.NOTED]);

/** The largest of PostgreSQL's `int`. */
const MAX_REVISION = 2 ** 31 - 1;

const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;

/**
 * What the feed says of an event. A revision is shown and tells nobody; a silent event (first fetch, import) is not
 * even shown, unless it is part of a conversation that somebody may be looking at.
 * @returns undefined for silent ones
 * @throws UnreadableEventError
 */
export function newEntry(record: LogRecord): NewEntry<FeedData> | undefined {
  const event = decode(record);
  const kind = KINDS.get(event.kind);
  if (!kind) throw new UnreadableEventError(`no kind of event is known by the number ${event.kind}`);
  if (!UUID.test(event.id)) throw new UnreadableEventError('the id is no UUID');
  if (event.contactRevision > MAX_REVISION) throw new UnreadableEventError('the revision is out of range');
  if (!event.notify && !SHOWN.has(event.kind)) return undefined;
  const notifies = event.notify && event.kind !== LeadEventKind.REVISED;
  return { id: event.id, kind, contactRevision: event.contactRevision, notifies, data: dataOf(event) };
}

function decode({ value }: LogRecord): LeadEvent {
  if (!value) throw new UnreadableEventError('a tombstone');
  try {
    return fromBinary(LeadEventSchema, value);
  } catch (cause) {
    throw new UnreadableEventError('no lead event', { cause });
  }
}

function dataOf(event: LeadEvent): FeedData {
  return {
    leadId: storable(event.leadId),
    personId: orNull(event.personId),
    personName: storable(event.personName),
    managerId: orNull(event.managerId),
    line: storable(event.line),
    contactId: orNull(event.contactId),
    channel: orNull(event.channel),
    preview: storable(event.preview),
    occurredAt: event.occurredAt ? isoTime(timestampDate(event.occurredAt)) : null,
    ...(event.toldManagerIds.length > 0 && { told: event.toldManagerIds.map(storable) }),
    ...(event.reason && { reason: storable(event.reason) }),
    ...(event.actorManagerId && { byManagerId: storable(event.actorManagerId) }),
    ...(event.conversationId && { conversationId: storable(event.conversationId) }),
    ...(event.pooled && { pooled: true }),
  };
}

function isoTime(time: Date): string {
  if (Number.isNaN(time.getTime())) throw new UnreadableEventError('the time is none');
  return time.toISOString();
}

function orNull(text: string): string | null {
  return storable(text) || null;
}

/** PostgreSQL stores no NUL. */
function storable(text: string): string {
  return text.replaceAll('\0', '');
}
