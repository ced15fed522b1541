import type { Message } from './message.js';
import type { Destination } from './settings.js';
import { sendMail } from './send-mail.js';
import { sendTelegram } from './send-telegram.js';
import { sendWebhook } from './send-webhook.js';

/**
 * Sends a message, once.
 * @param privateHosts  whether receivers may stand in the company's own network
 * @throws SendError
 */
export function send(to: Destination, message: Message, privateHosts: boolean): Promise<void> {
  switch (to.kind) {
    case 'mail': return sendMail(to.settings, message, privateHosts);
    case 'telegram': return sendTelegram(to.settings, message, privateHosts);
    case 'webhook': return sendWebhook(to.settings, message, privateHosts);
  }
}
