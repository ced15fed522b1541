import type { Localized } from '@tributary/channel';

/** How to reach a mailbox of a known provider, and what its people stumble over. */
export interface Preset {
  readonly id: PresetId;
  readonly title: Localized;
  /** Missing for `other`: the host must be given. */
  readonly host?: string;
  readonly port: number;
  readonly secure: boolean;
  /** Where its people's mail goes out, by the same sign-in. */
  readonly smtp?: { readonly host: string; readonly port: number; readonly secure: true | 'starttls' };
  /** Domains whose addresses live here. */
  readonly domains: readonly string[];
  /** Ends of MX host names of companies that keep their own domain here. */
  readonly mx: readonly string[];
  /** What the sign-in accepts. */
  readonly signIn: readonly ('password' | 'app-password' | 'oauth')[];
  /** The provider's page where passwords for programs are made, or that says how; for a person to open. */
  readonly helpUrl?: string;
  /** Said when the password was refused. */
  readonly passwordHint: Localized;
  /** Where IMAP is switched on; missing when it always is. */
  readonly imapHint?: Localized;
  /** The provider's OAuth2 endpoint and scope. */
  readonly oauth?: { readonly tokenUrl: string; readonly scope: string };
}

export const PRESET_IDS = ['gmail', 'yandex', 'mailru', 'outlook', 'rambler', 'icloud', 'yahoo', 'other'] as const;
export type PresetId = (typeof PRESET_IDS)[number];

const IMAPS_PORT = 993;
const SMTPS_PORT = 465;
const SUBMISSION_PORT = 587;

/**
 * Providers by what is publicly known of them; conditions change, so hints say what to look for, not where to click.
 * Order matters for nothing: domains and MX names are disjoint.
 */
