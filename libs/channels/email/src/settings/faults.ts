import type { Localized } from '@tributary/channel';

/** What is wrong with a setting, in words for a person. */
const FAULTS = {
  'not-an-address': { ru: 'Это не адрес почты. Пример: sales@example.ru.', en: 'This is no mail address. For example: sales@example.com.' },
  'not-an-address-or-domain': { ru: 'Это не адрес и не домен. Примеры: spam@example.ru, example.ru.', en: 'Neither an address nor a domain. For example: spam@example.com, example.com.' },
  'not-a-host': { ru: 'Нужно только имя или адрес сервера, например imap.example.ru: без http://, порта и пробелов.', en: 'A host name or address and nothing else, such as imap.example.com: no http://, port or spaces.' },
  'not-a-certificate': { ru: 'Это не сертификат в формате PEM: он начинается с «-----BEGIN CERTIFICATE-----».', en: 'This is no certificate in PEM: one begins with "-----BEGIN CERTIFICATE-----".' },
  'whole-address-needed': { ru: 'Нужен адрес целиком, например sales@example.ru; если это имя для входа — укажите ещё и сервер.', en: 'The whole address is needed, such as sales@example.com; if this is a sign-in name, name the server as well.' },
  'host-needed': { ru: 'Сервер для этого адреса неизвестен: укажите его.', en: 'The server of this address is not known: name it.' },
  'password-needed': { ru: 'Нужен пароль или OAuth2.', en: 'A password or OAuth2 is needed.' },
  'password-or-oauth': { ru: 'Нужно что-то одно: пароль или OAuth2.', en: 'Either a password or OAuth2, not both.' },
  'port-speaks-tls': { ru: 'На порту 993 шифрование начинается с первого байта: выберите TLS или порт 143.', en: 'Port 993 speaks TLS from the first byte: choose TLS, or port 143.' },
  'port-begins-plain': { ru: 'Порт 143 начинает без шифрования: укажите порт 993 или выберите STARTTLS.', en: 'Port 143 begins without encryption: give port 993, or choose STARTTLS.' },
  'smtp-speaks-tls': { ru: 'На порту 465 шифрование начинается с первого байта: выберите TLS или порт 587.', en: 'Port 465 speaks TLS from the first byte: choose TLS, or port 587.' },
  'smtp-begins-plain': { ru: 'Этот порт начинает без шифрования: укажите порт 465 или выберите STARTTLS.', en: 'This port begins without encryption: give port 465, or choose STARTTLS.' },
  'smtp-host-needed': { ru: 'Сервер исходящей почты для этого адреса неизвестен: укажите его.', en: 'The server of outgoing mail is not known for this address: name it.' },
  'from-address-needed': { ru: 'Имя для входа — не адрес: укажите адрес, с которого уходят ответы.', en: 'The sign-in name is no address: give the address that answers go out from.' },
  'https-only': { ru: 'Секреты отправляются только по https.', en: 'Secrets go over https only.' },
  'token-url-needed': { ru: 'Адрес выдачи токенов этого провайдера неизвестен: укажите его.', en: 'This provider’s token address is not known: give it.' },
  'not-a-proxy': { ru: 'Нужен адрес вида socks5://host:1080 или http://host:3128; имя и пароль — в своих полях.', en: 'An address such as socks5://host:1080 or http://host:3128; user and password have fields of their own.' },
  'unfit-for-socks': { ru: 'Для SOCKS5 годятся только латинские буквы, цифры и знаки - . _ ~ ! $ & \' ( ) * + ,', en: 'With SOCKS5 only letters, digits and - . _ ~ ! $ & \' ( ) * + , can be used.' },
  'host-needed-with-proxy': { ru: 'Через прокси сервер не ищется: укажите его.', en: 'Through a proxy the server is not looked for: name it.' },
  'folder-twice': { ru: 'Эта папка указана дважды.', en: 'This folder stands twice.' },
  'folder-watched': { ru: 'В этой папке мы ждём входящую почту: для отправленных нужна другая.', en: 'This folder is watched for incoming mail: name another for sent mail.' },
} as const satisfies Record<string, Localized>;

export type FaultCode = keyof typeof FAULTS;

/** For a refinement of the schema. */
export function fault(code: FaultCode) {
  return { message: FAULTS[code].en, params: { code, detail: FAULTS[code] } };
}
