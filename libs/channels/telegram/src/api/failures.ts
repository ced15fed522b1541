import { callFailed, ConnectorError, type ConnectorErrorDetails, type FailureClass, type Localized } from '@tributary/channel';
import { BadAnswerError, BotApiError } from './bot-api-error.js';

const DEFAULT_RETRY_MS = 5_000;

/** What a person reads; `{words}` are Telegram's own. */
const TEXTS = {
  'token-refused': {
    ru: 'Telegram не принял токен: он отозван или указан неверно. Возьмите новый в @BotFather и впишите его в настройки.',
    en: 'Telegram refused the token: it was revoked or is wrong. Take a new one from @BotFather and enter it in the settings.',
  },
  'webhook-refused': {
    ru: 'Telegram не принял адрес вебхука: {words}. Нужен публичный адрес https (PUBLIC_URL), или выберите опрос.',
    en: 'Telegram refused the address of the webhook: {words}. A public https address (PUBLIC_URL) is needed, or choose polling.',
  },
  'no-public-address': { ru: 'У этого процесса нет публичного адреса для вебхука: задайте PUBLIC_URL или выберите опрос.', en: 'This process has no public address for a webhook: set PUBLIC_URL, or choose polling.' },
  'host-not-allowed': { ru: 'К этому адресу подключаться нельзя: это служебный или внутренний адрес сети.', en: 'Connecting to this address is not allowed: it is a service or private address of the network.' },
  'too-many-requests': { ru: 'Telegram просит подождать: слишком много запросов.', en: 'Telegram asks to wait: too many requests.' },
  'server-error': { ru: 'На стороне Telegram ошибка ({words}). Повторим сами.', en: 'Telegram has an error of its own ({words}). It is tried again.' },
  'request-refused': { ru: 'Telegram отказал: {words}.', en: 'Telegram refused: {words}.' },
  'not-the-bot-api': {
    ru: 'Ответил не сервер Bot API: проверьте его адрес в настройках. Если адрес верный, повторим сами.',
    en: 'What answered is not a Bot API server: look at its address in the settings. If it is right, it is tried again.',
  },
  'timeout': { ru: 'Telegram не ответил вовремя. Повторим сами.', en: 'Telegram did not answer in time. It is tried again.' },
  'host-not-found': { ru: 'Сервера Bot API с таким именем нет: проверьте адрес в настройках.', en: 'There is no Bot API server of this name: look at the address in the settings.' },
  'connection-failed': { ru: 'Нет связи с Telegram. Повторим сами; если это надолго, укажите свой сервер Bot API или посредника.', en: 'No connection to Telegram. It is tried again; if this lasts, name an own Bot API server or a relay.' },
  'webhook-changed': {
    ru: 'Кто-то направил сообщения этого бота на другой адрес ({words}). Мы вернули их себе; проверьте, не подключён ли бот ещё где-то.',
    en: 'Somebody sent the messages of this bot to another address ({words}). We took them back; look whether the bot is connected elsewhere as well.',
  },
  'webhook-set-by-others': {
    ru: 'Кто-то поставил этому боту вебхук, и опрос прервался. Мы убрали вебхук; проверьте, не подключён ли бот ещё где-то.',
    en: 'Somebody set a webhook for this bot, which ended the polling. We removed it; look whether the bot is connected elsewhere as well.',
  },
  'updates-waiting': {
    ru: 'Сообщения скапливаются в Telegram и не доходят до нас ({words}). Проверьте, что адрес доступен снаружи.',
    en: 'Messages pile up at Telegram and don’t reach us ({words}). Look whether the address can be reached from outside.',
  },
  'other-consumer': {
    ru: 'Этого бота одновременно опрашивает другая программа, и сообщения расходятся. Отключите её или выпустите новый токен.',
    en: 'Another program asks for the messages of this bot as well, and they are split. Switch it off, or make a new token.',
  },
} as const satisfies Record<string, Localized>;

export type FailureCode = keyof typeof TEXTS;

/** @param words  put into the text; never a secret */
export function failure(failureClass: FailureClass, code: FailureCode, words = '', details: Omit<ConnectorErrorDetails, 'code' | 'detail'> = {}): ConnectorError {
  const { ru, en } = TEXTS[code];
  const quoted = words.slice(0, 300);
  return new ConnectorError(failureClass, { code, detail: { ru: ru.replace('{words}', () => quoted), en: en.replace('{words}', () => quoted) }, ...details });
}

/** Gives an error of a call its class, and words for a person. What is none of a call is returned as it is. */
export function toConnectorError(cause: unknown): unknown {
  if (cause instanceof BotApiError) return ofAnswer(cause);
  if (cause instanceof BadAnswerError || cause instanceof RangeError) return failure('provider', 'not-the-bot-api', '', { field: 'apiRoot', cause });
  return callFailed(cause, (failureClass, code, details) => failure(failureClass, code, '', details));
}

function ofAnswer(cause: BotApiError): ConnectorError {
  const { code, description, parameters } = cause;
  if (code === 401) return failure('credentials', 'token-refused', '', { field: 'token', cause });
  if (code === 429 || code === 420) {
    return failure('quota', 'too-many-requests', '', { retryAfterMs: parameters.retryAfterSeconds === undefined ? DEFAULT_RETRY_MS : parameters.retryAfterSeconds * 1_000, cause });
  }
  if (code >= 500) return failure('provider', 'server-error', `${code} ${description}`, { cause });
  if (code === 400 && /webhook|secret token/i.test(description)) return failure('credentials', 'webhook-refused', description, { field: 'mode', cause });
  return failure('provider', 'request-refused', `${code} ${description}`, { cause });
}
