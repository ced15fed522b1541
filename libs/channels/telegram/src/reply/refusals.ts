import { type Localized, ReplyRefusedError } from '@tributary/channel';
import type { BotApiError } from '../api/bot-api-error.js';

interface Refusal {
  readonly words: RegExp;
  readonly code: string;
  readonly detail: Localized;
  /** Nothing more can be sent there. */
  readonly closes?: boolean;
}

/** By the beginning of what Telegram says: it has no codes finer than 400 and 403. */
const REFUSALS: readonly Refusal[] = [
  { words: /blocked by the user/i, code: 'blocked', closes: true, detail: { ru: 'Клиент заблокировал бота. Ответить можно, когда он снова напишет; пока свяжитесь иначе.', en: 'The customer blocked the bot. You can answer once they write again; until then reach them in another way.' } },
  { words: /deactivated/i, code: 'account-deleted', closes: true, detail: { ru: 'Учётная запись клиента в Telegram удалена.', en: 'The customer’s Telegram account was deleted.' } },
  { words: /kicked|not a member/i, code: 'removed-from-group', closes: true, detail: { ru: 'Бота удалили из группы: писать туда он больше не может.', en: 'The bot was removed from the group and can’t write there any more.' } },
  { words: /initiate conversation/i, code: 'not-started', closes: true, detail: { ru: 'Telegram не даёт боту писать первым: клиент должен написать боту сам.', en: 'Telegram lets no bot write first: the customer has to write to the bot.' } },
  { words: /chat not found|peer_id_invalid/i, code: 'chat-not-found', closes: true, detail: { ru: 'Такого чата у бота больше нет.', en: 'The bot has no such chat any more.' } },
  { words: /TOPIC_CLOSED/i, code: 'topic-closed', detail: { ru: 'Тема группы закрыта: откройте её в Telegram и отправьте ответ ещё раз.', en: 'The topic of the group is closed: open it in Telegram and send the answer again.' } },
  { words: /thread not found|TOPIC_DELETED/i, code: 'topic-gone', closes: true, detail: { ru: 'Темы, в которой писал клиент, в группе больше нет: ответьте иначе.', en: 'The topic in which the customer wrote is no more: answer in another way.' } },
  { words: /not enough rights|have no rights|restricted|CHAT_WRITE_FORBIDDEN/i, code: 'no-rights', detail: { ru: 'Боту нельзя писать в этот чат: дайте ему право или ответьте иначе.', en: 'The bot may not write in this chat: give it the right, or answer in another way.' } },
  { words: /too long/i, code: 'text-too-long', detail: { ru: 'Telegram не взял сообщение: текст слишком длинный.', en: 'Telegram did not take the message: its text is too long.' } },
  { words: /business/i, code: 'business-connection-gone', closes: true, detail: { ru: 'Бизнес-аккаунт отключён от бота или не даёт ему отвечать.', en: 'The business account is no longer connected to the bot, or doesn’t let it answer.' } },
];

/** HTTP status of what is too large, whoever on the way says so. */
export const TOO_LARGE = 413;
const OF_FILES = /file is too big|wrong file|invalid file|file must be non-empty|wrong type of the web page|PHOTO_|IMAGE_PROCESS_FAILED|FILE_PART/i;

/** @param words  Telegram's own */
export function fileRefused(words: string, cause: unknown): ReplyRefusedError {
  const [ru, en] = words ? [`: ${words}`, `: ${words}`] : [', он слишком большой', ', it is too large'];
  return new ReplyRefusedError('file-refused', {
    ru: `Telegram не взял файл${ru}. Уменьшите его, сохраните в другом виде (PDF, ZIP) или пришлите ссылкой, и отправьте ответ ещё раз.`,
    en: `Telegram did not take the file${en}. Make it smaller, save it in another form (PDF, ZIP) or give a link to it, and send the answer again.`,
  }, undefined, { cause });
}

/** @returns undefined when it isn't about this message: a refused token, too many requests, Telegram's own trouble */
export function refusalOf(cause: BotApiError): ReplyRefusedError | undefined {
  const { code, description } = cause;
  if (code === TOO_LARGE || (code === 400 && OF_FILES.test(description))) return fileRefused(description.slice(0, 300), cause);
  if (![400, 403].includes(code)) return undefined;
  const known = REFUSALS.find(({ words }) => words.test(description));
  if (known) return new ReplyRefusedError(known.code, known.detail, known.closes ? known.code : undefined, { cause });
  const words = description.slice(0, 300);
  return new ReplyRefusedError('refused', { ru: `Telegram отказал: ${words}.`, en: `Telegram refused: ${words}.` }, undefined, { cause });
}

export const STRANGE_CONVERSATION = () =>
  new ReplyRefusedError('no-way-back', { ru: 'У этого обращения нет чата, в который можно ответить.', en: 'This contact has no chat that an answer could go to.' });
