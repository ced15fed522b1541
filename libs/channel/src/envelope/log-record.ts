import { type Envelope, Origin } from '@tributary/proto';
import { type NewRecord, TOPICS, type Topic } from '@tributary/event-log';

const CONTACT_EVENT_TYPE = 'tributary.inbound.v1.contact';

/** Live contacts never wait behind bulk ones: each lane has its own topic. */
export function topicOf(envelope: Envelope): Topic {
  return envelope.origin === Origin.LIVE ? TOPICS.contacts : TOPICS.bulk;
}

/** CloudEvents attributes of one revision; `intake.event_headers` makes the same in SQL. */
export function eventHeaders(id: string, revision: number, accountId: string, receivedAt: Date): NonNullable<NewRecord['headers']> {
  return {
    id: `${id}/${revision}`,
    type: CONTACT_EVENT_TYPE,
    source: `/accounts/${accountId}`,
    time: receivedAt.toISOString(),
    subject: id,
  };
}
