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
