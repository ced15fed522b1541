import { Webhook } from 'standardwebhooks';
import type { Message } from '../message.js';
import type { Target } from '../target.js';
import { SendError } from './errors.js';
import { postJson } from './post-json.js';

/** As Standard Webhooks have it: signed over id, time and body. @throws SendError */
export async function sendWebhook({ settings }: Extract<Target, { kind: 'webhook' }>, message: Message, privateHosts: boolean): Promise<void> {
  const now = new Date();
  const body = JSON.stringify({ type: message.type, timestamp: now.toISOString(), data: { ...message.data, text: message.text } });
  const headers = {
    'webhook-id': message.id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': new Webhook(settings.secret).sign(message.id, now, body),
  };
  const { status } = await postJson({ url: new URL(settings.url), body, headers, privateHosts });
  if (status < 200 || status >= 300) throw new SendError(`the webhook answered ${status}`);
}
