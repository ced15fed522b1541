import type { Localized } from '@tributary/channel';

/** What a person reads of each failure; `{host}`, `{port}`, `{folder}`, `{proxy}` and `{hint}` are filled in. */
export const FAILURE_TEXTS = {
  'wrong-password': { ru: 'Сервер {host} не принял имя или пароль. {hint}', en: 'The server {host} refused user name or password. {hint}' },
  'app-password-needed': { ru: 'Нужен пароль приложения. {hint}', en: 'An app password is needed. {hint}' },
  'imap-switched-off': { ru: 'Доступ по IMAP для этого ящика выключен. {hint}', en: 'IMAP access is switched off for this mailbox. {hint}' },
  'smtp-switched-off': { ru: 'Отправка по SMTP для этого ящика выключена: её включает администратор почты. {hint}', en: 'Sending by SMTP is switched off for this mailbox: the mail’s administrator switches it on. {hint}' },
  'web-login-needed': { ru: 'Провайдер просит сначала войти в почту через браузер и подтвердить вход. {hint}', en: 'The provider wants you to sign in with a browser and confirm the sign-in first. {hint}' },
  'password-expired': { ru: 'Срок действия пароля истёк: задайте новый.', en: 'The password has expired: set a new one.' },
  'account-blocked': { ru: 'Провайдер заблокировал этот ящик. Обратитесь к провайдеру.', en: 'The provider has blocked this mailbox. Contact the provider.' },
  'token-refused': { ru: 'Сервер {host} не принял токен доступа: подключите ящик заново и проверьте области доступа.', en: 'The server {host} refused the access token: connect the mailbox anew and check the scopes.' },
  'sign-in-not-offered': { ru: 'Сервер {host} не предлагает такой способ входа. {hint}', en: 'The server {host} does not offer this way to sign in. {hint}' },
  'encryption-needed': { ru: 'Сервер {host} пускает только по шифрованному соединению: TLS или STARTTLS.', en: 'The server {host} lets in over an encrypted connection only: TLS or STARTTLS.' },
  'encryption-not-offered': { ru: 'Сервер {host} на порту {port} не предлагает шифрования (STARTTLS).', en: 'The server {host} on port {port} does not offer encryption (STARTTLS).' },
  'host-not-found': { ru: 'Сервера {host} нет: проверьте имя.', en: 'There is no server {host}: check the name.' },
  'host-not-allowed': { ru: 'К адресу {host} подключаться нельзя: это служебный адрес сети.', en: 'Connecting to {host} is not allowed: it is a service address of the network.' },
  'proxy-failed': { ru: 'Через прокси {proxy} не удалось соединиться с {host}, порт {port}: проверьте адрес прокси, имя и пароль.', en: 'Through the proxy {proxy} no connection to {host}, port {port}, could be made: check its address, user and password.' },
  'proxy-not-allowed': { ru: 'К прокси {proxy} подключаться нельзя: это служебный адрес сети.', en: 'Connecting to the proxy {proxy} is not allowed: it is a service address of the network.' },
  'connection-refused': { ru: 'На {host}, порт {port}, никто не отвечает: проверьте порт.', en: 'Nobody answers at {host}, port {port}: check the port.' },
  'connect-timeout': { ru: '{host}, порт {port}, не ответил вовремя. Попробуем ещё раз.', en: '{host}, port {port}, did not answer in time. It will be tried again.' },
  'no-greeting': { ru: '{host}, порт {port}, молчит после соединения: возможно, порт или шифрование указаны неверно.', en: '{host}, port {port}, says nothing once connected: port or encryption may be wrong.' },
  'not-tls': { ru: '{host} на порту {port} не говорит по TLS: проверьте порт и шифрование.', en: '{host} does not speak TLS on port {port}: check port and encryption.' },
  'certificate-not-trusted': { ru: 'Сертификату сервера {host} нельзя доверять: он самоподписанный или от неизвестного центра. Добавьте свой центр сертификации или разрешите любой сертификат.', en: 'The certificate of {host} can not be trusted: it is self-signed or from an unknown authority. Add your own authority, or allow any certificate.' },
  'certificate-expired': { ru: 'Срок сертификата сервера {host} истёк или ещё не начался.', en: 'The certificate of {host} has expired or is not valid yet.' },
  'certificate-of-other-host': { ru: 'Сертификат сервера выписан не на {host}: проверьте имя сервера.', en: 'The server’s certificate is not for {host}: check the host name.' },
  'connection-lost': { ru: 'Соединение с {host} прервалось. Подключимся снова.', en: 'The connection to {host} was lost. It will be made again.' },
  'server-silent': { ru: '{host} перестал отвечать. Подключимся снова.', en: '{host} stopped answering. The connection will be made again.' },
  'server-closed': { ru: '{host} закрыл соединение. Подключимся снова.', en: '{host} closed the connection. It will be made again.' },
  'temporarily-unavailable': { ru: '{host} временно не может обслужить ящик. Попробуем ещё раз.', en: '{host} can not serve the mailbox at the moment. It will be tried again.' },
  'too-many-connections': { ru: '{host} не даёт ещё одного соединения с этим ящиком. Закройте лишние почтовые программы или следите за меньшим числом папок.', en: '{host} allows no further connection to this mailbox. Close other mail programs or watch fewer folders.' },
  'too-many-attempts': { ru: '{host} просит подождать: слишком много обращений.', en: '{host} asks to wait: too many requests.' },
  'volume-limit': { ru: 'На {host} исчерпан объём загрузки для этого ящика. Продолжим позже.', en: 'The download volume of this mailbox at {host} is used up. It goes on later.' },
  'over-quota': { ru: 'Ящик переполнен: новая почта в него не приходит. Освободите место.', en: 'The mailbox is full: new mail does not arrive in it. Free some space.' },
  'folder-missing': { ru: 'Папки «{folder}» нет.', en: 'There is no folder "{folder}".' },
  'command-refused': { ru: '{host} отказался выполнить запрос. Попробуем ещё раз.', en: '{host} refused a request. It will be tried again.' },
  'malformed-answer': { ru: '{host} ответил не по правилам IMAP. Попробуем ещё раз.', en: '{host} answered against the rules of IMAP. It will be tried again.' },
  unexpected: { ru: 'Ошибка в самой программе. Попробуем ещё раз.', en: 'A fault in the program itself. It will be tried again.' },
} as const satisfies Record<string, Localized>;

export type FailureCode = keyof typeof FAILURE_TEXTS;

const MAX_QUOTED = 200;

/** The text with its places filled in, and the server's own words after it. */
export function failureText(code: FailureCode, places: Readonly<Record<string, Localized | string>>, serverWords?: string): Localized {
  const words = serverWords ? cleanWords(serverWords) : '';
  const fill = (language: 'ru' | 'en') =>
    FAILURE_TEXTS[code][language]
      .replace(/\{(\w+)\}/g, (_all, name: string) => {
        const value = places[name] ?? '';
        return typeof value === 'string' ? value : value[language];
      })
      .trim();
  if (!words) return { ru: fill('ru'), en: fill('en') };
  return { ru: `${fill('ru')} Ответ сервера: «${words}».`, en: `${fill('en')} The server said: "${words}".` };
}

/** One short line, no control characters: it is shown to people. */
export function cleanWords(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length > MAX_QUOTED ? `${line.slice(0, MAX_QUOTED)}…` : line;
}
