import { type Localized, proxySchema } from '@tributary/channel';
import { z } from 'zod';

export const OFFICIAL_API = 'https://api.vk.com';

const FAULTS = {
  'not-a-token': { ru: 'Это не ключ доступа: в нём только латинские буквы, цифры, «.», «_» и «-».', en: 'This is no access token: it has letters, digits, ".", "_" and "-" only.' },
  'not-a-secret': { ru: 'Только латинские буквы и цифры, не больше 50.', en: 'Letters and digits only, at most 50.' },
  'not-a-code': { ru: 'Это не строка подтверждения: в ней только латинские буквы и цифры.', en: 'This is no confirmation string: it has letters and digits only.' },
  'not-an-api-root': { ru: 'Нужен адрес вида https://api.vk.com, без ключа.', en: 'An address such as https://api.vk.com, without a token.' },
} as const satisfies Record<string, Localized>;

const fault = (code: keyof typeof FAULTS) => ({ message: FAULTS[code].en, params: { code, detail: FAULTS[code] } });

const SECRETS_GO_TO = ['apiRoot', 'proxy.url'];

const MODES = [
  { value: 'longpoll', title: 'The hub asks VK (Bots Long Poll)', titleRu: 'Система сама спрашивает ВКонтакте (Bots Long Poll)' },
  { value: 'callback', title: 'VK calls the hub (Callback API)', titleRu: 'ВКонтакте обращается к системе (Callback API)' },
];

/** Settings of a community. */
export const settingsSchema = z.strictObject({
  accessToken: z
    .string()
    .trim()
    .regex(/^[\w.-]{1,1000}$/, fault('not-a-token'))
    .meta({
      secret: true,
      boundTo: SECRETS_GO_TO,
      title: 'Access token',
      titleRu: 'Ключ доступа',
      description: 'In VK: the community, Manage, API usage, Access tokens, Create token. It needs the rights for community management, messages, photos and files.',
      descriptionRu: 'ВКонтакте: сообщество → Управление → Работа с API → Ключи доступа → Создать ключ. Нужны права на управление сообществом, сообщения, фотографии и файлы.',
    }),
  groupId: z.coerce
    .number()
    .int()
    .min(1)
    .max(Number.MAX_SAFE_INTEGER)
    .meta({
      title: 'Community id',
      titleRu: 'Номер сообщества',
      description: 'Digits: Manage, API usage, Callback API shows it as group_id. Without it the token tells.',
      descriptionRu: 'Цифры: Управление → Работа с API → Callback API, там он показан как group_id. Если не указан, его скажет ключ.',
    }),
  mode: z.enum(['longpoll', 'callback']).default('longpoll').meta({
    title: 'How messages come',
    titleRu: 'Как приходят сообщения',
    options: MODES,
    description: 'Asking works everywhere. Being called needs a public https address (PUBLIC_URL).',
    descriptionRu: 'Опрос работает везде. Для обращений от ВКонтакте нужен публичный адрес https (PUBLIC_URL).',
  }),
  confirmation: z
    .string()
    .trim()
    .regex(/^\w{1,100}$/, fault('not-a-code'))
    .optional()
    .meta({
      secret: true,
      title: 'Confirmation string',
      titleRu: 'Строка подтверждения',
      description: 'For being called: Manage, API usage, Callback API, "String to be returned". Found out by itself when the token may manage the community.',
      descriptionRu: 'Для обращений от ВКонтакте: Управление → Работа с API → Callback API, «Строка, которую должен вернуть сервер». Узнаётся сама, если ключ даёт управление сообществом.',
    }),
  secret: z
    .string()
    .regex(/^[a-zA-Z0-9]{1,50}$/, fault('not-a-secret'))
    .optional()
    .meta({
      secret: true,
      boundTo: SECRETS_GO_TO,
      title: 'Secret key',
      titleRu: 'Секретный ключ',
      description: 'For being called: the field "Secret key" of the Callback API. Without one it is made from the token, and given to VK when the token may manage the community.',
      descriptionRu: 'Для обращений от ВКонтакте: поле «Секретный ключ» в Callback API. Если не указан, получается из ключа доступа и передаётся ВКонтакте, если ключ даёт управление сообществом.',
    }),
  comments: z.boolean().default(true).meta({
    title: 'Comments are contacts',
    titleRu: 'Комментарии — тоже обращения',
    description: 'On posts, photos, videos and goods, and in discussions of the community.',
    descriptionRu: 'К записям, фотографиям, видео и товарам и в обсуждениях сообщества.',
  }),
  apiRoot: z
    .url({ protocol: /^https?$/ })
    .refine((url) => new URL(url).search + new URL(url).hash + new URL(url).username === '', fault('not-an-api-root'))
    .default(OFFICIAL_API)
    .meta({ advanced: true, title: 'API server', titleRu: 'Сервер API', description: 'https://api.vk.ru, or a relay to VK.', descriptionRu: 'https://api.vk.ru или посредник до ВКонтакте.' }),
  proxy: proxySchema
    .optional()
    .meta({ advanced: true, title: 'Proxy', titleRu: 'Прокси', description: 'Connects to VK through it (HTTP CONNECT).', descriptionRu: 'Через него идёт соединение с ВКонтакте (HTTP CONNECT).' }),
  language: z.enum(['ru', 'en']).default('ru').meta({
    advanced: true,
    title: 'Language of descriptions',
    titleRu: 'Язык пояснений',
    options: [
      { value: 'ru', title: 'Russian', titleRu: 'Русский' },
      { value: 'en', title: 'English', titleRu: 'Английский' },
    ],
    description: 'Of what stands in a text in place of a picture, a place or a voice message; also that of names.',
    descriptionRu: 'На нём в тексте называются фото, места и голосовые сообщения, на нём же — имена.',
  }),
  maxFileMegabytes: z.int().min(1).max(2000).default(50).meta({
    advanced: true,
    title: 'Largest file, MB',
    titleRu: 'Наибольший файл, МБ',
    description: 'Larger ones stay at VK, and the text says so.',
    descriptionRu: 'Файлы больше остаются во ВКонтакте, о чём говорит текст.',
  }),
  pollSeconds: z.int().min(1).max(90).default(25).meta({
    advanced: true,
    title: 'Longest wait of a poll, seconds',
    titleRu: 'Ожидание ответа при опросе, секунд',
    description: 'Messages come at once in any case.',
    descriptionRu: 'Сообщения в любом случае приходят сразу.',
  }),
  upkeepSeconds: z.int().min(1).max(300).default(60).meta({
    advanced: true,
    title: 'Check of the Callback API, seconds',
    titleRu: 'Проверка Callback API, секунд',
    description: 'How often it is looked at whether VK still calls this address.',
    descriptionRu: 'Как часто проверять, что ВКонтакте всё ещё обращается на этот адрес.',
  }),
});

export type Settings = z.output<typeof settingsSchema>;
