import { setTimeout as delay } from 'node:timers/promises';
import type { WebhookInfo } from '../api/client.js';
import { failure } from '../api/failures.js';
import { webhookSecret } from '../bot.js';
import { ALLOWED_UPDATES } from './allowed-updates.js';
import type { Watch } from './pull.js';

/**
 * Lets Telegram call us, and keeps it so. A session begins anew when the settings change, and the process when its public address
 * does, so the webhook is set at each beginning; the same one again changes nothing. Setting it ends any polling.
 */
export async function keepWebhook(watch: Watch): Promise<void> {
  const { session, api, signal } = watch;
  const url = session.webhookUrl;
  if (url === undefined) throw failure('credentials', 'no-public-address', '', { field: 'mode' });
  await set(watch, url);
  const { pending_update_count: waiting } = await api.getWebhookInfo(signal);
  let gap = await session.behind?.(waiting);
  session.cycleDone();
  for (;;) {
    await delay(session.account.settings.upkeepSeconds * 1_000, undefined, { signal });
    const info = await api.getWebhookInfo(signal);
    if (info.url !== url) {
      session.report(failure('provider', 'webhook-changed', originOf(info.url)));
      await set(watch, url);
    } else if (info.pending_update_count >= session.account.settings.pendingLimit) {
      session.report(failure('provider', 'updates-waiting', waitingWords(info)));
    } else {
      if (info.pending_update_count === 0) {
        await gap?.filled();
        gap = undefined;
      }
      session.cycleDone();
    }
  }
}

function set({ session, api, signal }: Watch, url: string): Promise<void> {
  return api.setWebhook({ url, secret_token: webhookSecret(session.account), allowed_updates: ALLOWED_UPDATES }, signal);
}

/** Where it leads now; a path may hold somebody's secret. */
function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : '—';
}

function waitingWords({ pending_update_count: waiting, last_error_message }: WebhookInfo): string {
  return last_error_message ? `${waiting}, ${last_error_message}` : String(waiting);
}