const PRESETS: Readonly<Record<PresetId, Preset>> = {
  gmail: {
    id: 'gmail',
    title: { ru: 'Gmail и Google Workspace', en: 'Gmail and Google Workspace' },
    host: 'imap.gmail.com',
    port: IMAPS_PORT,
    secure: true,
    smtp: { host: 'smtp.gmail.com', port: SMTPS_PORT, secure: true },
    domains: ['gmail.com', 'googlemail.com'],
    mx: ['google.com', 'googlemail.com', 'psmtp.com'],
    signIn: ['app-password', 'oauth'],
    helpUrl: 'https://myaccount.google.com/apppasswords',
    passwordHint: {
      ru: 'Gmail принимает не обычный пароль, а пароль приложения: включите двухэтапную аутентификацию и создайте его в аккаунте Google (16 букв). Для Workspace может понадобиться OAuth2.',
      en: 'Gmail needs an app password, not the usual one: turn on 2-Step Verification and create it in the Google Account (16 letters). Workspace may need OAuth2.',
    },
    imapHint: {
      ru: 'Доступ по IMAP в Workspace может быть закрыт администратором домена.',
      en: 'In Workspace the domain administrator may have closed IMAP access.',
    },
    oauth: { tokenUrl: 'https://oauth2.googleapis.com/token', scope: 'https://mail.google.com/' },
  },
  yandex: {
    id: 'yandex',
    title: { ru: 'Яндекс Почта и Яндекс 360', en: 'Yandex Mail and Yandex 360' },
    host: 'imap.yandex.ru',
    port: IMAPS_PORT,
    secure: true,
    smtp: { host: 'smtp.yandex.ru', port: SMTPS_PORT, secure: true },
    domains: ['yandex.ru', 'ya.ru', 'yandex.com', 'yandex.by', 'yandex.kz', 'yandex.ua', 'yandex.uz', 'narod.ru'],
    mx: ['mx.yandex.net', 'mx.yandex.ru'],
    signIn: ['app-password', 'oauth'],
    helpUrl: 'https://id.yandex.ru/security/app-passwords',
    passwordHint: {
      ru: 'Яндекс принимает не обычный пароль, а пароль приложения: создайте его в Яндекс ID для «Почты», а в настройках почты разрешите доступ с сервера imap.yandex.ru.',
      en: 'Yandex needs an app password, not the usual one: create one for "Mail" in Yandex ID, and allow access from imap.yandex.ru in the mail settings.',
    },
    imapHint: {
      ru: 'Разрешите доступ по IMAP: настройки Яндекс Почты, «Почтовые программы».',
      en: 'Allow IMAP access in Yandex Mail: settings, "Email clients".',
    },
    oauth: { tokenUrl: 'https://oauth.yandex.ru/token', scope: 'mail:imap_full mail:smtp' },
  },
  mailru: {
    id: 'mailru',
    title: { ru: 'Почта Mail.ru и VK WorkSpace', en: 'Mail.ru and VK WorkSpace' },
    host: 'imap.mail.ru',
    port: IMAPS_PORT,
    secure: true,
    smtp: { host: 'smtp.mail.ru', port: SMTPS_PORT, secure: true },
    domains: ['mail.ru', 'bk.ru', 'inbox.ru', 'list.ru', 'internet.ru', 'xmail.ru'],
    mx: ['emx.mail.ru', 'mxs.mail.ru'],
    signIn: ['app-password', 'oauth'],
    helpUrl: 'https://account.mail.ru/user/2-step-auth/passwords',
    passwordHint: {
      ru: 'Mail.ru принимает только пароль для внешнего приложения: создайте его в настройках безопасности почты.',
      en: 'Mail.ru accepts only a password for an external application: create one in the mail’s security settings.',
    },
    imapHint: {
      ru: 'Доступ по IMAP включается вместе с созданием пароля для внешнего приложения.',
      en: 'IMAP access is switched on together with a password for an external application.',
    },
    oauth: { tokenUrl: 'https://oauth.mail.ru/token', scope: 'mail.imap' },
  },
  outlook: {
    id: 'outlook',
    title: { ru: 'Outlook.com и Microsoft 365', en: 'Outlook.com and Microsoft 365' },
    host: 'outlook.office365.com',
    port: IMAPS_PORT,
    secure: true,
    smtp: { host: 'smtp.office365.com', port: SUBMISSION_PORT, secure: 'starttls' },
    domains: ['outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'live.ru', 'outlook.fr', 'outlook.de'],
    mx: ['protection.outlook.com', 'olc.protection.outlook.com', 'mx.microsoft'],
    signIn: ['oauth'],
    helpUrl: 'https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth',
    passwordHint: {
      ru: 'Microsoft больше не принимает пароли по IMAP: нужен вход OAuth2 (приложение, зарегистрированное в Entra ID).',
      en: 'Microsoft no longer accepts passwords over IMAP: OAuth2 is needed (an application registered in Entra ID).',
    },
    imapHint: {
      ru: 'Администратор Microsoft 365 должен разрешить IMAP для этого ящика.',
      en: 'The Microsoft 365 administrator must allow IMAP for this mailbox.',
    },
    oauth: {
      tokenUrl: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
      scope: 'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access',
    },
  },
  rambler: {
    id: 'rambler',
    title: { ru: 'Рамблер/почта', en: 'Rambler' },
    host: 'imap.rambler.ru',
    port: IMAPS_PORT,
    secure: true,
    smtp: { host: 'smtp.rambler.ru', port: SMTPS_PORT, secure: true },
    domains: ['rambler.ru', 'lenta.ru', 'autorambler.ru', 'myrambler.ru', 'ro.ru', 'rambler.ua'],
    mx: ['mx.rambler.ru', 'inmx.rambler.ru'],
    signIn: ['password'],
    helpUrl: 'https://help.rambler.ru/mail/',
    passwordHint: {
      ru: 'Проверьте пароль и то, что в настройках Рамблер/почты, раздел «Программы», доступ почтовым клиентам включён.',
      en: 'Check the password, and that access for mail programs is switched on in Rambler’s mail settings.',
    },
    imapHint: {
      ru: 'Включите доступ почтовым клиентам: настройки Рамблер/почты, «Программы».',
      en: 'Switch on access for mail programs in Rambler’s mail settings.',
    },
  },
  icloud: {
    id: 'icloud',
    title: { ru: 'Почта iCloud', en: 'iCloud Mail' },
    host: 'imap.mail.me.com',
    port: IMAPS_PORT,
    secure: true,
    smtp: { host: 'smtp.mail.me.com', port: SUBMISSION_PORT, secure: 'starttls' },
    domains: ['icloud.com', 'me.com', 'mac.com'],
    mx: ['mail.icloud.com'],
    signIn: ['app-password'],
    helpUrl: 'https://account.apple.com/',
    passwordHint: {
      ru: 'iCloud принимает только пароль для приложения: создайте его в аккаунте Apple.',
      en: 'iCloud accepts only an app-specific password: create it in the Apple Account.',
    },
  },
  yahoo: {
    id: 'yahoo',
    title: { ru: 'Yahoo Mail', en: 'Yahoo Mail' },
    host: 'imap.mail.yahoo.com',
    port: IMAPS_PORT,
    secure: true,
    smtp: { host: 'smtp.mail.yahoo.com', port: SMTPS_PORT, secure: true },
    domains: ['yahoo.com', 'ymail.com', 'rocketmail.com', 'yahoo.co.uk', 'yahoo.de', 'yahoo.fr'],
    mx: ['yahoodns.net'],
    signIn: ['app-password', 'oauth'],
    helpUrl: 'https://login.yahoo.com/account/security',
    passwordHint: {
      ru: 'Yahoo принимает только пароль приложения: создайте его в разделе безопасности аккаунта.',
      en: 'Yahoo needs an app password: create it in the account’s security settings.',
    },
    oauth: { tokenUrl: 'https://api.login.yahoo.com/oauth2/get_token', scope: 'mail-r' },
  },
  other: {
    id: 'other',
    title: { ru: 'Другой сервер', en: 'Any server' },
    port: IMAPS_PORT,
    secure: true,
    domains: [],
    mx: [],
    signIn: ['password', 'oauth'],
    passwordHint: {
      ru: 'Проверьте имя пользователя и пароль. Некоторые серверы ждут имя без домена, другие — полный адрес.',
      en: 'Check user name and password. Some servers want the name without its domain, others the full address.',
    },
  },
};

/** For a form: what may be chosen, what an address means, and what to tell whoever fills it in. */
export function presetOptions() {
  return Object.values(PRESETS).map(({ id, title, domains, signIn, passwordHint, helpUrl }) => ({
    value: id, title: title.en, titleRu: title.ru, domains, signIn, hint: passwordHint.en, hintRu: passwordHint.ru, ...(helpUrl && { helpUrl }),
  }));
}

export function presetById(id: PresetId): Preset {
  return PRESETS[id];
}

/** The provider whose own domain this is. */
export function presetOfDomain(domain: string): Preset | undefined {
  const wanted = domain.toLowerCase();
  return Object.values(PRESETS).find((preset) => preset.domains.includes(wanted));
}

/** The provider that takes in a company's mail, by a host name of its MX records. */
export function presetOfMx(exchange: string): Preset | undefined {
  const host = exchange.toLowerCase().replace(/\.$/, '');
  return Object.values(PRESETS).find((preset) => preset.mx.some((end) => host === end || host.endsWith(`.${end}`)));
}

/** The provider that this server belongs to; `other` when nobody known. */
export function presetOfHost(host: string): Preset {
  const wanted = host.toLowerCase().replace(/\.$/, '');
  return (
    Object.values(PRESETS).find((preset) => preset.host === wanted || preset.domains.some((domain) => wanted === `imap.${domain}`)) ??
    (wanted.endsWith('.outlook.com') ? PRESETS.outlook : PRESETS.other)
  );
}
