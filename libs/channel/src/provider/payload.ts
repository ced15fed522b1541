import { decodeText, readJson } from '@tributary/contact';
import type { z } from 'zod';
import { PayloadError } from '../channel.js';

/** JSON as a provider sent it. @throws PayloadError  it is none */
export function readPayload(bytes: Uint8Array): unknown {
  try {
    return readJson(decodeText(bytes));
  } catch (cause) {
    throw new PayloadError('no JSON', { cause });
  }
}

/** Names the members that are wrong, never what a customer wrote. @throws PayloadError  "no message: date, chat.id" */
export function checkedPayload<T>(schema: z.ZodType<T>, value: unknown, complaint: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const paths = result.error.issues.slice(0, 5).map(({ path }) => path.map(String).join('.') || 'itself');
  throw new PayloadError(`${complaint}: ${paths.join(', ')}`, { cause: result.error });
}
