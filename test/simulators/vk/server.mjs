import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { ApiError } from './api-error.mjs';
import { Faults } from './faults.mjs';
import { Files } from './files.mjs';
import { Group } from './group.mjs';
import { METHODS } from './methods.mjs';
import { operate } from './operator.mjs';

export { Customers } from './customer.mjs';

const MOST_CALLS = 10_000;
const MOST_BODY_BYTES = 220 * 1024 * 1024;
const MOST_PER_SECOND = 20;
const MOST_WAIT_SECONDS = 90;

/**
 * The API of VK with its communities and their customers, in memory; see operator.mjs for their side. Shares no code with what it tests.
 * @typedef {object} Options
 * @property {boolean} [limits]  error 6 above 20 requests a second of one token
 * @property {boolean} [strict]  the Callback API on https only
 * @property {number} [pauseFactor]  pauses between deliveries are multiplied by it
 * @property {number} [mostFailures]  an address that failed so often in a row is called no more
 */
export class VkServer {
  #groups = new Map();
  #faults = new Faults();
  #files = new Files();
  #recent = new Map();
  #aheadSeconds = 0;
  /** Goes around each call while it is carried out; when it rejects, the client has died. */
  intercept;
  /** What communities asked, the newest last: `{ method, params, at }`. */
  calls = [];
  /** What went wrong in the simulator itself. */
  errors = [];

  /** @param {Options} [options] */
  constructor({ limits = false, strict = false, pauseFactor = 1, mostFailures = 10 } = {}) {
    this.options = { limits, strict, pauseFactor, mostFailures };
  }

  /** @param {number} [port] @returns {Promise<number>} the port */
  async listen(port = 0) {
    this.http = createServer((request, response) => void this.#answer(request, response).catch((error) => this.#failed(error, response)));
    this.http.listen(port, '127.0.0.1');
    await once(this.http, 'listening');
    this.url = `http://127.0.0.1:${this.http.address().port}`;
    return this.http.address().port;
  }

  async close() {
    for (const { servers } of this.#groups.values()) for (const server of servers) server.stop();
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

  /** @param {{ id?: number, token?: string, name?: string, screenName?: string }} [group] @returns {Group} */
  addGroup({ id = 123_001 + this.#groups.size, token = `vk1.a.${randomBytes(40).toString('base64url')}`, name = 'Acme doors', screenName = 'acme_doors' } = {}) {
    const group = new Group({ id, token, name, screenName, now: () => this.now(), options: this.options });
    this.#groups.set(id, group);
    return group;
  }

  groups() {
    return [...this.#groups.values()];
  }

  groupOf(id) {
    return this.#groups.get(Number(id));
  }

  /** A revoked token is refused, also for what is under way. */
  revoke(group, revoked = true) {
    group.revoked = revoked;
    group.longPoll.key = randomBytes(20).toString('hex');
    group.struck = true;
    group.queue.wake();
  }

  fault(fault) {
    this.#faults.add(fault);
    for (const group of this.#groups.values()) {
      group.struck = true;
      group.queue.wake();
    }
  }

  clearFaults() {
    this.#faults.clear();
  }

  keepFile(bytes) {
    const { id, path } = this.#files.keep(bytes);
    return { id, url: `${this.url}/file/${path}` };
  }

  expireFiles() {
    this.#files.expire();
  }

  uploadUrl(group, field) {
    return `${this.url}/upload/${field}/${group.id}`;
  }

  uploaded(key) {
    return this.#files.uploaded(key);
  }

  keepAttachment(type, saved) {
    this.#files.keepAttachment(type, saved);
  }

  attachmentOf(name) {
    return this.#files.attachmentOf(name);
  }

  async #answer(request, response) {
    const url = new URL(request.url ?? '/', 'http://vk');
    const body = await bodyOf(request);
    const [, first = '', ...rest] = url.pathname.split('/');
    if (first === 'sim') {
      const { status, body: told } = operate(this, request.method, rest.join('/'), body.length > 0 ? JSON.parse(body.toString()) : {});
      return sendJson(response, status, told);
    }
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    if (first === 'lp') return this.#call('a_check', response, () => this.#poll(this.groupOf(rest[0]), Object.fromEntries(url.searchParams), gone.signal), Object.fromEntries(url.searchParams));
    if (first === 'file') return this.#call('file', response, () => ({ bytes: this.#files.at(rest[0] ?? '') }), {});
    if (first === 'upload') return this.#call('upload', response, async () => ({ body: await this.#upload(rest[0], request.headers, body) }), { field: rest[0] });
    if (first !== 'method') return sendJson(response, 404, {});
    const params = { ...Object.fromEntries(url.searchParams), ...Object.fromEntries(new URLSearchParams(body.toString())) };
    await this.#call(rest[0] ?? '', response, () => ({ body: { response: this.#carryOut(rest[0] ?? '', params) } }), params);
  }

  async #call(method, response, work, { access_token: _, ...params }) {
    this.calls.push({ method, params, at: Date.now() });
    if (this.calls.length > MOST_CALLS) this.calls.shift();
    const carryOut = async () => this.#struck(method, work, params);
    let answer;
    try {
      answer = await (this.intercept ? this.intercept(carryOut) : carryOut());
    } catch (error) {
      if (!(error instanceof ApiError)) return response.destroy();
      const request_params = Object.entries({ method, ...params }).map(([key, value]) => ({ key, value: String(value) }));
      return sendJson(response, 200, { error: { error_code: error.code, error_msg: error.message, request_params } });
    }
    if (answer.silent) return answer.silent === 'close' ? response.destroy() : undefined;
    if (answer.garbage) return response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Bad gateway</html>');
    if (answer.status) return response.writeHead(answer.status, answer.retryAfter ? { 'retry-after': String(answer.retryAfter) } : {}).end('<html></html>');
    if ('bytes' in answer) return answer.bytes ? response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(answer.bytes) : response.writeHead(404).end();
    sendJson(response, 200, answer.body);
  }

  /** A planted fault instead of the work, or after it. */
  async #struck(method, work, params = {}) {
    const fault = this.#faults.strike(method);
    if (!fault) return work();
    const { action, code = 10, description, retryAfter } = fault;
    if (action === 'close' || action === 'timeout') return { silent: action };
    if (action === 'garbage') return { garbage: true };
    if (action === 'status') return { status: code, retryAfter };
    // A picture that is none is taken, and nothing is kept of it.
    if (action === 'refuse') return { body: params.field === 'photo' ? { server: 1, photo: '[]', hash: '' } : { error: 'ERR_UPLOAD_FILE_NOT_UPLOADED' } };
    if (action === 'error') throw new ApiError(code, description);
    await work();
    return { silent: action.slice('done-then-'.length) };
  }

  #carryOut(method, params) {
    const group = this.#authorized(params.access_token);
    if (!/^5\.\d+$/.test(params.v ?? '')) throw new ApiError(8, 'v is required');
    this.#count(group);
    const [right, carryOut] = METHODS[method] ?? [];
    if (!carryOut) throw new ApiError(3, 'Unknown method passed');
    if (right && !group.rights.has(right)) throw new ApiError(15, `no access to call this method. It cannot be called with current scopes (${right})`);
    if (params.group_id !== undefined && Number(params.group_id) !== group.id) throw new ApiError(27);
    return carryOut(group, params, this);
  }

  #authorized(token) {
    const group = this.groups().find((each) => each.token === token);
    if (!group) throw new ApiError(5);
    if (group.revoked) throw new ApiError(27);
    return group;
  }

