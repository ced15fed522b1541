import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

const ANSWER_MS = 60_000;
const MOST_RETRY_AFTER_SECONDS = 3_600;
const GONE_SECONDS = 23 * 3_600;

/**
 * Brings updates to a webhook: one at a time of each chat, so that one that fails holds up its own chat only; several chats at once.
 * The first retry is immediate, then the pauses double to a minute or two.
 */
export class Deliveries {
  #busy = new Set();
  #failures = new Map();
  #timers = new Set();
  #goneSince;
  /** What came of each: `{ update_id, status }`. */
  log = [];

  /** @param {any} bot @param {{ pauseFactor: number, execute: (call: any) => void }} options */
  constructor(bot, options) {
    this.bot = bot;
    this.options = options;
  }

  /** Something waits, or the webhook is another. */
  go() {
    const { webhook, queue } = this.bot;
    if (!webhook) return;
    for (const update of queue.pending) {
      const lane = laneOf(update);
      if (this.#busy.has(lane) || this.#busy.size >= webhook.maxConnections) continue;
      this.#busy.add(lane);
      void this.#bring(update, lane, webhook);
    }
  }

  stop() {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  async #bring(update, lane, webhook) {
    const { status, body, retryAfter, error } = await post(webhook, update);
    this.log.push({ update_id: update.update_id, status });
    if (status >= 200 && status < 300) {
      this.#goneSince = undefined;
      this.#failures.delete(update.update_id);
      this.bot.queue.take(update);
      this.#busy.delete(lane);
      this.#carryOut(body);
      return this.go();
    }
    webhook.lastError = { date: this.bot.now(), message: error ?? `Wrong response from the webhook: ${status}` };
    if (status === 410 && this.#gone()) return void (this.bot.webhook = undefined);
    const failures = (this.#failures.get(update.update_id) ?? 0) + 1;
    this.#failures.set(update.update_id, failures);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#busy.delete(lane);
      this.go();
    }, this.#pauseMs(failures, retryAfter));
    this.#timers.add(timer);
  }

  #gone() {
    this.#goneSince ??= this.bot.now();
    return this.bot.now() - this.#goneSince >= GONE_SECONDS;
  }

  #pauseMs(failures, retryAfter) {
    if (retryAfter > 0) return Math.min(retryAfter, MOST_RETRY_AFTER_SECONDS) * 1_000 * this.options.pauseFactor;
    if (failures === 1) return 0;
    const seconds = Math.min(2 ** (failures - 1), 60 + Math.random() * 60);
    return seconds * 1_000 * this.options.pauseFactor;
  }

  /** An answer may be a method call itself; what asks or sets the webhook is left out. */
  #carryOut(body) {
    let call;
    try {
      call = JSON.parse(body);
    } catch {
      return;
    }
    if (typeof call?.method !== 'string' || /^(get|setWebhook$|deleteWebhook$|close$|logOut$)/i.test(call.method)) return;
    this.options.execute(call);
  }
}

function laneOf(update) {
  const [content] = Object.entries(update).flatMap(([name, value]) => (name === 'update_id' ? [] : [value]));
  return `${content?.chat?.id ?? content?.message?.chat?.id ?? content?.from?.id ?? ''}`;
}

function post({ url, secret }, update) {
  const address = new URL(url);
  const body = Buffer.from(JSON.stringify(update));
  const headers = {
    'content-type': 'application/json',
    'content-length': body.length,
    'accept-encoding': 'gzip, deflate',
    ...(secret && { 'X-Telegram-Bot-Api-Secret-Token': secret }),
    ...(address.username && { authorization: `Basic ${Buffer.from(`${decodeURIComponent(address.username)}:${decodeURIComponent(address.password)}`).toString('base64')}` }),
  };
  return new Promise((resolve) => {
    const failed = (error) => resolve({ status: 0, body: '', retryAfter: 0, error: String(error.message) });
    const request = (address.protocol === 'https:' ? httpsRequest : httpRequest)(address, { method: 'POST', headers, timeout: ANSWER_MS, rejectUnauthorized: false }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', failed);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString(), retryAfter: Number(response.headers['retry-after'] ?? 0) }));
    });
    request.on('timeout', () => request.destroy(new Error('Read timeout expired')));
    request.on('error', failed);
    request.end(body);
  });
}
