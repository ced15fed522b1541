import type { ChannelAccount, ProbeRequest } from '@tributary/channel';
import { webhookSecret } from './bot.js';
import type { Settings } from './settings.js';
import { PROBE_KIND } from './update/event-draft.js';
import { SECRET_HEADER } from './verify.js';

/** An update as Telegram would bring it, of a kind that only we send. */
export function probe(account: ChannelAccount<Settings>, key: string): ProbeRequest {
  const body = Buffer.from(JSON.stringify({ update_id: 0, [PROBE_KIND]: { id: key } }));
  return { method: 'POST', path: '', headers: { 'content-type': 'application/json', [SECRET_HEADER]: webhookSecret(account) }, body };
}
