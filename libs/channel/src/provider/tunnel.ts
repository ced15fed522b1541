import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { assertHostAllowed, guardedAddressOf, guardedLookup, HostNotAllowedError, type Reach } from '@tributary/platform';
import type { ProxySettings } from './proxy-settings.js';

/** `proxy-failed`: it could not be reached, or refused; `proxy-refused`: it wants another user or password; `host-not-checked`: it was not asked, see `openTunnel`. */
export type ProxyFault = 'proxy-failed' | 'proxy-refused' | 'host-not-checked';

/** There is no way through the proxy. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  readonly code = 'ERR_PROXY';

  constructor(
    message: string,
    readonly fault: ProxyFault = 'proxy-failed',
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface TunnelOptions {
  /** How far it may lead. With `internet` names are looked up here, and the proxy is told an address: it may well stand in a private network itself. */
  readonly reach: Reach;
  /** Names that the provider alone gives out (`api.telegram.org`): the proxy looks them up itself, as it must where this machine can't. */
  readonly isProviders: (hostname: string) => boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * A connection to a server through an HTTP proxy (CONNECT), with TLS inside where the address wants it: the proxy sees no token.
 * @throws ProxyError; HostNotAllowedError; Node's errors of TLS
 */
export async function openTunnel(proxy: ProxySettings, target: URL, options: TunnelOptions, addressOf = guardedAddressOf): Promise<Socket> {
  assertProxyAllowed(proxy);
  const { timeoutMs, signal } = options;
  const isSecure = target.protocol === 'https:';
  const place = `${await hostOf(target, options, addressOf)}:${target.port || (isSecure ? 443 : 80)}`;
  const { user, password = '' } = proxy;
  const headers = { host: place, ...(user !== undefined && { 'proxy-authorization': `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }) };
  return new Promise((resolve, reject) => {
    const request = httpRequest(proxy.url, { method: 'CONNECT', path: place, headers, agent: false, signal, lookup: guardedLookup('network') });
    request.setTimeout(timeoutMs, () => request.destroy(new ProxyError('no answer in time')));
    request.once('error', (cause) => reject(signal.aborted ? cause : new ProxyError('the proxy can not be reached', 'proxy-failed', { cause })));
    request.once('connect', ({ statusCode }, socket: Socket) => {
      if (statusCode !== 200) {
        socket.destroy();
        return reject(new ProxyError(`the proxy answered ${statusCode}`, statusCode === 407 ? 'proxy-refused' : 'proxy-failed'));
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
    throw new ProxyError('no answer in time', 'proxy-failed', { cause });
  }
}

/** As the proxy is told it. */
async function hostOf({ hostname }: URL, { reach, isProviders }: TunnelOptions, addressOf: typeof guardedAddressOf): Promise<string> {
  assertHostAllowed(hostname, reach);
  if (reach === 'network' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 || isProviders(hostname)) return hostname;
  try {
    const { address, family } = await addressOf(hostname, reach);
    return family === 6 ? `[${address}]` : address;
  } catch (cause) {
    if (cause instanceof HostNotAllowedError) throw cause;
    throw new ProxyError(`${hostname} can not be looked up here`, 'host-not-checked', { cause });
  }
}

function assertProxyAllowed({ url }: ProxySettings): void {
  try {
    assertHostAllowed(new URL(url).hostname, 'network');
  } catch (cause) {
    throw new ProxyError('a proxy can not be there', 'proxy-failed', { cause });
  }
}
