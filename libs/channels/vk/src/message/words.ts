/** What stands in a text for what is no text. `{x}` are filled in. */
const WORDS = {
  ru: {
    photo: 'Фото', doc: 'Файл', audio_message: 'Голосовое сообщение', sticker: 'Стикер', graffiti: 'Граффити',
    video: 'Видео: {title}', audio: 'Аудио: {title}', link: 'Ссылка: {title}', market: 'Товар: {title}', wall: 'Запись: {title}', wall_reply: 'Комментарий: {title}',
    poll: 'Опрос: {title}', article: 'Статья: {title}', gift: 'Подарок', call: 'Звонок', story: 'История', podcast: 'Подкаст: {title}', video_playlist: 'Плейлист: {title}',
    unknown: 'Вложение вида «{kind}»: откройте его во ВКонтакте', place: 'Место: {at}', forwarded: 'Переслано от {name}: {text}', answered: 'В ответ на: {text}',
    button: 'Нажата кнопка: {label}',
    tooBig: '{size} МБ, больше {limit} МБ: откройте его во ВКонтакте', gone: 'ВКонтакте не отдал файл, откройте его там', strange: 'файл лежит не во ВКонтакте и не загружен',
    allowed: 'Разрешил сообщения от сообщества', denied: 'Запретил сообщения от сообщества', orderLine: '{title} × {count}', order: 'Заказ {number}: {sum}', event: 'Событие ВКонтакте: {kind}',
  },
  en: {
    photo: 'Photo', doc: 'File', audio_message: 'Voice message', sticker: 'Sticker', graffiti: 'Graffiti',
    video: 'Video: {title}', audio: 'Audio: {title}', link: 'Link: {title}', market: 'Product: {title}', wall: 'Post: {title}', wall_reply: 'Comment: {title}',
    poll: 'Poll: {title}', article: 'Article: {title}', gift: 'Gift', call: 'Call', story: 'Story', podcast: 'Podcast: {title}', video_playlist: 'Playlist: {title}',
    unknown: 'An attachment of the kind "{kind}": open it in VK', place: 'Place: {at}', forwarded: 'Forwarded from {name}: {text}', answered: 'In answer to: {text}',
    button: 'Pressed the button: {label}',
    tooBig: '{size} MB, more than {limit} MB: open it in VK', gone: 'VK did not give the file, open it there', strange: 'the file is not at VK and was not fetched',
    allowed: 'Allowed messages of the community', denied: 'Denied messages of the community', orderLine: '{title} × {count}', order: 'Order {number}: {sum}', event: 'VK event: {kind}',
  },
} as const;

export type Language = keyof typeof WORDS;
export type Word = keyof (typeof WORDS)['ru'];

export function say(language: Language, word: Word, places: Readonly<Record<string, string>> = {}): string {
  return WORDS[language][word].replace(/\{(\w+)\}/g, (_, name: string) => places[name] ?? '').replace(/: $/, '');
}
