import { emailIdentity, phoneIdentity } from '@tributary/contact';
import { Problem } from '@tributary/platform';
import { z } from 'zod';

/** An address as somebody types it: phones and mail in any spelling, others as their source has them. */
export const IdentityInput = z.strictObject({
  type: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  value: z.string().trim().min(1).max(400).refine((text) => !/\p{Cc}/u.test(text)),
});
export type IdentityInput = z.infer<typeof IdentityInput>;

export interface TypedIdentity {
  readonly type: string;
  readonly value: string;
  readonly raw: string;
}

/**
 * @throws Problem 422 for the value
 */
export function normalizedIdentity({ type, value }: IdentityInput, field = 'value'): TypedIdentity {
  if (type === 'phone') return known(phoneIdentity(value), field, 'phone');
  if (type === 'email') return known(emailIdentity(value), field, 'email');
  return { type, value, raw: value };
}

function known(identity: TypedIdentity | undefined, field: string, code: string): TypedIdentity {
  if (!identity) throw new Problem(422, 'validation-failed', { errors: [{ field, code }] });
  return { type: identity.type, value: identity.value, raw: identity.raw };
}
