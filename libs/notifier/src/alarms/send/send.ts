import type { Message } from '../message.js';
import type { Target } from '../target.js';
import { sendMail } from './send-mail.js';
import { sendTelegram } from './send-telegram.js';
import { sendWebhook } from './send-webhook.js';

/**
 * Sends a message to a target, once.
 * @param privateHosts  whether targets may stand in the company's own network
 * @throws SendError
 */
export function send(target: Target, message: Message, privateHosts: boolean): Promise<void> {
  switch (target.kind) {
    case 'mail': return sendMail(target, message, privateHosts);
    case 'telegram': return sendTelegram(target, message, privateHosts);
    case 'webhook': return sendWebhook(target, message, privateHosts);
  }
}
