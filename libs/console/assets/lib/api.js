// @ts-check
import { lang, t } from './texts.js';

/** How long one answer may take before we say that the server doesn't answer. */
const TIMEOUT_MS = 30_000;

/** What the server refused or could not do, in words for the person at the screen. */
export class Problem extends Error {
  /** @param {number} status 0: no answer @param {{ code?: string, title?: string, detail?: string, errors?: { field: string, detail: string }[] }} body */
  constructor(status, body) {
    super(body.detail || body.title || t('error.unknown'));
    this.status = status;
    this.code = body.code ?? '';
    this.errors = body.errors ?? [];
  }
}

/** @type {() => void} */
let onSignedOut = () => {};
/** Called when the session has ended. @param {() => void} handler */
export function whenSignedOut(handler) {
  onSignedOut = handler;
}

/** @param {string} path @param {Record<string, string | number | undefined | null>} [query] */
export function get(path, query = {}) {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) params.set(name, String(value));
  return send('GET', params.size ? `${path}?${params}` : path);
}

/** @param {string} path @param {object} [body] */
export const post = (path, body = {}) => send('POST', path, body);
/** @param {string} path @param {object} body */
export const patch = (path, body) => send('PATCH', path, body);
/** @param {string} path */
export const remove = (path) => send('DELETE', path);

/** @param {string} method @param {string} path @param {object} [body] */
async function send(method, path, body) {
  const answer = await request(method, path, body);
  if (answer.status === 204) return undefined;
  const json = await answer.json().catch(() => ({}));
  if (answer.ok) return json;
  if (answer.status === 401 && path !== '/api/v1/session') onSignedOut();
  throw new Problem(answer.status, json);
}

/** @param {string} method @param {string} path @param {object} [body] */
async function request(method, path, body) {
  try {
    return await fetch(path, {
      method,
      headers: { accept: 'application/json', 'accept-language': lang, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      cache: 'no-store',
    });
  } catch (cause) {
    throw Object.assign(new Problem(0, { code: 'no-answer', detail: t('error.noAnswer') }), { cause });
  }
}
