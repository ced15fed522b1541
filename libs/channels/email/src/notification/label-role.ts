/** What a label of a form tells. `service` is about the form itself. */
export type LabelRole = 'name' | 'last-name' | 'phone' | 'email' | 'company' | 'text' | 'contact' | 'service';

const MAX_LABEL_CHARS = 60;
const MAX_LABEL_WORDS = 8;

/** Tried in this order: "имя формы" is of the form, "название компании" of the company, before "имя" can be of a person. */
const ROLES: readonly (readonly [LabelRole, RegExp])[] = [
  ['service', /(?:^|[ _-])(?:form|form_?name|формы|form ?id|page|страниц[аыеу]|url|ip|user.?agent|browser|браузер|устройство|referr?er|реферер|transaction|block|tranid|formid|utm\S*|cookies?|powered|дата|date|время|time|сайт[ае]?|site|website|источник|source|заголовок формы|post|credit|file|файл[аы]?|город по ip|roistat|ym_?uid|client_?id|yclid|gclid)(?:$|[ _:-])/iu],
  ['company', /компани|организаци|фирм[аы]|предприяти|юр\S{0,10} лицо|company|organi[sz]ation|компанія|підприємство/iu],
  ['email', /(?:^|[ _-])(?:e-?mail|mail|почт[аыу]|пошт[аи]|емейл|имейл|мейл|эл\. ?почта|электронн\S{2,4} адрес|e-?post|courriel|correo)(?:$|[ _:(-])/iu],
  ['phone', /(?:^|[ _-])(?:телефон\S{0,3}|тел|моб|мобильн\S{2,3}|phone\S{0,1}|tel|telephone|mobile|cell|handy|telefon\S{0,4}|t[ée]l[ée](?:phone|fono)|whats ?app|ватсап|вотсап|viber|вайбер|номер для связи|контактный номер|phonenumber)(?:$|[ _:(.-])/iu],
  ['last-name', /(?:^|[ _-])(?:фамили[яи]|прізвище|last ?name|surname|family ?name|nachname)(?:$|[ _-])/iu],
  ['name', /(?:^|[ _-])(?:имя|фио|ф\. ?и\. ?о\.?|ім[’'`ʼ]?я|піб|name|fio|first ?name|full ?name|vorname|nombre|nom|контактное лицо|контактна особа|автор|клиент|клієнт|покупатель|заказчик|замовник|отправитель|customer|client|buyer|получатель|заявитель|от кого|от|from|гость|contact person)(?:$|[ _-])|как (?:вас|к вам|до вас)|представьтесь/iu],
  ['text', /комментари|сообщени|вопрос|текст|пожелани|описани|примечани|обращение|отзыв|повідомлення|коментар|питання|message|text|comment|question|enquiry|inquiry|details|notes?|nachricht|mensaje/iu],
  ['contact', /^(?:контакт(?:ы|ные данные)?|contacts?|способ связи|связь|контактные данные)$/iu],
];
/** "Product name", "имя файла": names of things. */
const OF_THINGS = /товар|продукт|product|услуг|service name|item|event|мероприят|проект|project|domain|домен|объект|тариф|курс|сотрудник|менеджер|manager|магазин|store|shop/iu;

/** Whether a text may be a label at all: short, with a letter, no sentence and no address. */
export function isLabel(text: string): boolean {
  if (text === '' || text.length > MAX_LABEL_CHARS || !/\p{L}/u.test(text)) return false;
  if (/^[>*•<{]|\p{L}{4,}[.!?] |[@;]|:\/\/|^(?:https?|ftp|mailto|tel|p\. ?s|ps|re|fwd?)$/iu.test(text)) return false;
  return text.split(' ').length <= MAX_LABEL_WORDS;
}

/** The role that a label speaks of, if it is one that forms usually have. */
export function roleOfLabel(label: string): LabelRole | undefined {
  const plain = label.toLowerCase().replace(/ё/gu, 'е').replace(/[*?:."«»()[\]]+$/u, '').replace(/^[-–—•*\s]+/u, '').trim();
  const role = ROLES.find(([, pattern]) => pattern.test(plain))?.[0];
  return (role === 'name' || role === 'last-name') && OF_THINGS.test(plain) ? undefined : role;
}
