import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { ApiError } from './api-error.mjs';
import { Bot } from './bot.mjs';
import { Faults } from './faults.mjs';
import { METHODS } from './methods.mjs';
import { operate } from './operator.mjs';
import { readParams } from './params.mjs';

export { Customers } from './customer.mjs';

const MOST_CALLS = 10_000;
const MOST_BODY_BYTES = 60 * 1024 * 1024;

/**
 * The Bot API of Telegram with its customers, in memory; see operator.mjs for their side. Shares no code with what it tests.
 * @typedef {object} Options
 * @property {boolean} [busyGuard]  asking in a busy loop is slowed down, as the real server does
 * @property {boolean} [strict]  webhooks on https and Telegram's ports only, one `setWebhook` a second
 * @property {number} [pauseFactor]  pauses between deliveries are multiplied by it
 */
export class TelegramServer {
  #bots = new Map();
  #faults = new Faults();
  #aheadSeconds = 0;
  /** Goes around each call while it is carried out; when it rejects, the client has died. */
  intercept;
  /** What bots asked, the newest last: `{ method, params, at }`. */
  calls = [];
  /** What went wrong in the simulator itself. */
  errors = [];

  /** @param {Options} [options] */
  constructor({ busyGuard = false, strict = false, pauseFactor = 1 } = {}) {
    this.options = { busyGuard, strict, pauseFactor };
  }

