import { Webhook } from 'standardwebhooks';
import type { z } from 'zod';
import type { Message } from './message.js';
import { failedAnswer, postJson } from './post-json.js';
import type { WebhookSettings } from './settings.js';

/** As Standard Webhooks have it: signed over id, time and body. @throws SendError */
export async function sendWebhook({ url, secret }: z.infer<typeof WebhookSettings>, message: Message, privateHosts: boolean): Promise<void> {
  const now = new Date();
  const body = JSON.stringify({ type: message.type, timestamp: now.toISOString(), data: { ...message.data, text: message.text } });
  const headers = {
    'webhook-id': message.id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(message.id, now, body),
  };
  const { status, retryAfterS } = await postJson({ url: new URL(url), body, headers, privateHosts });
  if (status < 200 || status >= 300) throw failedAnswer(`the webhook answered ${status}`, status, retryAfterS);
}
