import { ApiError } from './api-error.mjs';
import { Deliveries } from './deliveries.mjs';
import { Files } from './files.mjs';
import { SendLimits } from './limits.mjs';
import { UpdateQueue } from './update-queue.mjs';

const BUSY_SECONDS = 3;
const VERY_BUSY_SECONDS = 0.5;

/** One bot: what waits for it, who asks, its webhook, its chats. */
export class Bot {
  /** @type {{ url: string, secret?: string, maxConnections: number, allowedUpdates?: string[], lastError?: { date: number, message: string } } | undefined} */
  webhook;
  revoked = false;
  files = new Files();
  /** Messages by chat, as its people see them. @type {Map<number, any[]>} */
  chats = new Map();
  /** Chats as a message names them. @type {Map<number, any>} */
  known = new Map();
  blockedBy = new Set();
  /** Old group id → new one. */
  migrated = new Map();
  allowedUpdates;
  #messageIds = new Map();
  #poll;
  #lastAsked;

  /** @param {{ token: string, user: any, now: () => number, busyGuard: boolean, pauseFactor: number, execute: (bot: Bot, call: any) => void }} options */
  constructor({ token, user, now, busyGuard, pauseFactor, execute }) {
    Object.assign(this, { token, user, now, busyGuard });
    this.queue = new UpdateQueue(now);
    this.limits = new SendLimits(() => now() + (Date.now() % 1000) / 1000);
    this.deliveries = new Deliveries(this, { pauseFactor, execute: (call) => execute(this, call) });
  }

  /** Something happened that the bot is told of. @param {object} content @returns {any} the update */
  tell(content) {
    const update = this.queue.add(content);
    this.#poll?.look();
    this.deliveries.go();
    return update;
  }

  nextMessageId(chatId) {
    const id = (this.#messageIds.get(chatId) ?? 0) + 1;
    this.#messageIds.set(chatId, id);
    return id;
  }

  /** Puts a message into a chat. */
  keep(message) {
    const messages = this.chats.get(message.chat.id) ?? [];
    this.chats.set(message.chat.id, messages);
    this.known.set(message.chat.id, message.chat);
    messages.push(message);
    return message;
  }

  /** Ends whoever asks for updates. @param {ApiError | Error} error */
  endPoll(error) {
    this.#poll?.fail(error);
  }

  /** @param {{ offset?: number, limit?: number, timeout?: number, allowed_updates?: string[] }} params @param {AbortSignal} gone */
  getUpdates({ offset = 0, limit = 100, timeout = 0, allowed_updates }, gone) {
    if (this.webhook) throw new ApiError(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first");
    this.endPoll(new ApiError(409, 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running'));
    if (allowed_updates) this.allowedUpdates = allowed_updates;
    this.queue.confirm(offset);
    const { seconds, most } = this.#guarded(offset, Math.min(Math.max(timeout, 0), 50), Math.min(Math.max(limit, 1), 100));
    return new Promise((resolve, reject) => {
      const end = (settle) => {
        clearTimeout(timer);
        gone.removeEventListener('abort', leave);
        if (this.#poll === poll) this.#poll = undefined;
        settle();
      };
      const leave = () => end(() => resolve([]));
      const poll = {
        look: () => {
          const found = this.queue.pending.slice(0, most);
          if (found.length > 0) end(() => resolve(found));
        },
        fail: (error) => end(() => reject(error)),
      };
      const timer = setTimeout(leave, seconds * 1_000);
      gone.addEventListener('abort', leave);
      this.#poll = poll;
      poll.look();
      if (gone.aborted) leave();
    });
  }

  /** The server's guard against busy loops. */
  #guarded(offset, seconds, most) {
    const at = Date.now() / 1_000;
    const before = this.#lastAsked;
    this.#lastAsked = { offset, at };
    if (!this.busyGuard || before?.offset !== offset || at - before.at > BUSY_SECONDS || seconds >= BUSY_SECONDS) return { seconds, most };
    return { seconds: BUSY_SECONDS, most: at - before.at < VERY_BUSY_SECONDS ? 1 : most };
  }
}
