import { normalizeEmail } from '@tributary/contact';

/** Providers whose domains say nothing of a company. */
const PUBLIC_DOMAINS = new Set([
  'gmail.com', 'googlemail.com', 'googlegroups.com', 'yandex.ru', 'yandex.com', 'yandex.by', 'yandex.kz', 'ya.ru', 'mail.ru', 'bk.ru', 'inbox.ru', 'list.ru', 'internet.ru', 'vk.com', 'outlook.com', 'hotmail.com', 'live.com',
  'msn.com', 'rambler.ru', 'lenta.ru', 'autorambler.ru', 'ro.ru', 'icloud.com', 'me.com', 'yahoo.com', 'ukr.net', 'i.ua', 'meta.ua', 'tut.by', 'proton.me', 'protonmail.com', 'gmx.de', 'gmx.net', 'web.de', 'aol.com',
]);

/** Domains of a company, by its mailboxes. */
export function companyDomains(ownAddresses: readonly string[]): ReadonlySet<string> {
  const domains = ownAddresses.flatMap((address) => normalizeEmail(address)?.domain ?? []);
  return new Set(domains.filter((domain) => !PUBLIC_DOMAINS.has(domain)));
}
