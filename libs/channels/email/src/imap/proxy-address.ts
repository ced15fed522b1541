import { lookup } from 'node:dns/promises';
import type { ProxySettings } from '../settings/proxy.js';
import { PROXY_TROUBLE } from './failures.js';
import { HostNotAllowedError, isAllowedAddress } from './host-guard.js';

type Looked = { readonly address: string; readonly family: number };

/**
 * A proxy's address as imapflow takes it, user and password within: never logged. Its name is resolved and guarded here, and what was
 * guarded is what is connected to.
 * @throws Error of the proxy, with the code of what was wrong with its name
 */
export async function proxyAddressOf({ url, user, password }: ProxySettings): Promise<string> {
  const proxy = new URL(url);
  const host = proxy.hostname.replace(/^\[|\]$/g, '');
  const { address, family } = await guarded(host);
  const { protocol, port } = proxy;
  const secrets = user === undefined && password === undefined ? '' : `${encodeURIComponent(user ?? '')}:${encodeURIComponent(password ?? '')}@`;
  return `${protocol}//${protocol === 'socks5:' ? plain(user, password) : secrets}${family === 6 ? `[${address}]` : address}${port && `:${port}`}`;
}

/** Both passed `survivesAnAddress`: nothing in them needs escaping. */
function plain(user = '', password = ''): string {
  return user + password === '' ? '' : `${user}:${password}@`;
}

async function guarded(host: string): Promise<Looked> {
  try {
    const found = await lookup(host);
    if (!isAllowedAddress(found.address)) throw new HostNotAllowedError(host);
    return found;
  } catch (cause) {
    throw Object.assign(new Error(PROXY_TROUBLE, { cause }), { code: (cause as NodeJS.ErrnoException).code });
  }
}
