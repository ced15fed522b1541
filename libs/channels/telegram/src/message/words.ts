/** What stands in a text for what is no text. `{x}` are filled in. */
const WORDS = {
  ru: {
    photo: 'Фото', document: 'Файл', voice: 'Голосовое сообщение', audio: 'Аудио', video: 'Видео', videoNote: 'Видеосообщение', animation: 'Анимация', sticker: 'Стикер',
    contact: 'Контакт: {name}, {phone}', location: 'Место: {at}', liveLocation: 'Место в движении: {at}', venue: 'Место: {title}, {address}', dice: '{emoji} выпало {value}',
    poll: 'Опрос: {question}', game: 'Игра: {title}', story: 'История из {title}', checklist: 'Список: {title}', webApp: 'Данные приложения «{button}»: {data}',
    invoice: 'Счёт: {title}, {sum}', payment: 'Оплачено: {sum}', usersShared: 'Поделился людьми: {names}', chatShared: 'Поделился чатом: {title}',
    unknown: 'Сообщение вида «{kind}»: откройте его в Telegram', forwarded: 'Переслано: {name}',
    tooBig: '{size} МБ, больше {limit} МБ: Telegram не отдаёт такие файлы ботам, откройте его в Telegram', gone: 'Telegram не отдал файл, откройте его в Telegram', localMode: 'сервер Bot API в режиме --local не отдаёт файлов, откройте его в Telegram',
    link: '{text}: {url}', button: 'Нажата кнопка: {label}', order: 'Заказ: {sum}', shipping: 'Доставка', paidMedia: 'Куплено платное содержимое',
    blocked: 'Заблокировал бота', unblocked: 'Запустил бота', membership: 'Бот в группе «{title}»: {status}', event: 'Событие Telegram: {kind}',
  },
  en: {
    photo: 'Photo', document: 'File', voice: 'Voice message', audio: 'Audio', video: 'Video', videoNote: 'Video message', animation: 'Animation', sticker: 'Sticker',
    contact: 'Contact: {name}, {phone}', location: 'Place: {at}', liveLocation: 'Moving place: {at}', venue: 'Place: {title}, {address}', dice: '{emoji} rolled {value}',
    poll: 'Poll: {question}', game: 'Game: {title}', story: 'Story of {title}', checklist: 'Checklist: {title}', webApp: 'Data of the app "{button}": {data}',
    invoice: 'Invoice: {title}, {sum}', payment: 'Paid: {sum}', usersShared: 'Shared people: {names}', chatShared: 'Shared a chat: {title}',
    unknown: 'A message of the kind "{kind}": open it in Telegram', forwarded: 'Forwarded: {name}',
    tooBig: '{size} MB, more than {limit} MB: Telegram gives bots no such files, open it in Telegram', gone: 'Telegram did not give the file, open it in Telegram', localMode: 'a Bot API server in --local mode gives no files, open it in Telegram',
    link: '{text}: {url}', button: 'Pressed the button: {label}', order: 'Order: {sum}', shipping: 'Shipping', paidMedia: 'Bought paid media',
    blocked: 'Blocked the bot', unblocked: 'Started the bot', membership: 'The bot in the group "{title}": {status}', event: 'Telegram event: {kind}',
  },
} as const;

export type Language = keyof typeof WORDS;
export type Word = keyof (typeof WORDS)['ru'];

export function say(language: Language, word: Word, places: Readonly<Record<string, string>> = {}): string {
  return WORDS[language][word].replace(/\{(\w+)\}/g, (_, name: string) => places[name] ?? '');
}

/** "1234.50 RUB"; currencies without minor units, and Telegram's stars, are whole. */
export function moneyOf(amount: number, currency: string): string {
  const digits = currency === 'XTR' ? 0 : minorDigits(currency);
  return `${(amount / 10 ** digits).toFixed(digits)} ${currency === 'XTR' ? '⭐' : currency}`;
}

function minorDigits(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2; // no code of ISO 4217: Telegram counts in hundredths by default
  }
}