  /** @param {number} [port] @returns {Promise<number>} the port */
  async listen(port = 0) {
    this.http = createServer((request, response) => void this.#answer(request, response).catch((error) => this.#failed(error, response)));
    this.http.listen(port, '127.0.0.1');
    await once(this.http, 'listening');
    return this.http.address().port;
  }

  async close() {
    for (const bot of this.#bots.values()) bot.deliveries.stop();
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }

  /** Seconds since 1970. */
  now() {
    return Math.floor(Date.now() / 1_000) + this.#aheadSeconds;
  }

  advance(seconds) {
    this.#aheadSeconds += seconds;
  }

  /** @param {{ token?: string, firstName?: string, username?: string }} [bot] @returns {Bot} */
  addBot({ token = `${7_000_000_000 + this.#bots.size}:${randomBytes(26).toString('base64url')}`, firstName = 'Sales bot', username = 'acme_sales_bot' } = {}) {
    const id = token.split(':')[0];
    const user = { id: Number(id), is_bot: true, first_name: firstName, username, can_join_groups: true, can_read_all_group_messages: false, supports_inline_queries: false };
    const { busyGuard, pauseFactor } = this.options;
    const bot = new Bot({ token, user, busyGuard, pauseFactor, now: () => this.now(), execute: (of, call) => void this.#execute(of, call) });
    bot.answered = [];
    this.#bots.set(id, bot);
    return bot;
  }

  bots() {
    return [...this.#bots.values()];
  }

  botOf(id) {
    return this.#bots.get(String(id));
  }

  /** A revoked token is refused, also for what is under way. */
  revoke(bot, revoked = true) {
    bot.revoked = revoked;
    if (revoked) bot.endPoll(new ApiError(401, 'Unauthorized'));
  }

  fault(fault) {
    this.#faults.add(fault);
    for (const bot of this.#bots.values()) bot.endPoll(new Struck());
  }

  clearFaults() {
    this.#faults.clear();
  }

  async #answer(request, response) {
    const url = new URL(request.url ?? '/', 'http://telegram');
    const body = await bodyOf(request);
    const [, first = '', ...rest] = url.pathname.split('/');
    if (first === 'sim') {
      const { status, body: told } = operate(this, request.method, rest.join('/'), body.length > 0 ? JSON.parse(body.toString()) : {});
      return sendJson(response, status, told);
    }
    if (first === 'file') return this.#sendFile(decodeURIComponent(rest[0] ?? ''), rest.slice(1).map(decodeURIComponent).join('/'), response);
    if (!first.startsWith('bot')) return sendJson(response, 404, { ok: false, error_code: 404, description: 'Not Found' });
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const params = await readParams(url, request.headers, body);
    await this.#call(decodeURIComponent(first.slice('bot'.length)), rest[0] ?? '', params, response, gone.signal);
  }

  async #call(token, method, params, response, gone) {
    const carryOut = async () => this.#carryOut(token, method, params, gone);
    this.calls.push({ method, params, at: Date.now() });
    if (this.calls.length > MOST_CALLS) this.calls.shift();
    let answer;
    try {
      answer = await (this.intercept ? this.intercept(carryOut) : carryOut());
    } catch (error) {
      if (!(error instanceof ApiError)) return response.destroy();
      answer = { code: error.code, body: { ok: false, error_code: error.code, description: error.message, ...(error.parameters && { parameters: error.parameters }) } };
    }
    if (answer.silent) return answer.silent === 'close' ? response.destroy() : undefined;
    if (answer.garbage) return response.writeHead(answer.garbage, { 'content-type': 'text/html' }).end('<html>Bad gateway</html>');
    sendJson(response, answer.code, answer.body);
  }

  async #carryOut(token, method, params, gone) {
    const early = this.#strike(method);
    if (early && !early.then) return early;
    const bot = this.#authorized(token);
    const known = METHODS[method.toLowerCase()];
    if (!known) throw new ApiError(404, 'Not Found: method not found');
    try {
      const result = await known(bot, params, { gone, strict: this.options.strict });
      return early?.then ? { silent: early.then } : { code: 200, body: { ok: true, result } };
    } catch (error) {
      // A fault was planted while it waited.
      if (error instanceof Struck) return this.#strike(method) ?? { silent: 'close' };
      throw error;
    }
  }

  /** What a planted fault answers; `then`: only after it was carried out. */
  #strike(method) {
    const fault = this.#faults.strike(method);
    if (!fault) return undefined;
    const { action, code = 500, description, retryAfter = 1 } = fault;
    if (action === 'close' || action === 'timeout') return { silent: action };
    if (action === 'garbage' || action === 'page') return { garbage: action === 'page' ? code : 200 };
    if (action === 'done-then-timeout' || action === 'done-then-close') return { then: action.slice('done-then-'.length) };
    if (code === 429) throw new ApiError(429, description ?? `Too Many Requests: retry after ${retryAfter}`, { retry_after: retryAfter });
    throw new ApiError(code, description ?? (code >= 500 ? 'Internal Server Error' : code === 401 ? 'Unauthorized' : 'Bad Request'));
  }

  #authorized(token) {
    const bot = this.#bots.get(token.split(':')[0]);
    if (!/^\d+:[\w-]+$/.test(token)) throw new ApiError(401, 'Unauthorized: invalid token specified');
    if (bot?.token !== token || bot.revoked) throw new ApiError(401, 'Unauthorized');
    return bot;
  }

  #sendFile(named, path, response) {
    const token = named.slice('bot'.length);
    const struck = this.#faults.strike('file');
    if (struck) return struck.action === 'status' ? sendJson(response, struck.code ?? 500, { ok: false, error_code: struck.code ?? 500, description: 'Internal Server Error' }) : response.destroy();
    const bot = this.#bots.get(token.split(':')[0]);
    const bytes = bot?.token === token && !bot.revoked ? bot.files.at(path) : undefined;
    if (!bytes) return sendJson(response, 404, { ok: false, error_code: 404, description: 'Not Found' });
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': bytes.length }).end(bytes);
  }

  /** A call that came as the answer of a webhook: nobody hears what became of it. */
  async #execute(bot, { method, ...params }) {
    this.calls.push({ method, params, at: Date.now(), inAnswer: true });
    try {
      await METHODS[method.toLowerCase()]?.(bot, params, { gone: new AbortController().signal, strict: false });
    } catch (error) {
      if (!(error instanceof ApiError)) this.errors.push(String(error));
    }
  }

  #failed(error, response) {
    this.errors.push(String(error?.stack ?? error));
    if (response.headersSent) response.destroy();
    else sendJson(response, 400, { ok: false, error_code: 400, description: `Bad Request: ${error.message}` });
  }
}

class Struck extends Error {}

function sendJson(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function bodyOf(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MOST_BODY_BYTES) throw new RangeError('the body is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
