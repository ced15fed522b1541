import { autoSubmitted } from './auto-reply.js';
import type { HeaderList } from './header-list.js';
import type { Automatic, MailFacts } from './mail-facts.js';
import { bareSubject, ownWords, says } from './plain-words.js';
import { isRobot } from './robot-sender.js';

/** What services tell the owner of an account: codes, sign-ins, receipts, tickets of couriers. */
const SERVICE_WORDS: readonly RegExp[] = [
  /код (?:подтверждения|доступа|безопасности|для входа|авторизации|активации)|(?:одноразовый|проверочный|секретный) (?:код|пароль)|ваш код|код[: -]{1,3}\d{4,8}\b|confirmation code|verification code|security code|one[- ]time (?:code|password|passcode)|your .{0,30}code is|login code|sign[- ]?in code|\botp\b|код підтвердження|одноразовий код|bestätigungscode/iu,
  /(?:сброс|восстановлени[ея]|смен[аы]|изменени[ея]) парол|пароль (?:изменен|изменён|был изменен|сброшен)|(?:reset|change|forgot|recover) (?:your )?password|password (?:reset|changed|was changed)|відновлення парол/iu,
  /подтвер(?:дите|ждение) (?:ваш |свой )?(?:e-?mail|адрес|регистраци|электронн|аккаунт|почт)|(?:confirm|verify|activate) your (?:e-?mail|account|address|registration)|активаци[яи] (?:аккаунта|учетной|учётной)|добро пожаловать в |welcome to /iu,
  /(?:новый |выполнен |обнаружен )?вход в (?:аккаунт|личный кабинет|учетную|учётную|систему|ваш)|new (?:sign[- ]?in|login|device)|security alert|оповещение (?:системы )?безопасности|предупреждение (?:системы )?безопасности|подозрительн\S{2,3} (?:активност|вход)/iu,
  /кассовый чек|электронный чек|фискальный чек|чек (?:коррекции|№|за|на сумму|по заказу|от)|квитанци[яи]|ваш (?:чек|сч[её]т)|(?:payment|your|order|purchase) receipt|receipt (?:for|from)|your (?:invoice|bill|statement)|invoice (?:#|no|available|from)|(?:платеж|платёж|оплата) (?:прош[её]л|принят|получен|подтвержд|успешн)|payment (?:received|successful|confirmation|processed)|баланс|списани[ея] средств|задолженност|выписка (?:по|за)/iu,
  /(?:посылка|отправление|заказ|order) .{0,40}(?:отправлен|передан|доставлен|в пути|ожидает|готов к выдаче|shipped|dispatched|out for delivery|delivered)|(?:tracking number|трек-номер)/iu,
  /(?:истекает|заканчивается|окончани[ея]) .{0,40}(?:домен|хостинг|подписк|тариф|сертификат|срок)|(?:domain|subscription|certificate|trial|license) .{0,40}(?:expire|expiring|expires|renew)/iu,
];

/** Subjects of jobs that run on machines. */
const MACHINE_SUBJECT = /^(?:cron <|anacron|logwatch for|\[?(?:alert|alarm|problem|recovery|resolved|firing|ok|critical|warning|down|up)\b[\]:! ]|output from your job|\*\*\* security information|(?:backup|бэкап|резервн\S{2,3} копи\S{1,3}) .{0,60}(?:complet|success|fail|ошибк|заверш|создан|выполнен|не выполнен))/iu;

/** Letters of a machine about itself: nobody waits for an answer. Called for mail that carries no client. */
export function serviceMail(mail: MailFacts, headers: HeaderList): Automatic | undefined {
  const subject = bareSubject(mail.subject);
  const auto = autoSubmitted(headers);
  const robot = isRobot(mail.from[0]);
  if (!robot && auto === undefined) return undefined;
  if (MACHINE_SUBJECT.test(subject)) return { kind: 'report', reason: 'machine-subject' };
  if (says(SERVICE_WORDS, subject) || (robot && says(SERVICE_WORDS, ownWords(mail.text, 500)))) return { kind: 'report', reason: 'service-words' };
  return auto === undefined ? undefined : { kind: 'report', reason: `auto-submitted: ${auto}` };
}
