import { z } from 'zod';
import { accessProblems } from './settings/access.js';
import { addressDomain } from './settings/address.js';
import { fault } from './settings/faults.js';
import { PRESET_IDS, presetOptions } from './settings/presets.js';
import { proxySchema } from './settings/proxy.js';

/** Without a host the address says which server it is. */
const SECRET_GOES_TO = ['user', 'address', 'preset', 'host', 'port', 'secure', 'tls', 'oauth', 'proxy.url'];
/** Without a token address the provider says which it is. */
const GRANT_GOES_TO = ['user', 'address', 'preset', 'host', 'oauth.tokenUrl'];
/** With what comes around it a mail has to fit into one submission (`MAX_BATCH_BYTES` of the host). */
const MAX_MAIL_MB = 30;
const HOST = /^[^\s/@?#:]+$|^\[?[\da-f:.]+\]?$/u;

const address = z
  .string()
  .trim()
  .max(320)
  .refine((text) => addressDomain(text) !== undefined, fault('not-an-address'));

/** An address, or a whole domain as "example.com" or "@example.com"; kept in lower case, domains without the "@". */
const addressOrDomain = z
  .string()
  .trim()
  .toLowerCase()
  .max(320)
  .transform((text) => text.replace(/^@/, ''))
  .refine((text) => addressDomain(text) !== undefined || /^[^\s@.]+(\.[^\s@.]+)+$/u.test(text), fault('not-an-address-or-domain'));

const httpUrl = z.url({ protocol: /^https?$/ });

const oauthSchema = z.strictObject({
  clientId: z.string().min(1).max(500).meta({ title: 'Client id', titleRu: 'Идентификатор приложения' }),
  clientSecret: z
    .string()
    .max(4000)
    .optional()
    .meta({ title: 'Client secret', titleRu: 'Секрет приложения', secret: true, boundTo: GRANT_GOES_TO }),
  refreshToken: z
    .string()
    .min(1)
    .max(16_000)
    .meta({ title: 'Refresh token', titleRu: 'Токен обновления', secret: true, boundTo: GRANT_GOES_TO }),
  tokenUrl: httpUrl
    .optional()
    .meta({ title: 'Token address', titleRu: 'Адрес выдачи токенов', description: 'Left out for known providers.', descriptionRu: 'Для известных провайдеров не нужен.' }),
  scope: z.string().max(2000).optional().meta({ title: 'Scope', titleRu: 'Область доступа' }),
});

const tlsSchema = z.strictObject({
  caPem: z
    .string()
    .max(200_000)
    .refine((text) => text.includes('-----BEGIN CERTIFICATE-----'), fault('not-a-certificate'))
    .optional()
    .meta({ title: 'Own authority', titleRu: 'Свой центр сертификации', description: 'Certificate in PEM that the server’s one is checked against.', descriptionRu: 'Сертификат в PEM, по которому проверяется сертификат сервера.' }),
  allowSelfSigned: z
    .boolean()
    .default(false)
    .meta({
      title: 'Any certificate',
      titleRu: 'Любой сертификат',
      description: 'Takes a self-signed or wrong certificate: whoever stands between can then read the password.',
      descriptionRu: 'Принимать самоподписанный или неверный сертификат: тот, кто стоит между вами и сервером, сможет прочитать пароль.',
    }),
});

/**
 * Settings of a mailbox. Address and password are enough for known providers: host, port and encryption follow from them.
 * `boundTo` names the settings that a secret is sent to: when one of them changes, the secret is to be given again.
 */
export const settingsSchema = z
  .strictObject({
    user: z.string().trim().min(1).max(320).meta({
      title: 'User',
      titleRu: 'Пользователь',
      description: 'The mail address, or the sign-in name where it differs.',
      descriptionRu: 'Адрес почты или имя для входа, если оно другое.',
    }),
    password: z
      .string()
      .min(1)
      .max(4000)
      .optional()
      .meta({ title: 'Password', titleRu: 'Пароль', secret: true, boundTo: SECRET_GOES_TO, description: 'Many providers want an app password here.', descriptionRu: 'Многие провайдеры ждут здесь пароль приложения.' }),
    oauth: oauthSchema.optional().meta({ title: 'OAuth2', titleRu: 'OAuth2', description: 'Instead of a password.', descriptionRu: 'Вместо пароля.' }),
    preset: z.enum(PRESET_IDS).optional().meta({ title: 'Provider', titleRu: 'Провайдер', description: 'Known from the address when left out.', descriptionRu: 'Если не указан, узнаётся по адресу.', options: presetOptions() }),
    host: z
      .string()
      .trim()
      .toLowerCase()
      .min(1)
      .max(255)
      .refine((text) => HOST.test(text), fault('not-a-host'))
      .optional()
      .meta({ title: 'IMAP server', titleRu: 'Сервер IMAP', description: 'Left out for known providers.', descriptionRu: 'Для известных провайдеров не нужен.' }),
    port: z.int().min(1).max(65_535).optional().meta({ title: 'Port', titleRu: 'Порт', description: '993, or 143 with STARTTLS.', descriptionRu: '993 или 143 со STARTTLS.' }),
    secure: z
      .union([z.boolean(), z.literal('starttls')])
      .optional()
      .meta({
        title: 'Encryption',
        titleRu: 'Шифрование',
        description: 'true: TLS from the first byte; "starttls": TLS after a greeting, required; false: as the server offers, certificate not checked.',
        descriptionRu: 'true — TLS с первого байта; "starttls" — TLS после приветствия, обязательно; false — как предложит сервер, сертификат не проверяется.',
      }),
    tls: tlsSchema.optional().meta({ title: 'Certificate', titleRu: 'Сертификат' }),
    proxy: proxySchema
      .optional()
      .meta({ title: 'Proxy', titleRu: 'Прокси', description: 'Connects to the mail server through it.', descriptionRu: 'Через него идёт соединение с почтовым сервером.' }),
    address: address.optional().meta({ title: 'Address', titleRu: 'Адрес', description: 'Of this mailbox, when the user is no address.', descriptionRu: 'Адрес ящика, если имя пользователя — не адрес.' }),
    aliases: z.array(address).max(200).default([]).meta({ title: 'Further addresses', titleRu: 'Другие адреса', description: 'Addresses whose mail arrives here too.', descriptionRu: 'Адреса, почта которых тоже приходит сюда.' }),
    folders: z
      .array(z.string().min(1).max(500))
      .min(1)
      .max(50)
      .default(['INBOX'])
      .meta({ title: 'Folders', titleRu: 'Папки', description: 'Every one is watched on a connection of its own.', descriptionRu: 'За каждой следит отдельное соединение.' }),
    sentFolder: z
      .string()
      .min(1)
      .max(500)
      .optional()
      .meta({ title: 'Sent folder', titleRu: 'Папка отправленных', description: 'Kept as history: its mails make no leads.', descriptionRu: 'Хранится как история: лидов из неё не бывает.' }),
    firstFetchDays: z
      .number()
      .int()
      .min(0)
      .max(100_000)
      .nullable()
      .default(3)
      .meta({ title: 'Days of the first fetch', titleRu: 'Дней при первой загрузке', description: '0 for none, null for all. Mails fetched so are silent.', descriptionRu: '0 — ничего, null — всё. Такие письма никого не будят.' }),
    excluded: z
      .array(addressOrDomain)
      .max(10_000)
      .default([])
      .meta({ title: 'Excluded', titleRu: 'Исключения', description: 'Addresses and domains whose mail makes no leads.', descriptionRu: 'Адреса и домены, письма которых не становятся лидами.' }),
    colleagues: z
      .array(addressOrDomain)
      .max(10_000)
      .default([])
      .meta({ title: 'Colleagues', titleRu: 'Коллеги', description: 'Addresses and domains of the company itself.', descriptionRu: 'Адреса и домены самой компании.' }),
    receivers: z
      .array(z.string().trim().toLowerCase().min(1).max(255))
      .max(50)
      .default([])
      .meta({ title: 'Own receivers', titleRu: 'Свои серверы приёма', description: 'Names under which our server states authentication results (authserv-id).', descriptionRu: 'Имена, под которыми наш сервер пишет результаты проверки подлинности (authserv-id).' }),
    pollSeconds: z
      .int()
      .min(10)
      .max(3600)
      .default(60)
      .meta({ title: 'Safety check, seconds', titleRu: 'Контрольная проверка, секунд', description: 'Besides what the server announces by itself.', descriptionRu: 'Кроме того, о чём сервер сообщает сам.' }),
    maxMailMegabytes: z
      .int()
      .min(1)
      .max(MAX_MAIL_MB)
      .default(MAX_MAIL_MB)
      .meta({ title: 'Largest mail, MB', titleRu: 'Наибольшее письмо, МБ', description: 'Of larger ones headers and text are taken, attachments named.', descriptionRu: 'У больших берутся заголовки и текст, вложения только называются.' }),
  })
  .superRefine((settings, context) => {
    for (const { path, code } of accessProblems(settings)) context.addIssue({ code: 'custom', path: [...path], ...fault(code) });
    for (const [index, folder] of settings.folders.entries()) {
      if (settings.folders.indexOf(folder) !== index) context.addIssue({ code: 'custom', path: ['folders', index], ...fault('folder-twice') });
      if (folder === settings.sentFolder) context.addIssue({ code: 'custom', path: ['sentFolder'], ...fault('folder-watched') });
    }
  });

export type EmailSettings = z.output<typeof settingsSchema>;
export type OAuthSettings = NonNullable<EmailSettings['oauth']>;
