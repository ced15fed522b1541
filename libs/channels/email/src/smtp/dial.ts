import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import { connect as secure } from 'node:tls';
import { assertHostAllowed, guardedLookup } from '@tributary/channel';
import { detachEarlyErrorHandler, proxyConnection } from 'imapflow/lib/proxy-connection';
import { certificateChecks } from '../imap/client-options.js';
import { PROXY_TROUBLE } from '../imap/failures.js';
import { proxyAddressOf } from '../imap/proxy-address.js';
import type { Access } from '../settings/access.js';
import type { EmailSettings } from '../settings.js';

/** A log without readers: what imapflow's proxies say of a failure comes as an error as well. */
const SILENT = Object.fromEntries(['trace', 'debug', 'info', 'warn', 'error', 'fatal'].map((level) => [level, () => undefined])) as unknown as Parameters<typeof proxyConnection>[0];

/**
 * A connection to a mail server, by the account's proxy if it has one, with TLS from the first byte where that is asked for.
 * @throws Node's error of the connection, or one with the code CONNECT_TIMEOUT
 */
export async function dial({ host, port, encryption }: Access, { tls, proxy }: Pick<EmailSettings, 'tls' | 'proxy'>, connectMs: number, signal: AbortSignal): Promise<Socket> {
  assertHostAllowed(host, 'network');
  const limit = AbortSignal.timeout(connectMs);
  const ends = AbortSignal.any([signal, limit]);
  const bare = host.replace(/^\[|\]$/g, '');
  let socket: Socket | undefined;
  try {
    socket = proxy ? await throughProxy(proxy, bare, port, connectMs) : connect({ host: bare, port, lookup: guardedLookup('network') });
    if (!proxy) await once(socket, 'connect', { signal: ends });
    if (encryption !== 'tls') return socket;
    socket = secure({ socket, ...(isIP(bare) === 0 && { servername: bare }), ...certificateChecks({ host, encryption }, tls, proxy !== undefined) });
    await once(socket, 'secureConnect', { signal: ends });
    return socket;
  } catch (error) {
    socket?.destroy();
    throw limit.aborted ? Object.assign(new Error('no connection in time', { cause: error }), { code: 'CONNECT_TIMEOUT' }) : error;
  }
}

async function throughProxy(proxy: NonNullable<EmailSettings['proxy']>, host: string, port: number, connectionTimeout: number): Promise<Socket> {
  const address = await proxyAddressOf(proxy);
  const socket = await proxyConnection(SILENT, address, host, port, { connectionTimeout }).catch((cause: unknown) => {
    throw new Error(PROXY_TROUBLE, { cause });
  });
  if (!socket) throw new Error(PROXY_TROUBLE);
  detachEarlyErrorHandler(socket);
  return socket;
}
