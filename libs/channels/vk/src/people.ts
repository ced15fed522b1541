import type { ContactFacts } from '@tributary/channel';
import type { Context } from './event/context.js';

type Identity = ContactFacts['identities'][number];

/** VK vouches for the account; communities are nobody's account. */
export function identitiesOf(userId: number | undefined): Identity[] {
  return userId !== undefined && userId > 0 ? [{ type: 'vk', value: String(userId), raw: `id${userId}`, verified: true }] : [];
}

/** Events have numbers; the name is there when it was known already. */
export function senderOf(userId: number | undefined, { names }: Context): ContactFacts['sender'] {
  return { name: (userId !== undefined && names.get(userId)) || '' };
}

/** What is wanted of a user whose name isn't known. */
export function nameWanted(userId: number, { names }: Context) {
  return userId > 0 && !names.has(userId) ? [{ key: `name:${userId}`, want: { kind: 'name' as const, userId } }] : [];
}
