import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { assertHostAllowed, guardedLookup } from './host-guard.js';
import { openTunnel, type ProxySettings } from './tunnel.js';

const agents = { 'http:': new HttpAgent({ keepAlive: true }), 'https:': new HttpsAgent({ keepAlive: true }) } as const;

export interface HttpCall {
  readonly apiRoot: string;
  /** After the root, "/bot<token>/getMe". */
  readonly path: string;
  /** JSON, or bytes of that media type; without it a GET. */
  readonly body?: string | Buffer;
  readonly mediaType?: string;
  /**
   * Must not be made twice: it goes over a connection of its own, since one that was kept open may turn out to be closed without
   * anybody knowing how far the request came.
   */
  readonly once?: boolean;
  /** Until the answer begins, and then between any two pieces of it. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** What stands between us and the server. */
  readonly proxy?: ProxySettings | undefined;
}

/**
 * Sends one request and gives the answer as soon as its head is there. Follows no redirect, so that the token goes to this server
 * only. A connection that was kept open and had ended meanwhile is made anew, once.
 * @throws Node's error of the connection (`wasUnsent` tells of it); a TimeoutError
 */
export async function send(call: HttpCall): Promise<IncomingMessage> {
  await beforeSending(Promise.resolve(call.apiRoot).then(assertHostAllowed));
  try {
    return await sendOnce(call);
  } catch (error) {
    if (!(error instanceof StaleConnectionError) || call.signal.aborted) throw error;
    return sendOnce(call);
  }
}

/** The whole answer. @throws RangeError  it is longer than that */
export async function readAll(answer: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      answer.destroy();
      throw new RangeError('the answer is too long');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** True of a failure before there was a connection: nothing of the request was sent. */
export function wasUnsent(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'unsent' in error && error.unsent === true;
}

function markUnsent(error: unknown): unknown {
  return typeof error === 'object' && error !== null ? Object.assign(error, { unsent: true }) : error;
}

/** Marks failures of work that comes before anything is sent. */
async function beforeSending<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw markUnsent(error);
  }
}

/** A kept connection turned out to be closed: nothing of the request was taken. */
class StaleConnectionError extends Error {}

async function sendOnce({ apiRoot, path, body, mediaType = 'application/json', timeoutMs, signal, proxy, once = false }: HttpCall): Promise<IncomingMessage> {
  const url = new URL(apiRoot + path);
  const tunnel = proxy && (await beforeSending(openTunnel(proxy, url, timeoutMs, signal)));
  const headers = { accept: 'application/json', ...((tunnel || once) && { connection: 'close' }), ...(body !== undefined && { 'content-type': mediaType, 'content-length': Buffer.byteLength(body) }) };
  const options = { method: body === undefined ? 'GET' : 'POST', headers, signal, ...(tunnel ? through(tunnel) : directly(apiRoot, url, once)) };
  return new Promise((resolve, reject) => {
    const send = tunnel || url.protocol === 'http:' ? httpRequest : httpsRequest;
    const request = send(tunnel ? plain(url) : url, options, resolve);
    let connected = tunnel !== undefined;
    request.on('socket', (socket) => {
      if (!socket.connecting) connected = true;
      else socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => (connected = true));
    });
    request.setTimeout(timeoutMs, () => request.destroy(new DOMException('no answer in time', 'TimeoutError')));
    request.on('error', (error: NodeJS.ErrnoException) => {
      const isStale = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
      if (!connected) markUnsent(error);
      reject(isStale ? new StaleConnectionError(error.message, { cause: error }) : error);
    });
    request.end(body);
  });
}

function directly(apiRoot: string, { protocol }: URL, once: boolean) {
  return { lookup: guardedLookup(apiRoot), agent: !once && (protocol === 'http:' ? agents['http:'] : agents['https:']) };
}

/** A tunnel serves one request. */
function through(tunnel: Socket) {
  return { createConnection: () => tunnel };
}

/** TLS is the tunnel's business. */
function plain(url: URL): URL {
  const inside = new URL(url);
  inside.protocol = 'http:';
  return inside;
}
