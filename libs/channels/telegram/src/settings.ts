import { type Localized, proxySchema } from '@tributary/channel';
import { z } from 'zod';

export const OFFICIAL_API = 'https://api.telegram.org';
/** What bots may download from the official server. */
const OFFICIAL_FILE_MB = 20;

const FAULTS = {
  'not-a-token': {
    ru: 'Это не токен бота. Он выглядит так: 123456789:AAF… и выдаётся в @BotFather.',
    en: 'This is no bot token. One looks like 123456789:AAF… and comes from @BotFather.',
  },
  'not-a-secret': { ru: 'Только латинские буквы, цифры, «_» и «-», не больше 256.', en: 'Letters, digits, "_" and "-" only, at most 256.' },
  'not-an-api-root': { ru: 'Нужен адрес вида https://api.telegram.org, без токена.', en: 'An address such as https://api.telegram.org, without a token.' },
} as const satisfies Record<string, Localized>;

const fault = (code: keyof typeof FAULTS) => ({ message: FAULTS[code].en, params: { code, detail: FAULTS[code] } });

const SECRETS_GO_TO = ['apiRoot', 'proxy.url'];

const MODES = [
  { value: 'poll', title: 'The hub asks Telegram', titleRu: 'Система сама спрашивает Telegram' },
  { value: 'webhook', title: 'Telegram calls the hub', titleRu: 'Telegram обращается к системе' },
];

/** Settings of a bot. Token alone is enough. */
export const settingsSchema = z.strictObject({
  token: z
    .string()
    .trim()
    .regex(/^\d{1,20}:[\w-]{1,200}$/, fault('not-a-token'))
    .meta({
      secret: true,
      boundTo: SECRETS_GO_TO,
      title: 'Bot token',
      titleRu: 'Токен бота',
      description: 'Open @BotFather in Telegram, send /mybots, choose the bot, then "API Token".',
      descriptionRu: 'Откройте @BotFather в Telegram, отправьте /mybots, выберите бота и нажмите «API Token».',
    }),
  mode: z.enum(['poll', 'webhook']).default('poll').meta({
    title: 'How messages come',
    titleRu: 'Как приходят сообщения',
    options: MODES,
    description: 'Asking works everywhere. Being called needs a public https address (PUBLIC_URL) on port 443, 80, 88 or 8443.',
    descriptionRu: 'Опрос работает везде. Для обращений от Telegram нужен публичный адрес https (PUBLIC_URL), порт 443, 80, 88 или 8443.',
  }),
  secret: z
    .string()
    .regex(/^[\w-]{1,256}$/, fault('not-a-secret'))
    .optional()
    .meta({
      advanced: true,
      secret: true,
      boundTo: SECRETS_GO_TO,
      title: 'Webhook secret',
      titleRu: 'Секрет вебхука',
      description: 'Telegram sends it along, so that nobody else can. Without one it is made from the token.',
      descriptionRu: 'Telegram присылает его с каждым сообщением, чтобы никто другой не мог. Если не указан, получается из токена.',
    }),
  apiRoot: z
    .url({ protocol: /^https?$/ })
    .refine((url) => new URL(url).search + new URL(url).hash + new URL(url).username === '', fault('not-an-api-root'))
    .default(OFFICIAL_API)
    .meta({
      advanced: true,
      title: 'Bot API server',
      titleRu: 'Сервер Bot API',
      description: 'An own Bot API server, or a relay to Telegram.',
      descriptionRu: 'Собственный сервер Bot API или посредник до Telegram.',
    }),
  proxy: proxySchema
    .optional()
    .meta({ advanced: true, title: 'Proxy', titleRu: 'Прокси', description: 'Connects to Telegram through it (HTTP CONNECT).', descriptionRu: 'Через него идёт соединение с Telegram (HTTP CONNECT).' }),
  username: z
    .string()
    .trim()
    .regex(/^@?\w{1,64}$/)
    .optional()
    .meta({
      advanced: true,
      title: 'Username of the bot',
      titleRu: 'Имя бота',
      description: 'Found out by itself. In groups the bot listens when it is mentioned by this name.',
      descriptionRu: 'Узнаётся само. В группах бот слышит, когда его упоминают под этим именем.',
    }),
  language: z.enum(['ru', 'en']).default('ru').meta({
    advanced: true,
    title: 'Language of descriptions',
    titleRu: 'Язык пояснений',
    options: [
      { value: 'ru', title: 'Russian', titleRu: 'Русский' },
      { value: 'en', title: 'English', titleRu: 'Английский' },
    ],
    description: 'Of what stands in a text in place of a picture, a place or a voice message.',
    descriptionRu: 'На нём в тексте называются фото, места и голосовые сообщения.',
  }),
  maxFileMegabytes: z.int().min(1).max(2000).default(OFFICIAL_FILE_MB).meta({
    advanced: true,
    title: 'Largest file, MB',
    titleRu: 'Наибольший файл, МБ',
    description: 'Telegram gives bots files of up to 20 MB; an own Bot API server gives larger ones.',
    descriptionRu: 'Telegram отдаёт ботам файлы до 20 МБ; собственный сервер Bot API — и больше.',
  }),
  pollSeconds: z.int().min(1).max(50).default(30).meta({
    advanced: true,
    title: 'Longest wait of a poll, seconds',
    titleRu: 'Ожидание ответа при опросе, секунд',
    description: 'Messages come at once in any case.',
    descriptionRu: 'Сообщения в любом случае приходят сразу.',
  }),
  upkeepSeconds: z.int().min(1).max(300).default(60).meta({
    advanced: true,
    title: 'Check of the webhook, seconds',
    titleRu: 'Проверка вебхука, секунд',
    description: 'How often it is looked at whether Telegram still calls this address.',
    descriptionRu: 'Как часто проверять, что Telegram всё ещё обращается на этот адрес.',
  }),
  pendingLimit: z.int().min(1).max(100_000).default(20).meta({
    advanced: true,
    title: 'Undelivered messages',
    titleRu: 'Недоставленных сообщений',
    description: 'From so many that wait at Telegram on, the webhook counts as failing.',
    descriptionRu: 'Если столько сообщений ждут в Telegram, вебхук считается неисправным.',
  }),
});

export type Settings = z.output<typeof settingsSchema>;