  #count({ id }) {
    if (!this.options.limits) return;
    const since = Date.now() - 1_000;
    const recent = (this.#recent.get(id) ?? []).filter((at) => at > since);
    this.#recent.set(id, recent);
    if (recent.length >= MOST_PER_SECOND) throw new ApiError(6);
    recent.push(Date.now());
  }

  /** One question of Bots Long Poll: `ts` is a text in an answer, and a number in a failure. */
  async #poll(group, { key, ts, wait = '25' }, gone) {
    if (!group || key !== group.longPoll.key) return { body: { failed: 2 } };
    if (!/^\d+$/.test(ts) || Number(ts) > group.queue.ts) return { body: { failed: 3 } };
    if (!group.queue.knows(Number(ts))) return { body: { ts: group.queue.ts, failed: 1 } };
    group.struck = false;
    await group.queue.news(Number(ts), Math.min(Number(wait), MOST_WAIT_SECONDS), gone, () => group.struck);
    if (key !== group.longPoll.key) return { body: { failed: 2 } };
    if (group.struck) return this.#struck('a_check', () => ({ silent: 'close' }));
    return { body: { ts: String(group.queue.ts), updates: group.queue.since(Number(ts)) } };
  }

  async #upload(field, headers, body) {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': headers['content-type'] ?? '' } }).formData();
    const file = form.get(field);
    if (file === null || typeof file === 'string') return { error: 'ERR_UPLOAD_BAD_FIELD' };
    return this.#files.upload(field, { name: file.name, bytes: Buffer.from(await file.arrayBuffer()) });
  }

  #failed(error, response) {
    this.errors.push(String(error?.stack ?? error));
    if (response.headersSent) response.destroy();
    else sendJson(response, 400, { error: { error_code: 100, error_msg: String(error.message) } });
  }
}

function sendJson(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
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
