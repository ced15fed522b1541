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

/** What came before has arrived. */
export function partlySent({ detail, closed }: ReplyReason): ReplyReason {
  return {
    code: 'partly-sent',
    detail: {
      ru: `До клиента дошло только начало ответа (текст или первые файлы), остальное не отправлено: ${detail.ru}`,
      en: `Only the beginning of the reply arrived (its text, or the first files); the rest was not sent: ${detail.en}`,
    },
    closed,
  };
}
