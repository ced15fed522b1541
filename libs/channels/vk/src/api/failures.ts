import { callFailed, ConnectorError, type ConnectorErrorDetails, type FailureClass, type Localized } from '@tributary/channel';
import { BadAnswerError, VkError } from './vk-error.js';

/** How long VK is left alone after it said that it is too much; it names no time itself. */
const WAIT_MS = { flood: 3 * 60_000, daily: 60 * 60_000, http: 5_000 };

/** What a person reads; `{words}` are VK's own. */
const TEXTS = {
  'token-refused': {
    ru: 'ВКонтакте не принял ключ доступа: он отозван или указан неверно. Создайте новый в управлении сообществом (Работа с API) и впишите его в настройки.',
    en: 'VK refused the access token: it was revoked or is wrong. Make a new one in the community’s management (API usage) and enter it in the settings.',
  },
  'another-group': { ru: 'Этот ключ доступа выдан сообществу {words}: проверьте номер сообщества или ключ.', en: 'This access token is of the community {words}: look at the community id, or the token.' },
  'not-a-group-token': { ru: 'Это ключ не сообщества: создайте ключ в управлении сообществом (Работа с API → Ключи доступа).', en: 'This token is not a community’s: make one in the community’s management (API usage, Access tokens).' },
  'rights-missing': { ru: 'Ключу доступа не хватает права «{right}»: создайте новый ключ с ним. ВКонтакте говорит: {words}.', en: 'The access token lacks the right "{right}": make a new token that has it. VK says: {words}.' },
  'captcha-needed': { ru: 'ВКонтакте просит ввести капчу: зайдите в сообщество и проверьте, не ограничено ли оно.', en: 'VK asks for a captcha: open the community and look whether it was restricted.' },
  'too-many-requests': { ru: 'ВКонтакте просит подождать: слишком много запросов.', en: 'VK asks to wait: too many requests.' },
  'flood-control': { ru: 'ВКонтакте просит подождать несколько минут: слишком много одинаковых действий.', en: 'VK asks to wait some minutes: too many actions of one kind.' },
  'daily-limit': { ru: 'Суточный лимит ВКонтакте исчерпан ({words}). Повторим через час.', en: 'The daily limit of VK is used up ({words}). It is tried again in an hour.' },
  'server-error': { ru: 'На стороне ВКонтакте ошибка ({words}). Повторим сами.', en: 'VK has an error of its own ({words}). It is tried again.' },
  'request-refused': { ru: 'ВКонтакте отказал: {words}.', en: 'VK refused: {words}.' },
  'not-vk': { ru: 'Ответил не ВКонтакте: проверьте адрес сервера API. Если адрес верный, повторим сами.', en: 'What answered is not VK: look at the address of the API server. If it is right, it is tried again.' },
  'host-not-allowed': { ru: 'К этому адресу подключаться нельзя: это служебный или внутренний адрес сети.', en: 'Connecting to this address is not allowed: it is a service or private address of the network.' },
  'timeout': { ru: 'ВКонтакте не ответил вовремя. Повторим сами.', en: 'VK did not answer in time. It is tried again.' },
  'host-not-found': { ru: 'Сервера API с таким именем нет: проверьте адрес в настройках.', en: 'There is no API server of this name: look at the address in the settings.' },
  'connection-failed': { ru: 'Нет связи с ВКонтакте. Повторим сами.', en: 'No connection to VK. It is tried again.' },
  'history-lost': { ru: 'ВКонтакте больше не помнит, что мы уже прочли. Пропущенные сообщения читаем из переписок.', en: 'VK no longer knows how far we had read. What was missed is read from the conversations.' },
  'no-public-address': { ru: 'У этого процесса нет публичного адреса: задайте PUBLIC_URL или выберите опрос.', en: 'This process has no public address: set PUBLIC_URL, or choose asking.' },
  'callback-failed': { ru: 'ВКонтакте перестал обращаться на наш адрес ({words}). Мы подтвердили его снова и читаем пропущенное из переписок; проверьте, что он доступен снаружи.', en: 'VK stopped calling our address ({words}). We confirmed it again and read from the conversations what was missed; look whether it can be reached from outside.' },
  'callback-removed': { ru: 'Наш адрес исчез из настроек Callback API. Мы вернули его; проверьте, кто его убрал.', en: 'Our address had gone from the settings of the Callback API. We put it back; look who removed it.' },
  'callback-not-confirmed': { ru: 'ВКонтакте не смог подтвердить наш адрес: проверьте, что он доступен снаружи по https.', en: 'VK could not confirm our address: look whether it can be reached from outside by https.' },
  'callback-unmanaged': { ru: 'Ключ не даёт управлять Callback API: адрес, секретный ключ и строку подтверждения укажите сами, за их состоянием мы не следим.', en: 'The token may not manage the Callback API: enter address, secret and confirmation string yourself; nobody watches over them.' },
  'too-many-servers': { ru: 'В Callback API сообщества уже десять адресов: удалите ненужный.', en: 'The community’s Callback API has ten addresses already: remove one that is not needed.' },
} as const satisfies Record<string, Localized>;

