import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { assertHostAllowed, guardedLookup, HostNotAllowedError, type Reach } from '@tributary/platform';

/** Apart by reach: a connection that one account may have must not serve what somebody else named. */
const agents = { internet: agentPair(), network: agentPair() } as const;

export interface HttpCall {
  readonly url: URL;
  readonly reach: Reach;
  /** Without it a GET. */
  readonly body?: { readonly mediaType: string; readonly bytes: string | Buffer };
  /**
   * Must not be made twice: it goes over a connection of its own, since one that was kept open may turn out to be closed without
   * anybody knowing how far the request came.
   */
  readonly once?: boolean;
  /** Makes a connection to the server in another way (a proxy's tunnel), with TLS if the URL wants it; it serves this call alone. */
  readonly connect?: (() => Promise<Socket>) | undefined;
  /** Until the answer begins, and then between any two pieces of it. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Sends one request and gives the answer as soon as its head is there. Follows no redirect, so that what it holds goes to this server
 * only. A connection that was kept open and had ended meanwhile is made anew, once.
 * @throws Node's error of the connection (`wasUnsent` tells of it); a TimeoutError; HostNotAllowedError
 */
export async function send(call: HttpCall): Promise<IncomingMessage> {
  try {
    return await sendOnce(call);
  } catch (error) {
    if (!(error instanceof StaleConnectionError) || call.signal.aborted) throw error;
    // Others that were kept may have ended as well.
    return sendOnce({ ...call, once: true });
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

/** Notes that nothing of the request was sent. */
export function markUnsent(error: unknown): unknown {
  return typeof error === 'object' && error !== null ? Object.assign(error, { unsent: true }) : error;
}

/** A kept connection turned out to be closed: nothing of the request was taken. */
class StaleConnectionError extends Error {}

async function sendOnce(call: HttpCall): Promise<IncomingMessage> {
  const { url, body, timeoutMs } = call;
  const tunnel = await connection(call);
  const isTls = url.protocol === 'https:' && !tunnel;
  return new Promise((resolve, reject) => {
    const request = (isTls ? httpsRequest : httpRequest)(tunnel ? plain(url) : url, optionsOf(call, tunnel), resolve);
    let connected = tunnel !== undefined;
    request.on('socket', (socket) => {
      if (!socket.connecting) connected = true;
      else socket.once(isTls ? 'secureConnect' : 'connect', () => (connected = true));
    });
    request.setTimeout(timeoutMs, () => request.destroy(new DOMException('no answer in time', 'TimeoutError')));
    request.on('error', (error: NodeJS.ErrnoException) => {
      const isStale = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
      if (!connected) markUnsent(error);
      reject(isStale ? new StaleConnectionError(error.message, { cause: error }) : error);
    });
    request.end(body?.bytes);
  });
}

/** What comes before anything is sent. */
async function connection({ url, reach, connect, signal }: HttpCall): Promise<Socket | undefined> {
  try {
    if (!/^https?:$/.test(url.protocol)) throw new HostNotAllowedError(url.hostname);
    assertHostAllowed(url.hostname, reach);
    const socket = await connect?.();
    if (!signal.aborted) return socket;
    socket?.destroy();
    throw new DOMException('ended before it began', 'AbortError');
  } catch (error) {
    throw markUnsent(error);
  }
}

function optionsOf({ url, reach, body, once = false, signal }: HttpCall, tunnel: Socket | undefined) {
  const headers = {
    accept: '*/*',
    ...((tunnel || once) && { connection: 'close' }),
    ...(body && { 'content-type': body.mediaType, 'content-length': Buffer.byteLength(body.bytes) }),
  };
  const way = tunnel ? { createConnection: () => tunnel } : { lookup: guardedLookup(reach), agent: !once && agents[reach][url.protocol as 'http:' | 'https:'] };
  return { method: body ? 'POST' : 'GET', headers, signal, ...way };
}

/** TLS is the tunnel's business. */
function plain(url: URL): URL {
  const inside = new URL(url);
  inside.protocol = 'http:';
  return inside;
}

function agentPair() {
  return { 'http:': new HttpAgent({ keepAlive: true }), 'https:': new HttpsAgent({ keepAlive: true }) } as const;
}
