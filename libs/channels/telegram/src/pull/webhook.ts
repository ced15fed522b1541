import { setTimeout as delay } from 'node:timers/promises';
import type { ConnectorError } from '@tributary/channel';
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
  let before = await api.getWebhookInfo(signal);
  let gap = await session.behind?.(before.pending_update_count);
  session.cycleDone();
  for (;;) {
    await delay(session.account.settings.upkeepSeconds * 1_000, undefined, { signal });
    const now = await api.getWebhookInfo(signal);
    const trouble = troubleOf(now, before, url, session.account.settings.pendingLimit);
    before = now;
    if (now.pending_update_count === 0) {
      await gap?.filled();
      gap = undefined;
    }
    if (!trouble) {
      session.cycleDone();
      continue;
    }
    session.report(trouble);
    // Somebody may have given it another secret as well, which nobody can ask for.
    await set(watch, url);
  }
}

/** Updates wait when there are many of them, or some that don't become fewer while Telegram tells of errors. */
function troubleOf(now: WebhookInfo, before: WebhookInfo, url: string, limit: number): ConnectorError | undefined {
  if (now.url !== url) return failure('provider', 'webhook-changed', originOf(now.url));
  const waiting = now.pending_update_count;
  const isStuck = waiting > 0 && waiting >= before.pending_update_count && before.pending_update_count > 0 && now.last_error_date !== undefined;
  return waiting >= limit || isStuck ? failure('provider', 'updates-waiting', waitingWords(now)) : undefined;
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
