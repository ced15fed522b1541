import { bareSubject } from '../automatic/plain-words.js';
import { tellsOfBusiness, tellsOfOwnPurchase } from './business-words.js';
import { clientReplyTo, Strangers } from './client-address.js';
import { parseNotification, type NotificationMail, type NotificationOptions } from './parse-notification.js';

/** Signs of an order or an enquiry: a sum, a number of pieces, a phone. */
const ORDER_TEXT = /(?:итого|сумма|стоимость|всего|кол-?во|количество|total|subtotal|qty|quantity|amount)[^\p{L}]{0,20}\d|\d ?(?:₽|руб|грн|₸|шт\b|usd|eur|\$|€)|[$€₽] ?\d|(?:\+7|\b8)[ (-]{0,2}\d{3}[ )-]{0,2}\d{3}[ -]?\d{2}[ -]?\d{2}\b/iu;

/** "Покупатель Иван написал: …" */
const CLIENT_SPEAKS =
  /(?:клиент|покупател|заказчик|пользовател|арендатор|гост|customer|client|buyer|guest|visitor)\p{L}{0,3} .{0,60}(?:написал|пишет|спра[шс]|остав|интерес|хочет|ищет|жд[её]т|отправил|откликнул|wrote|asks|asked|sent|left|wants|is looking)/iu;

/** True when a robot tells of a client: then its mail is a lead, whatever its headers say. */
export function carriesClient(mail: NotificationMail, options: NotificationOptions): boolean {
  const subject = bareSubject(mail.subject);
  if (tellsOfOwnPurchase(subject)) return false;
  if (parseNotification(mail, options)) return true;
  // An order whose client nobody can tell is one all the same.
  const text = mail.text.slice(0, 10_000);
  return tellsOfBusiness(subject) && (ORDER_TEXT.test(text) || CLIENT_SPEAKS.test(text));
}

/** True when a robot's mail asks that somebody else be answered: a client behind a form. Lists ask that as well. */
export function answersToClient(mail: NotificationMail, { ownAddresses }: NotificationOptions): boolean {
  const strangers = new Strangers(ownAddresses);
  const client = clientReplyTo(mail, strangers);
  return strangers.isSite(mail.from[0]) && client !== undefined && domainOf(client.address) !== domainOf(mail.from[0]?.address ?? '');
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
