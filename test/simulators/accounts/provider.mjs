import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';

/** A long poll without news is answered after so long. */
const POLL_MS = 10_000;
const PAGE = 20;
/** A stream says so often that it lives. */
const PING_MS = 1_000;

/**
 * @typedef {object} Message
 * @property {number} n  of its account, from 1
 * @property {string} id
 * @property {string} text
 * @property {string} phone  E.164
 * @property {number} at  ms since 1970
 */

/**
 * A provider of messages to many accounts, by three ways:
 * - `GET /poll/:account?after=N` is answered as soon as there is a message after the N-th, or after a while with none;
 * - `GET /list/:account?after=N` is answered at once with a page;
 * - a TCP connection that says its account in its first line is told `{"hello":true}`, then each message as it comes, and a ping
 *   now and then. What was not heard there is told again by `GET /history/:account?from=&to=` only.
 * It is the witness as well: each message stands in its file before anybody can see it.
 */
export class MessageProvider {
  /** @type {Map<string, Message[]>} */
  #accounts = new Map();
  /** @type {Map<string, Set<() => void>>} */
  #polls = new Map();
  /** @type {Map<string, Set<import('node:net').Socket>>} */
  #streams = new Map();
  #sent = 0;
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /** @returns {Promise<{ http: number, stream: number }>} ports */
  async listen() {
    const http = createHttpServer((request, response) => void this.#answer(request, response)).listen(0, '127.0.0.1');
    const stream = createTcpServer((socket) => this.#stream(socket)).listen(0, '127.0.0.1');
    await Promise.all([once(http, 'listening'), once(stream, 'listening')]);
    setInterval(() => this.#ping(), PING_MS);
    return { http: portOf(http), stream: portOf(stream) };
  }

  /** Sends messages to these accounts in turn until `stop`. @param {{ accounts: string[], perSecond: number, file: string }} order */
  begin({ accounts, perSecond, file }) {
    this.#timer = setInterval(() => this.#send(/** @type {string} */ (accounts[this.#sent % accounts.length]), file), 1000 / perSecond);
  }

  /** Long polls of an account that wait for news. @param {string} account @returns {number} */
  polls(account) {
    return this.#polls.get(account)?.size ?? 0;
  }

  /** @returns {number} messages sent in all */
  stop() {
    clearInterval(this.#timer);
    return this.#sent;
  }

  /** @param {string} account @param {string} file */
  #send(account, file) {
    const messages = this.#messagesOf(account);
    this.#sent += 1;
    const n = messages.length + 1;
    const message = { n, id: `${account}-${n}`, text: `Вопрос ${this.#sent}`, phone: `+7916${String(this.#sent).padStart(7, '0')}`, at: Date.now() };
    appendFileSync(file, `${JSON.stringify({ account, ...message })}\n`);
    messages.push(message);
    for (const socket of this.#streams.get(account) ?? []) socket.write(`${JSON.stringify({ message })}\n`);
    for (const wake of this.#polls.get(account) ?? []) wake();
  }

  /** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
  async #answer(request, response) {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://provider');
    const [, way, account = ''] = pathname.split('/');
    const messages = this.#messagesOf(account);
    const after = Number(searchParams.get('after') ?? 0);
    if (way === 'poll' && messages.length <= after) await this.#news(account, response);
    const [from, to] = [Number(searchParams.get('from')), Number(searchParams.get('to'))];
    const found = way === 'history' ? messages.filter(({ at }) => at >= from && at < to) : messages.slice(after, after + PAGE);
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ messages: found }));
  }

  /** @param {string} account @param {import('node:http').ServerResponse} response */
  #news(account, response) {
    const waiting = this.#polls.get(account) ?? new Set();
    this.#polls.set(account, waiting);
    return new Promise((/** @type {(value?: void) => void} */ resolve) => {
      const go = () => {
        clearTimeout(timer);
        waiting.delete(go);
        resolve();
      };
      const timer = setTimeout(go, POLL_MS);
      waiting.add(go);
      response.once('close', go);
    });
  }

  /** @param {import('node:net').Socket} socket */
  #stream(socket) {
    socket.on('error', () => undefined);
    socket.setEncoding('utf8').once('data', (line) => {
      const account = String(line).trim();
      const open = this.#streams.get(account) ?? new Set();
      this.#streams.set(account, open.add(socket));
      socket.once('close', () => open.delete(socket));
      socket.write('{"hello":true}\n');
    });
  }

  #ping() {
    for (const sockets of this.#streams.values()) for (const socket of sockets) socket.write('{"ping":true}\n');
  }

  /** @param {string} account */
  #messagesOf(account) {
    const known = this.#accounts.get(account) ?? [];
    this.#accounts.set(account, known);
    return known;
  }
}

/** @param {import('node:net').Server} server */
function portOf(server) {
  return /** @type {import('node:net').AddressInfo} */ (server.address()).port;
}
