import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { allowedFor, assertAllowed, guardedLookup } from './host-guard.js';

const agents = { 'http:': new HttpAgent({ keepAlive: true }), 'https:': new HttpsAgent({ keepAlive: true }) } as const;

export interface HttpCall {
  readonly url: string;
  /** Of the account: what else the URL may lead to depends on it. */
  readonly apiRoot: string;
  /** Without it a GET. */
  readonly body?: Buffer;
  readonly mediaType?: string;
  /** Until the answer begins, and then between any two pieces of it. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Sends one request and gives the answer as soon as its head is there. Follows no redirect. A connection that was kept open and had ended
 * meanwhile is made anew, once: all that VK is asked may be asked twice.
 * @throws Node's error of the connection (`wasUnsent` tells of it); a TimeoutError; HostNotAllowedError
 */
export async function send(call: HttpCall): Promise<IncomingMessage> {
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

class StaleConnectionError extends Error {}

function sendOnce({ url: text, apiRoot, body, mediaType = 'application/x-www-form-urlencoded', timeoutMs, signal }: HttpCall): Promise<IncomingMessage> {
  const url = new URL(text);
  const allows = allowedFor(url, apiRoot);
  const headers = { accept: '*/*', ...(body && { 'content-type': mediaType, 'content-length': body.length }) };
  return new Promise((resolve, reject) => {
    const unsent = (error: object) => reject(Object.assign(error, { unsent: true }));
    try {
      assertAllowed(url, allows);
    } catch (error) {
      return unsent(error as Error);
    }
    const isSecure = url.protocol === 'https:';
    const options = { method: body ? 'POST' : 'GET', headers, signal, lookup: guardedLookup(allows), agent: agents[isSecure ? 'https:' : 'http:'] };
    const request = (isSecure ? httpsRequest : httpRequest)(url, options, resolve);
    let connected = false;
    request.on('socket', (socket) => {
      if (!socket.connecting) connected = true;
      else socket.once(isSecure ? 'secureConnect' : 'connect', () => (connected = true));
    });
    request.setTimeout(timeoutMs, () => request.destroy(new DOMException('no answer in time', 'TimeoutError')));
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (!connected) return unsent(error);
      const isStale = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
      reject(isStale ? new StaleConnectionError(error.message, { cause: error }) : error);
    });
    request.end(body);
  });
}
