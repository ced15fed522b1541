import type { Account } from '../../api/types';

/** Where customers of this account write, as far as its settings tell; opens the provider's program. Pure. */
export function customerLink({ channel, settings }: Pick<Account, 'channel' | 'settings'>): string | undefined {
  const { username, groupId } = settings;
  if (channel === 'telegram' && typeof username === 'string' && username !== '') return `https://t.me/${encodeURIComponent(username.replace(/^@/, ''))}`;
  if (channel === 'vk' && Number.isSafeInteger(groupId)) return `https://vk.me/club${String(groupId)}`;
  return undefined;
}

/** How its messages come: it asks the provider; the provider calls, and was told by us where; somebody has to enter our address there. Pure. */
export function wayIn({ channel, settings: { mode } }: Pick<Account, 'channel' | 'settings'>): 'asks' | 'told' | 'to-enter' {
  if (mode === 'poll' || mode === 'longpoll') return 'asks';
  return channel === 'telegram' ? 'told' : 'to-enter';
}
