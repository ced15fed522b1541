import type { ChannelAccount, ProbeRequest } from '@tributary/channel';
import { callbackSecret } from './group.js';
import { PROBE_KIND } from './event/kinds.js';
import type { Settings } from './settings.js';

/** An event as VK would bring it, of a kind that only we send. */
export function probe(account: ChannelAccount<Settings>, key: string): ProbeRequest {
  const event = { type: PROBE_KIND, group_id: account.settings.groupId, event_id: key, secret: callbackSecret(account), object: {} };
  return { method: 'POST', path: '', headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(event)) };
}
