import type { ReplyReason } from './receipt-record.js';

export const ACCOUNT_GONE: ReplyReason = {
  code: 'account-gone',
  detail: { ru: 'Подключение, через которое писал клиент, удалено. Ответьте другим способом.', en: 'The connection that the customer wrote by was removed. Answer in another way.' },
};

export const CONTACT_GONE: ReplyReason = {
  code: 'contact-gone',
  detail: { ru: 'Обращение удалено, отвечать некому.', en: 'The contact was erased: there is nobody to answer.' },
};

export const NO_WAY_BACK: ReplyReason = {
  code: 'no-way-back',
  detail: { ru: 'Через этот канал ответить нельзя.', en: 'This channel sends no answers.' },
};

export const INTERRUPTED: ReplyReason = {
  code: 'interrupted',
  detail: {
    ru: 'Отправка прервалась на полпути: дошёл ли ответ, неизвестно. Сам он не повторится. Посмотрите в переписке или спросите клиента.',
    en: 'Sending was broken off half-way: whether the answer arrived is unknown. It is not repeated by itself. Look into the chat, or ask the customer.',
  },
};

export const LOST_ANSWER: ReplyReason = {
  code: 'answer-lost',
  detail: {
    ru: 'Сервис принял ответ, но не подтвердил: дошёл ли он, неизвестно. Сам он не повторится. Посмотрите в переписке или спросите клиента.',
    en: 'The service took the answer and did not confirm it: whether it arrived is unknown. It is not repeated by itself. Look into the chat, or ask the customer.',
  },
};

/** Of a reply whose message arrived after all, when it was too late for the next one. */
export const BROKEN_OFF: ReplyReason = {
  code: 'partly-sent',
  detail: { ru: 'Отправка прервалась: отправьте остальное ещё раз.', en: 'Sending was broken off: send the rest once more.' },
};

/** Of a reply that waits for its repeat. */
export const REPEATING: ReplyReason = {
  code: 'answer-lost',
  detail: {
    ru: 'Сервис принял ответ, но не подтвердил. Отправка повторится сама; дважды клиент его не увидит: повторы сервис узнаёт.',
    en: 'The service took the answer and did not confirm it. It is sent once more by itself; the customer will not see it twice: the service knows repeats.',
  },
};

export const FILE_GONE: ReplyReason = {
  code: 'file-gone',
  detail: {
    ru: 'Файла этого ответа или обращения, на которое он отвечает, в хранилище больше нет: ответ не отправлен. Приложите файл заново и отправьте ещё раз.',
    en: 'A file of this reply, or of the contact that it answers, is no longer in storage: the reply was not sent. Attach it again and send it anew.',
  },
};

/** A repeat was refused: that says nothing of the first try. */
export function refusedRepeat({ detail, closed }: ReplyReason): ReplyReason {
  return {
    code: LOST_ANSWER.code,
    detail: { ru: `${LOST_ANSWER.detail.ru} Повтор отклонён: ${detail.ru}`, en: `${LOST_ANSWER.detail.en} A repeat was refused: ${detail.en}` },
    closed,
  };
}

/** How far a reply of several messages came: so many arrived, of so many where that is known. */
export interface Progress {
  readonly part: number;
  readonly parts: number | null;
}

/** It won't be sent; what came before has arrived. */
export function failedAt({ part, parts }: Progress, reason: ReplyReason): ReplyReason {
  if (part === 0) return reason;
  const rest = span(part + 1, parts);
  return {
    code: 'partly-sent',
    detail: {
      ru: `До клиента дошло только начало ответа (текст или первые файлы): ${ofParts.ru(parts)} ${span(1, part)} — отправлено, ${rest} — не отправлено. ${reason.detail.ru}`,
      en: `Only the beginning of the reply arrived (its text, or the first files): ${ofParts.en(parts)} ${span(1, part)} sent, ${rest} not sent. ${reason.detail.en}`,
    },
    closed: reason.closed,
  };
}

/** The next message was perhaps sent: those before it have arrived, those after it were never tried. */
export function unknownAt({ part, parts }: Progress, reason: ReplyReason): ReplyReason {
  const isLast = parts === null || part + 1 >= parts;
  if (part === 0 && isLast) return reason;
  const told = (words: { readonly of: string; readonly sent: string; readonly unknown: string; readonly untried: string }) => {
    const steps = [part > 0 && `${span(1, part)}${words.sent}`, `${part + 1}${words.unknown}`, !(parts !== null && isLast) && `${span(part + 2, parts)}${words.untried}`];
    return `${words.of} ${steps.filter(Boolean).join(', ')}.`;
  };
  return {
    ...reason,
    detail: {
      ru: `${reason.detail.ru} ${told({ of: ofParts.ru(parts), sent: ' — отправлено', unknown: ' — неизвестно', untried: ' — не отправлялось' })}`,
      en: `${reason.detail.en} ${told({ of: ofParts.en(parts), sent: ' sent', unknown: ' unknown', untried: ' not tried' })}`,
    },
  };
}

const ofParts = {
  ru: (parts: number | null) => `сообщения по порядку${parts === null ? '' : `, всего ${parts}`}:`,
  en: (parts: number | null) => `messages in their order${parts === null ? '' : `, ${parts} in all`}:`,
};

/** "2", "2–4", "2…" where the end is not known. */
function span(from: number, to: number | null): string {
  if (to === null) return `${from}…`;
  return to > from ? `${from}–${to}` : String(from);
}
