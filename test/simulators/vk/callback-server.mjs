import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

const ANSWER_MS = 10_000;
const MOST_WAIT_MS = 3 * 3_600_000;

/** One address of the Callback API: confirmed first, then given one event after another until it fails too often. */
export class CallbackServer {
  status = 'unconfigured';
  /** What came of each: `{ event_id, type, status, body, retry }`. */
  log = [];
  #queue = [];
  #busy = false;
  #failures = 0;
  #asked = 0;
  #timers = new Set();

  /** @param {any} group @param {{ id: number, url: string, title: string, secret_key: string }} server @param {{ pauseFactor: number, mostFailures: number }} options */
  constructor(group, server, options) {
    Object.assign(this, server);
    this.group = group;
    this.options = options;
    this.events = new Set();
    this.api_version = '5.199';
  }

  shown() {
    const { id, title, url, secret_key, status } = this;
    return { id, title, creator_id: 1, url, secret_key, status };
  }

  /** Asks whether the address is the community's: it has to answer with the code alone. */
  async confirm() {
    this.status = 'wait';
    const asked = ++this.#asked;
    const { status, body } = await post(this.url, { type: 'confirmation', group_id: this.group.id, event_id: 'confirmation', v: this.api_version, ...(this.secret_key && { secret: this.secret_key }) });
    this.log.push({ type: 'confirmation', status, body });
    // Of two questions the later one counts.
    if (asked !== this.#asked) return;
    this.status = status === 200 && body === this.group.confirmationCode ? 'ok' : 'failed';
    this.#failures = 0;
    this.#next();
  }

  /** @param {any} event */
  bring(event) {
    if (!this.events.has(event.type)) return;
    this.#queue.push({ event, retry: 0 });
    this.#next();
  }

  /** An event comes once more, as after an answer that was lost. @param {any} event */
  bringAgain(event) {
    this.#queue.push({ event, retry: 1 });
    this.#next();
  }

  stop() {
    for (const timer of this.#timers) clearTimeout(timer);
    this.stopped = true;
  }

  get waiting() {
    return this.#queue.length;
  }

  #next() {
    if (this.#busy || this.status !== 'ok' || this.#queue.length === 0 || this.stopped) return;
    this.#busy = true;
    void this.#deliver(this.#queue[0]);
  }

  async #deliver(item) {
    const { event, retry } = item;
    const { status, body, retryAfter } = await post(this.url, { ...event, ...(this.secret_key && { secret: this.secret_key }) }, retry);
    this.log.push({ event_id: event.event_id, type: event.type, status, body, retry });
    this.#busy = false;
    if (status === 200 && body === 'remove') return this.group.removeServer(this);
    if (status === 200 && body === 'ok') {
      this.#failures = 0;
      this.#queue.shift();
      return this.#next();
    }
    item.retry += 1;
    const askedMs = [410, 429, 503].includes(status) ? waitMs(retryAfter) : undefined;
    if (askedMs === undefined && ++this.#failures >= this.options.mostFailures) return this.#giveUp();
    this.#later(askedMs ?? 1_000 * 2 ** Math.min(item.retry, 6));
  }

  /** Events are brought no more, and those that wait are lost. */
  #giveUp() {
    this.status = 'failed';
    this.#queue = [];
  }

  #later(ms) {
    this.#busy = true;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#busy = false;
      this.#next();
    }, ms * this.options.pauseFactor);
    this.#timers.add(timer);
  }
}

/** A wait is only believed as an HTTP date, less than three hours ahead. */
function waitMs(header) {
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} /.test(header ?? '')) return undefined;
  const ms = Date.parse(header) - Date.now();
  return ms < MOST_WAIT_MS ? Math.max(0, ms) : undefined;
}

function post(url, event, retry = 0) {
  const address = new URL(url);
  const body = Buffer.from(JSON.stringify(event));
  const headers = { 'content-type': 'application/json', 'content-length': body.length, ...(retry > 0 && { 'X-Retry-Counter': String(retry) }) };
  return new Promise((resolve) => {
    const failed = () => resolve({ status: 0, body: '' });
    const request = (address.protocol === 'https:' ? httpsRequest : httpRequest)(address, { method: 'POST', headers, timeout: ANSWER_MS, rejectUnauthorized: false }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', failed);
      // Byte for byte: a mark or a blank around it is another text.
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('latin1'), retryAfter: response.headers['retry-after'] }));
    });
    request.on('timeout', () => request.destroy(new Error('timeout')));
    request.on('error', failed);
    request.end(body);
  });
}
