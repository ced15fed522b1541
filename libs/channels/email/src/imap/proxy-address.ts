import { guardedAddressOf } from '@tributary/channel';
import type { ProxySettings } from '../settings/proxy.js';
import { PROXY_TROUBLE } from './failures.js';

/**
 * A proxy's address as imapflow takes it, user and password within: never logged. Its name is resolved and guarded here, and what was
 * guarded is what is connected to.
 * @throws Error of the proxy, with the code of what was wrong with its name
 */
export async function proxyAddressOf({ url, user, password }: ProxySettings): Promise<string> {
  const proxy = new URL(url);
  const { address, family } = await guarded(proxy.hostname);
  const { protocol, port } = proxy;
  const secrets = user === undefined && password === undefined ? '' : `${encodeURIComponent(user ?? '')}:${encodeURIComponent(password ?? '')}@`;
  return `${protocol}//${protocol === 'socks5:' ? plain(user, password) : secrets}${family === 6 ? `[${address}]` : address}${port && `:${port}`}`;
}

/** Both passed `survivesAnAddress`: nothing in them needs escaping. */
function plain(user = '', password = ''): string {
  return user + password === '' ? '' : `${user}:${password}@`;
}

async function guarded(host: string): ReturnType<typeof guardedAddressOf> {
  try {
    return await guardedAddressOf(host, 'network');
  } catch (cause) {
    throw Object.assign(new Error(PROXY_TROUBLE, { cause }), { code: (cause as NodeJS.ErrnoException).code });
  }
}
