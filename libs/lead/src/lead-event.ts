import { create, toBinary } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { deriveId } from '@tributary/contact';
import { TOPICS, type NewRecord } from '@tributary/event-log';
import { LeadEventKind, LeadEventSchema } from '@tributary/proto';

export { LeadEventKind } from '@tributary/proto';

/** What happened to a lead, before it has its bytes. */
export interface LeadHappening {
  readonly kind: LeadEventKind;
  readonly leadId: string;
  readonly personId: string | undefined;
  readonly personName: string;
  readonly line: string;
  /** Undefined: the open pool. */
  readonly managerId: string | undefined;
  /** What caused it, unique for lead and kind: contact and revision, or the request of a user. */
  readonly cause: string;
  readonly occurredAt: Date;
  /** False: nobody is notified. */
  readonly notify: boolean;
  readonly contact?: {
    readonly id: string;
    readonly revision: number;
    readonly channel: string;
    readonly receivedAt: Date;
    readonly preview: string;
  };
  /** User who did it by hand. */
  readonly actor?: string;
  /** The manager whom that user is. */
  readonly actorManagerId?: string | undefined;
  /** Managers who are told besides the one who has it. */
  readonly told?: readonly string[];
  /** Why the service did it. */
  readonly reason?: string;
  /** What the notice says where no contact is its cause: a task's text. */
  readonly note?: string;
  readonly conversationId?: string;
  /** Of what happens in a conversation: its lead is open and nobody's, so every manager may see it. */
  readonly pooled?: boolean;
  /** Where no contact is its cause. */
  readonly channel?: string;
}

const TYPES: Readonly<Record<LeadEventKind, string>> = {
  [LeadEventKind.UNSPECIFIED]: 'unspecified',
  [LeadEventKind.OPENED]: 'opened',
  [LeadEventKind.JOINED]: 'joined',
  [LeadEventKind.REVISED]: 'revised',
  [LeadEventKind.TRANSFERRED]: 'transferred',
  [LeadEventKind.TAKEN]: 'taken',
  [LeadEventKind.CLOSED]: 'closed',
  [LeadEventKind.ASSIGNED]: 'assigned',
  [LeadEventKind.ESCALATED]: 'escalated',
  [LeadEventKind.OFFERED]: 'offered',
  [LeadEventKind.REMINDED]: 'reminded',
  [LeadEventKind.REPLIED]: 'replied',
  [LeadEventKind.REPLY_CHANGED]: 'reply-changed',
  [LeadEventKind.NOTED]: 'noted',
};

/** Every manager may see it: the same rule as of the API. No lead is in nobody's pool. */
export function isPooled(lead: { readonly status: string | null; readonly managerId: string | null } | undefined): boolean {
  return lead?.status === 'open' && lead.managerId === null;
}

/** The record for `leads.events.v1`: key is the lead, so that a lead's events keep their order. */
export function leadEventRecord(happening: LeadHappening): NewRecord {
  const { kind, leadId, contact } = happening;
  const id = deriveId('lead-event', leadId, TYPES[kind], happening.cause);
  const event = create(LeadEventSchema, {
    id,
    kind,
    leadId,
    personId: happening.personId ?? '',
    line: happening.line,
    managerId: happening.managerId ?? '',
    contactId: contact?.id ?? '',
    contactRevision: contact?.revision ?? 0,
    channel: contact?.channel ?? happening.channel ?? '',
    occurredAt: timestampFromDate(happening.occurredAt),
    preview: contact?.preview ?? happening.note ?? '',
    personName: happening.personName,
    notify: happening.notify,
    actor: happening.actor ?? '',
    actorManagerId: happening.actorManagerId ?? '',
    receivedAt: contact && timestampFromDate(contact.receivedAt),
    toldManagerIds: [...(happening.told ?? [])],
    reason: happening.reason ?? '',
    conversationId: happening.conversationId ?? '',
    pooled: happening.pooled ?? false,
  });
  return {
    topic: TOPICS.leads,
    key: leadId || id,
    value: toBinary(LeadEventSchema, event),
    headers: {
      id,
      type: `tributary.leads.v1.${TYPES[kind]}`,
      source: '/lead',
      subject: leadId,
      time: happening.occurredAt.toISOString(),
    },
  };
}
