import { URLSearchParams } from 'node:url';

/**
 * @typedef {{ status: number, headers: Headers, text: string, body: any }} Answer
 */

/** A program's view of the HTTP API: a token, JSON, lists read to their end. */
export class Api {
  /** @param {string} url  of the door, without a trailing slash @param {string} [token] @param {Record<string, string>} [headers] */
  constructor(url, token, headers = {}) {
    this.url = url;
    this.headers = { 'accept-language': 'en', ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers };
  }

  /**
   * @param {string} method @param {string} path @param {unknown} [body] sent as JSON @param {Record<string, string>} [headers]
   * @returns {Promise<Answer>} of whatever status
   */
  async call(method, path, body, headers = {}) {
    const response = await fetch(this.url + path, {
      method,
      headers: { ...this.headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  }

  /** @param {string} path @returns {Promise<any>} @throws {Error} on any answer but 2xx */
  async get(path) {
    return accepted('GET', path, await this.call('GET', path));
  }

  /** @param {string} path @param {unknown} body @param {Record<string, string>} [headers] @returns {Promise<any>} @throws {Error} on any answer but 2xx */
  async post(path, body, headers) {
    return accepted('POST', path, await this.call('POST', path, body, headers));
  }

  /** @param {string} path @param {unknown} body @returns {Promise<any>} @throws {Error} on any answer but 2xx */
  async put(path, body) {
    return accepted('PUT', path, await this.call('PUT', path, body));
  }

  /**
   * Every item of a list, page after page.
   * @param {string} path  may have a query
   * @param {number} [limit] of a page
   * @returns {Promise<any[]>}
   */
  async all(path, limit = 500) {
    const items = [];
    let cursor;
    do {
      const query = new URLSearchParams({ limit: String(limit), ...(cursor ? { cursor } : {}) });
      const page = await this.get(`${path}${path.includes('?') ? '&' : '?'}${query}`);
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    return items;
  }
}

/** @param {string} method @param {string} path @param {Answer} answer */
function accepted(method, path, answer) {
  if (answer.status >= 200 && answer.status < 300) return answer.body;
  throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text.slice(0, 500)}`);
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
