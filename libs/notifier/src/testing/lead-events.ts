import { randomUUID } from 'node:crypto';
import { type MessageInitShape, create, toBinary } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { type NewRecord, TOPICS } from '@tributary/event-log';
import { LeadEventKind, LeadEventSchema } from '@tributary/proto';

export const OCCURRED_AT = new Date('2026-11-22T08:30:00.250Z');

export type EventFields = Exclude<MessageInitShape<typeof LeadEventSchema>, { $typeName: string }>;

/** A lead opened by a contact, told to its manager; other fields as given. */
export function leadEvent(fields: EventFields = {}): NewRecord {
  const event = create(LeadEventSchema, {
    id: randomUUID(),
    kind: LeadEventKind.OPENED,
    leadId: 'lead-1',
    personId: 'person-1',
    personName: 'Анна',
    managerId: 'manager-1',
    line: 'main',
    contactId: 'contact-1',
    contactRevision: 1,
    channel: 'form',
    preview: 'Хочу «заказать»\nдва',
    occurredAt: timestampFromDate(OCCURRED_AT),
    notify: true,
    ...fields,
  });
  return { topic: TOPICS.leads, key: event.leadId, value: toBinary(LeadEventSchema, event), headers: { id: event.id } };
}
