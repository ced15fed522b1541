import { PayloadError } from '@tributary/channel';
import { decodeText, readJson } from '@tributary/contact';
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
  return checked(envelopeSchema, parsed(bytes), 'no event');
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return readJson(decodeText(bytes));
  } catch (cause) {
    throw new PayloadError('no JSON', { cause });
  }
}

/** Names the members that are wrong, never what a customer wrote. @throws PayloadError */
export function checked<T>(schema: z.ZodType<T>, value: unknown, complaint: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const paths = result.error.issues.slice(0, 5).map(({ path }) => path.map(String).join('.') || 'itself');
  throw new PayloadError(`${complaint}: ${paths.join(', ')}`, { cause: result.error });
}
