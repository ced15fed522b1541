import { z } from 'zod';

const NOT_A_PROXY = {
  ru: 'Нужен адрес вида http://host:3128; имя и пароль — в своих полях.',
  en: 'An address such as http://host:3128; user and password have fields of their own.',
};

/** Settings of an HTTP proxy (`openTunnel`): the setting `proxy` of a channel. */
export const proxySchema = z.strictObject({
  url: z
    .string()
    .trim()
    .max(500)
    .refine(isProxyUrl, { message: NOT_A_PROXY.en, params: { code: 'not-a-proxy', detail: NOT_A_PROXY } })
    .meta({ title: 'Address', titleRu: 'Адрес', description: 'http://host:port.', descriptionRu: 'http://host:port.' }),
  user: z.string().min(1).max(255).optional().meta({ title: 'User', titleRu: 'Пользователь' }),
  password: z.string().min(1).max(255).optional().meta({ title: 'Password', titleRu: 'Пароль', secret: true, boundTo: ['proxy.url', 'proxy.user'] }),
});

export type ProxySettings = z.output<typeof proxySchema>;

function isProxyUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, pathname, search, hash } = new URL(text);
  return protocol === 'http:' && hostname !== '' && username + password + search + hash === '' && pathname === '/';
}
