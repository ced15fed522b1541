import { z } from 'zod';
import { fault } from './faults.js';

/** Ways that a proxy can be asked in: HTTP CONNECT and SOCKS5. */
const PROTOCOLS = ['http:', 'socks5:'];

/** What stands between us and the server: an address, and who we are to it. */
export const proxySchema = z
  .strictObject({
    url: z
      .string()
      .trim()
      .max(500)
      .refine(isProxyUrl, fault('not-a-proxy'))
      .meta({ title: 'Address', titleRu: 'Адрес', description: 'socks5://host:port or http://host:port.', descriptionRu: 'socks5://host:port или http://host:port.' }),
    user: z.string().min(1).max(255).optional().meta({ title: 'User', titleRu: 'Пользователь' }),
    password: z.string().min(1).max(255).optional().meta({ title: 'Password', titleRu: 'Пароль', secret: true, boundTo: ['proxy.url', 'proxy.user'] }),
  })
  .superRefine((proxy, context) => {
    for (const name of ['user', 'password'] as const) {
      if (isSocks(proxy.url) && !survivesAnAddress(proxy[name] ?? '')) context.addIssue({ code: 'custom', path: [name], ...fault('unfit-for-socks') });
    }
  });

export type ProxySettings = z.output<typeof proxySchema>;

function isProxyUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, pathname, search, hash } = new URL(text);
  return PROTOCOLS.includes(protocol) && hostname !== '' && username + password + search + hash === '' && ['', '/'].includes(pathname);
}

function isSocks(url: string): boolean {
  return url.startsWith('socks5:');
}

/** imapflow hands a SOCKS proxy user and password as they stand in an address, with what is escaped there. */
function survivesAnAddress(text: string): boolean {
  const url = new URL('socks5://proxy');
  url.username = text;
  return url.username === text && !text.includes('%');
}
