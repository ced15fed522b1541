import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { assertHostAllowed, guardedLookup } from '@tributary/platform';
import type { ProxySettings } from './proxy-settings.js';

/** The proxy could not be reached, or refused. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  readonly code = 'ERR_PROXY';
}

/**
 * A connection to a server through an HTTP proxy (CONNECT), with TLS inside where the address wants it: the proxy sees no token.
 * @throws ProxyError; Node's errors of TLS
 */
export async function openTunnel(proxy: ProxySettings, target: URL, timeoutMs: number, signal: AbortSignal): Promise<Socket> {
  assertProxyAllowed(proxy);
  const isSecure = target.protocol === 'https:';
  const place = `${target.hostname}:${target.port || (isSecure ? 443 : 80)}`;
  const { user, password = '' } = proxy;
  const headers = { host: place, ...(user !== undefined && { 'proxy-authorization': `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }) };
  return new Promise((resolve, reject) => {
    const request = httpRequest(proxy.url, { method: 'CONNECT', path: place, headers, agent: false, signal, lookup: guardedLookup('network') });
    request.setTimeout(timeoutMs, () => request.destroy(new ProxyError('no answer in time')));
    request.once('error', (cause) => reject(signal.aborted ? cause : new ProxyError('the proxy can not be reached', { cause })));
    request.once('connect', ({ statusCode }, socket: Socket) => {
      if (statusCode !== 200) {
        socket.destroy();
        return reject(new ProxyError(`the proxy answered ${statusCode}`));
      }
      socket.setTimeout(0);
      if (isSecure) secured(socket, target, timeoutMs, signal).then(resolve, reject);
      else resolve(socket);
    });
    request.end();
  });
}

/** TLS inside; a proxy that is mute from here on, or whose server is, holds nobody up. */
async function secured(socket: Socket, { hostname }: URL, timeoutMs: number, signal: AbortSignal): Promise<Socket> {
  const secure = connectTls({ socket, host: hostname, ...(isIP(hostname) === 0 && { servername: hostname }) });
  try {
    await once(secure, 'secureConnect', { signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) });
    return secure;
  } catch (cause) {
    secure.destroy();
    if (signal.aborted || (cause as Error).name !== 'AbortError') throw cause;
    throw new ProxyError('no answer in time', { cause });
  }
}

function assertProxyAllowed({ url }: ProxySettings): void {
  try {
    assertHostAllowed(new URL(url).hostname, 'network');
  } catch (cause) {
    throw new ProxyError('a proxy can not be there', { cause });
  }
}
