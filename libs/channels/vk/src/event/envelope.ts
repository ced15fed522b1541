import { checkedPayload, readPayload } from '@tributary/channel';
import { z } from 'zod';

/** What every event has around it, by Callback API and Bots Long Poll alike. */
const envelopeSchema = z.looseObject({
  type: z.string().min(1).max(100),
  group_id: z.int(),
  event_id: z.string().max(200).optional(),
  secret: z.string().max(1_000).optional(),
  object: z.unknown().optional(),
});

export type Envelope = z.output<typeof envelopeSchema>;

/** @throws PayloadError  no event of VK */
export function readEnvelope(bytes: Uint8Array): Envelope {
  return checkedPayload(envelopeSchema, readPayload(bytes), 'no event');
}