export type FailureCode = keyof typeof TEXTS;

/** @param words  put into the text; never a secret */
export function failure(failureClass: FailureClass, code: FailureCode, words = '', details: Omit<ConnectorErrorDetails, 'code' | 'detail'> = {}, right: Localized = { ru: '', en: '' }): ConnectorError {
  const text = (language: 'ru' | 'en') => TEXTS[code][language].replace('{right}', () => right[language]).replace('{words}', () => words.slice(0, 300));
  return new ConnectorError(failureClass, { code, detail: { ru: text('ru'), en: text('en') }, ...details });
}

/** Gives an error of a call its class, and words for a person. What is none of a call is returned as it is. */
export function toConnectorError(cause: unknown): unknown {
  if (cause instanceof VkError) return ofAnswer(cause);
  if (cause instanceof BadAnswerError) return ofBadAnswer(cause);
  if (cause instanceof RangeError) return failure('provider', 'not-vk', '', { field: 'apiRoot', cause });
  return callFailed(cause, (failureClass, code, details) => failure(failureClass, code, '', details));
}

function ofAnswer(cause: VkError): ConnectorError {
  const { code, description } = cause;
  const words = `${code} ${description}`;
  switch (code) {
    case 5: case 27: case 28:
      return failure('credentials', 'token-refused', '', { field: 'accessToken', cause });
    case 7: case 15:
      return failure('credentials', 'rights-missing', words, { field: 'accessToken', cause }, rightOf(cause));
    case 6:
      // In pauses that grow: whoever else has this token may be as eager.
      return failure('quota', 'too-many-requests', '', { cause });
    case 9:
      return failure('quota', 'flood-control', '', { retryAfterMs: WAIT_MS.flood, cause });
    case 29:
      return failure('quota', 'daily-limit', cause.method, { retryAfterMs: WAIT_MS.daily, cause });
    case 14:
      return failure('provider', 'captcha-needed', '', { cause });
    case 1: case 10:
      return failure('provider', 'server-error', words, { cause });
    case 2000:
      return failure('credentials', 'too-many-servers', '', { field: 'mode', cause });
    default:
      return failure('provider', 'request-refused', words, { cause });
  }
}

function ofBadAnswer(cause: BadAnswerError): ConnectorError {
  const { status, retryAfterMs = WAIT_MS.http } = cause;
  if (status === 429) return failure('quota', 'too-many-requests', '', { retryAfterMs, cause });
  return status >= 500 ? failure('provider', 'server-error', String(status), { cause }) : failure('provider', 'not-vk', '', { field: 'apiRoot', cause });
}

const RIGHTS: Readonly<Record<string, Localized>> = {
  groups: { ru: 'управление сообществом', en: 'community management' },
  messages: { ru: 'сообщения сообщества', en: 'community messages' },
  photos: { ru: 'фотографии', en: 'photos' },
  docs: { ru: 'файлы', en: 'files' },
};

/** As it is called where tokens are made. */
function rightOf({ method }: VkError): Localized {
  const section = method.split('.')[0] ?? '';
  return RIGHTS[section] ?? { ru: section, en: section };
}
