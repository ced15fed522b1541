import { z } from 'zod';
import { accessProblems } from './settings/access.js';
import { addressDomain } from './settings/address.js';
import { fault } from './settings/faults.js';
import { outgoingProblems } from './settings/outgoing.js';
import { PRESET_IDS, presetOptions } from './settings/presets.js';
import { proxySchema } from './settings/proxy.js';

/** The mailbox's password and tokens serve outgoing mail too. */
const OUTGOING = ['smtpHost', 'smtpPort', 'smtpSecure'];
/** Without a host the address says which server it is. */
const SECRET_GOES_TO = ['user', 'address', 'preset', 'host', 'port', 'secure', 'tls', 'oauth', 'proxy.url', ...OUTGOING];
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

const host = z
  .string()
  .trim()
  .toLowerCase()
  .min(1)
  .max(255)
  .refine((text) => HOST.test(text), fault('not-a-host'));

/** What most people choose among; the API takes any. */
const ENCRYPTIONS = [
  { value: 'true', title: 'TLS (usually port 993)', titleRu: 'TLS (обычно порт 993)' },
  { value: 'starttls', title: 'STARTTLS, required (usually port 143)', titleRu: 'STARTTLS, обязательно (обычно порт 143)' },
  { value: 'false', title: 'As the server offers, certificate not checked', titleRu: 'Как предложит сервер, без проверки сертификата' },
];
const OUTGOING_ENCRYPTIONS = [
  { value: 'true', title: 'TLS (usually port 465)', titleRu: 'TLS (обычно порт 465)' },
  { value: 'starttls', title: 'STARTTLS, required (usually port 587)', titleRu: 'STARTTLS, обязательно (обычно порт 587)' },
  { value: 'false', title: 'As the server offers, certificate not checked', titleRu: 'Как предложит сервер, без проверки сертификата' },
];
const FIRST_FETCHES = [
  { value: '0', title: 'nothing', titleRu: 'ничего' },
  ...[1, 3, 7, 14, 30, 90, 365].map((days) => ({ value: String(days), title: `days: ${days}`, titleRu: `дней: ${days}` })),
  { value: 'null', title: 'all of it', titleRu: 'все письма' },
];

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
    .meta({ title: 'Refresh token', titleRu: 'Токен обновления', secret: true, boundTo: [...GRANT_GOES_TO, ...OUTGOING] }),
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
    oauth: oauthSchema.optional().meta({ advanced: true, title: 'OAuth2', titleRu: 'OAuth2', description: 'Instead of a password.', descriptionRu: 'Вместо пароля.' }),
    preset: z.enum(PRESET_IDS).optional().meta({ advanced: true, title: 'Provider', titleRu: 'Провайдер', description: 'Known from the address when left out.', descriptionRu: 'Если не указан, узнаётся по адресу.', options: presetOptions() }),
    host: host
      .optional()
      .meta({ advanced: true, title: 'IMAP server', titleRu: 'Сервер IMAP', description: 'Left out for known providers.', descriptionRu: 'Для известных провайдеров не нужен.' }),
    port: z.int().min(1).max(65_535).optional().meta({ advanced: true, title: 'Port', titleRu: 'Порт', description: '993, or 143 with STARTTLS.', descriptionRu: '993 или 143 со STARTTLS.' }),
    secure: z
      .union([z.boolean(), z.literal('starttls')])
      .optional()
      .meta({
        advanced: true, title: 'Encryption',
        titleRu: 'Шифрование',
        description: 'true: TLS from the first byte; "starttls": TLS after a greeting, required; false: as the server offers, certificate not checked.',
        descriptionRu: 'true — TLS с первого байта; "starttls" — TLS после приветствия, обязательно; false — как предложит сервер, сертификат не проверяется.',
        options: ENCRYPTIONS,
      }),
    tls: tlsSchema.optional().meta({ advanced: true, title: 'Certificate', titleRu: 'Сертификат' }),
    proxy: proxySchema
      .optional()
      .meta({ advanced: true, title: 'Proxy', titleRu: 'Прокси', description: 'Connects to the mail server through it.', descriptionRu: 'Через него идёт соединение с почтовым сервером.' }),
    address: address.optional().meta({ advanced: true, title: 'Address', titleRu: 'Адрес', description: 'Of this mailbox, when the user is no address.', descriptionRu: 'Адрес ящика, если имя пользователя — не адрес.' }),
    aliases: z.array(address).max(200).default([]).meta({ advanced: true, title: 'Further addresses', titleRu: 'Другие адреса', description: 'Addresses whose mail arrives here too.', descriptionRu: 'Адреса, почта которых тоже приходит сюда.' }),
    fromName: z.string().trim().min(1).max(200).optional().meta({ title: 'Sender of replies', titleRu: 'Отправитель ответов', description: 'The name that customers see. Left out: whoever answers.', descriptionRu: 'Имя, которое видят клиенты. Не указано — имя того, кто отвечает.' }),
    fromAddress: address.optional().meta({ advanced: true, title: 'Address of replies', titleRu: 'Адрес ответов', description: 'Where it differs from the mailbox’s: answers of customers have to arrive here too.', descriptionRu: 'Если он не тот, что у ящика: ответы клиентов должны приходить и сюда.' }),
    smtpHost: host.optional().meta({
      advanced: true,
      title: 'SMTP server',
      titleRu: 'Сервер SMTP',
      description: 'Sends replies. Known for known providers; without one the mailbox is only read.',
      descriptionRu: 'Через него уходят ответы. Для известных провайдеров не нужен; без него ящик только читается.',
    }),
    smtpPort: z.int().min(1).max(65_535).optional().meta({ advanced: true, title: 'SMTP port', titleRu: 'Порт SMTP', description: '465, or 587 with STARTTLS.', descriptionRu: '465 или 587 со STARTTLS.' }),
    smtpSecure: z
      .union([z.boolean(), z.literal('starttls')])
      .optional()
      .meta({ advanced: true, title: 'SMTP encryption', titleRu: 'Шифрование SMTP', description: 'As for the mailbox.', descriptionRu: 'Как для ящика.', options: OUTGOING_ENCRYPTIONS }),
    smtpUser: z.string().trim().min(1).max(320).optional().meta({ advanced: true, title: 'SMTP user', titleRu: 'Пользователь SMTP', description: 'Where it differs from the mailbox’s.', descriptionRu: 'Если он не тот, что у ящика.' }),
    smtpPassword: z
      .string()
      .min(1)
      .max(4000)
      .optional()
      .meta({ advanced: true, title: 'SMTP password', titleRu: 'Пароль SMTP', secret: true, boundTo: [...SECRET_GOES_TO, 'smtpUser'], description: 'Where it differs from the mailbox’s.', descriptionRu: 'Если он не тот, что у ящика.' }),
    folders: z
      .array(z.string().min(1).max(500))
      .min(1)
      .max(50)
      .default(['INBOX'])
      .meta({ advanced: true, title: 'Folders', titleRu: 'Папки', description: 'Every one is watched on a connection of its own.', descriptionRu: 'За каждой следит отдельное соединение.' }),
    sentFolder: z
      .string()
      .min(1)
      .max(500)
      .optional()
      .meta({ advanced: true, title: 'Sent folder', titleRu: 'Папка отправленных', description: 'Kept as history: its mails make no leads.', descriptionRu: 'Хранится как история: лидов из неё не бывает.' }),
    firstFetchDays: z
      .number()
      .int()
      .min(0)
      .max(100_000)
      .nullable()
      .default(3)
      .meta({ title: 'Fetch mail that is there already', titleRu: 'Забрать уже пришедшие письма', options: FIRST_FETCHES, description: 'Mails fetched so make leads, but nobody is notified. In the API: days, 0 for none, null for all.', descriptionRu: 'Из них тоже станут лиды, но без оповещений. В API: дни, 0 — ничего, null — всё.' }),
    excluded: z
      .array(addressOrDomain)
      .max(10_000)
      .default([])
      .meta({ advanced: true, title: 'Excluded', titleRu: 'Исключения', description: 'Addresses and domains whose mail makes no leads.', descriptionRu: 'Адреса и домены, письма которых не становятся лидами.' }),
    colleagues: z
      .array(addressOrDomain)
      .max(10_000)
      .default([])
      .meta({ advanced: true, title: 'Colleagues', titleRu: 'Коллеги', description: 'Addresses and domains of the company itself.', descriptionRu: 'Адреса и домены самой компании.' }),
    receivers: z
      .array(z.string().trim().toLowerCase().min(1).max(255))
      .max(50)
      .default([])
      .meta({ advanced: true, title: 'Own receivers', titleRu: 'Свои серверы приёма', description: 'Names under which our server states authentication results (authserv-id).', descriptionRu: 'Имена, под которыми наш сервер пишет результаты проверки подлинности (authserv-id).' }),
    pollSeconds: z
      .int()
      .min(10)
      .max(3600)
      .default(60)
      .meta({ advanced: true, title: 'Safety check, seconds', titleRu: 'Контрольная проверка, секунд', description: 'Besides what the server announces by itself.', descriptionRu: 'Кроме того, о чём сервер сообщает сам.' }),
    maxMailMegabytes: z
      .int()
      .min(1)
      .max(MAX_MAIL_MB)
      .default(MAX_MAIL_MB)
      .meta({ advanced: true, title: 'Largest mail, MB', titleRu: 'Наибольшее письмо, МБ', description: 'Of larger ones headers and text are taken, attachments named.', descriptionRu: 'У больших берутся заголовки и текст, вложения только называются.' }),
  })
  .superRefine((settings, context) => {
    for (const { path, code } of [...accessProblems(settings), ...outgoingProblems(settings)]) context.addIssue({ code: 'custom', path: [...path], ...fault(code) });
    for (const [index, folder] of settings.folders.entries()) {
      if (settings.folders.indexOf(folder) !== index) context.addIssue({ code: 'custom', path: ['folders', index], ...fault('folder-twice') });
      if (folder === settings.sentFolder) context.addIssue({ code: 'custom', path: ['sentFolder'], ...fault('folder-watched') });
    }
  });

export type EmailSettings = z.output<typeof settingsSchema>;
export type OAuthSettings = NonNullable<EmailSettings['oauth']>;
