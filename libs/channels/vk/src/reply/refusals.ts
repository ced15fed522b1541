import { type ConnectorError, type Localized, ReplyRefusedError } from '@tributary/channel';
import type { VkError } from '../api/vk-error.js';

interface Refusal {
  readonly codes: readonly number[];
  readonly code: string;
  readonly detail: Localized;
  /** Nothing more can be sent there. */
  readonly closes?: boolean;
}

const REFUSALS: readonly Refusal[] = [
  { codes: [900], code: 'blocked', closes: true, detail: { ru: 'Клиент в чёрном списке сообщества: уберите его оттуда или свяжитесь иначе.', en: 'The customer is on the community’s blacklist: take them off it, or reach them in another way.' } },
  { codes: [901], code: 'messages-denied', closes: true, detail: { ru: 'Клиент не писал сообществу или запретил сообщения от него. Ответить можно, когда он снова напишет; пока свяжитесь иначе.', en: 'The customer never wrote to the community, or denied its messages. You can answer once they write again; until then reach them in another way.' } },
  { codes: [902], code: 'privacy', closes: true, detail: { ru: 'Настройки приватности клиента не дают ему писать: свяжитесь иначе.', en: 'The customer’s privacy settings let nobody write: reach them in another way.' } },
  { codes: [18, 113, 936], code: 'account-deleted', closes: true, detail: { ru: 'Учётной записи клиента во ВКонтакте больше нет.', en: 'The customer’s VK account is no more.' } },
  { codes: [917, 925, 945, 946], code: 'no-chat', closes: true, detail: { ru: 'В эту беседу сообщество писать не может: она отключена или его из неё исключили.', en: 'The community can’t write in this chat: it is switched off, or the community was removed from it.' } },
  { codes: [914], code: 'text-too-long', detail: { ru: 'ВКонтакте не взял сообщение: текст слишком длинный.', en: 'VK did not take the message: its text is too long.' } },
  { codes: [912], code: 'bot-features-off', detail: { ru: 'В сообществе выключены возможности ботов: включите их (Управление → Сообщения → Настройки для бота).', en: 'The community’s bot features are off: switch them on (Manage, Messages, Bot settings).' } },
];

/** Not about this message: a refused token, missing rights, too many requests, VK's own trouble. */
const OTHERS: readonly number[] = [1, 5, 6, 7, 9, 10, 14, 15, 27, 28, 29];

/** What was asked for is refused, and would be by another try. */
export function isAboutMessage({ code }: VkError): boolean {
  return !OTHERS.includes(code);
}

/** @param words  VK's own */
export function fileRefused(name: string, words: string, cause?: unknown): ReplyRefusedError {
  const quoted = words.slice(0, 300);
  return new ReplyRefusedError('file-refused', {
    ru: `ВКонтакте не взял файл «${name}» (${quoted}): он слишком большой, повреждён или такого вида, какой там не принимают. Уменьшите его, сохраните в другом виде (PDF, ZIP) или пришлите ссылкой, и отправьте ответ ещё раз.`,
    en: `VK did not take the file "${name}" (${quoted}): it is too large, damaged, or of a kind that is not taken there. Make it smaller, save it in another form (PDF, ZIP) or give a link to it, and send the answer again.`,
  }, undefined, { cause });
}

/** Texts go out with such a token all the same. */
export function noRightToFiles({ code, detail, cause }: ConnectorError): ReplyRefusedError {
  return new ReplyRefusedError(code, {
    ru: `${detail.ru} Затем отправьте ответ ещё раз; ответы без таких файлов уходят и сейчас.`,
    en: `${detail.en} Then send the answer again; answers without such files go out now as well.`,
  }, undefined, { cause });
}

/** @returns undefined when it isn't about this message */
export function refusalOf(cause: VkError): ReplyRefusedError | undefined {
  if (!isAboutMessage(cause)) return undefined;
  const known = REFUSALS.find(({ codes }) => codes.includes(cause.code));
  if (known) return new ReplyRefusedError(known.code, known.detail, known.closes ? known.code : undefined, { cause });
  const words = `${cause.code} ${cause.description}`.slice(0, 300);
  return new ReplyRefusedError('refused', { ru: `ВКонтакте отказал: ${words}.`, en: `VK refused: ${words}.` }, undefined, { cause });
}

export const STRANGE_CONVERSATION = () =>
  new ReplyRefusedError('no-way-back', { ru: 'У этого обращения нет переписки, в которой можно ответить.', en: 'This contact has no conversation that an answer could go to.' });
