import { registerTexts } from '@tributary/platform';

/** What conversations say to people: problems, why nothing can be sent, what became of a reply. */
export const text = registerTexts('conversations', {
  en: {
    problem: {
      'cannot-reply': { title: 'Can’t be answered', detail: 'This contact can’t be answered just now.' },
      'conversation-unknown': { title: 'No such conversation', detail: 'There is no conversation with this id.' },
      'conversation-without-lead': { title: 'No lead', detail: 'This conversation belongs to no lead that could be transferred.' },
      'reply-unknown': { title: 'No such reply', detail: 'There is no reply with this id.' },
      'reply-settled': { title: 'Known already', detail: 'What became of this reply is known: only one whose outcome is unknown can be settled by hand.' },
      'idempotency-key-reused': { title: 'Key used already', detail: 'Another reply was sent under this Idempotency-Key. Take a new key for new content.' },
      'canned-answer-unknown': { title: 'No such canned answer', detail: 'There is no canned answer with this id.' },
    },
    field: {
      'nothing-to-send': 'Write a text or add a file.',
      base64: 'Not Base64.',
      'file-empty': 'The file is empty.',
      'file-too-big': 'At most {{maximum}} bytes can be sent by this channel.',
      'too-many-files': 'At most {{maximum}} files can be sent at once by this channel.',
      'no-files': 'This channel takes no files.',
      'text-too-long': 'At most {{maximum}} characters can be sent by this channel.',
      'media-type': 'Not a media type such as image/png.',
      'unknown-item': 'There is nothing with this id in the conversation.',
    },
    reach: {
      'removed-from-group': 'We were removed from the group. Ask to be added again, or reach the customer by another channel.',
      blocked: 'The customer has blocked us. Reach them by another channel, or wait until they write again.',
      'window-closed': 'The provider lets us answer for a limited time only, and it is over. Wait until the customer writes again, or reach them by another channel.',
      'no-address': 'This contact has no address to answer to. Reach the customer by another channel.',
      'no-outgoing-mail': 'This mailbox is only read: name an SMTP server in its settings, and the customer’s next mail can be answered. Until then answer from your mail program.',
      'not-known': 'Nothing is known of a way back for this contact: its channel sends no answers, or it came before answers could be sent. Reach the customer by another channel, or answer their next message.',
      other: 'Nothing can be sent in this conversation ({{code}}). Reach the customer by another channel, or wait until they write again.',
    },
    settled: { failed: 'A colleague found out that it was not sent.' },
  },
  ru: {
    problem: {
      'cannot-reply': { title: 'Ответить нельзя', detail: 'На это обращение сейчас нельзя ответить.' },
      'conversation-unknown': { title: 'Нет такой беседы', detail: 'Беседы с таким идентификатором нет.' },
      'conversation-without-lead': { title: 'Нет лида', detail: 'У этой беседы нет лида, который можно передать.' },
      'reply-unknown': { title: 'Нет такого ответа', detail: 'Ответа с таким идентификатором нет.' },
      'reply-settled': { title: 'Уже известно', detail: 'Что стало с этим ответом, известно: вручную решают только о тех, чей исход неизвестен.' },
      'idempotency-key-reused': { title: 'Ключ уже использован', detail: 'С этим Idempotency-Key отправлен другой ответ. Для нового содержания нужен новый ключ.' },
      'canned-answer-unknown': { title: 'Нет такой заготовки', detail: 'Заготовки с таким идентификатором нет.' },
    },
    field: {
      'nothing-to-send': 'Напишите текст или приложите файл.',
      base64: 'Это не Base64.',
      'file-empty': 'Файл пуст.',
      'file-too-big': 'По этому каналу можно отправить не больше {{maximum}} байт.',
      'too-many-files': 'По этому каналу можно отправить за раз файлов не больше: {{maximum}}.',
      'no-files': 'Этот канал не принимает файлы.',
      'text-too-long': 'По этому каналу можно отправить символов не больше: {{maximum}}.',
      'media-type': 'Это не тип содержимого, например image/png.',
      'unknown-item': 'В беседе нет ничего с таким идентификатором.',
    },
    reach: {
      'removed-from-group': 'Нас удалили из группы. Попросите добавить снова или свяжитесь с клиентом по другому каналу.',
      blocked: 'Клиент нас заблокировал. Свяжитесь с ним по другому каналу или подождите, пока он напишет снова.',
      'window-closed': 'Сервис даёт на ответ ограниченное время, и оно истекло. Подождите, пока клиент напишет снова, или свяжитесь с ним по другому каналу.',
      'no-address': 'У этого обращения нет адреса для ответа. Свяжитесь с клиентом по другому каналу.',
      'no-outgoing-mail': 'Этот ящик только читается: укажите в его настройках сервер SMTP, и на следующее письмо клиента можно будет ответить. Пока ответьте из почтовой программы.',
      'not-known': 'Неизвестно, как ответить на это обращение: его канал не отправляет ответов или оно пришло раньше, чем появились ответы. Свяжитесь с клиентом по другому каналу или ответьте на его следующее сообщение.',
      other: 'В эту беседу ничего нельзя отправить ({{code}}). Свяжитесь с клиентом по другому каналу или подождите, пока он напишет снова.',
    },
    settled: { failed: 'Коллега выяснил, что ответ не отправлен.' },
  },
});
