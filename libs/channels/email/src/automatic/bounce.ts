import { BOUNCE_SUBJECTS, BOUNCE_TEXTS, HARD_WORDS, SOFT_WORDS } from './bounce-words.js';
import { deliveryStatus } from './delivery-status.js';
import type { HeaderList } from './header-list.js';
import type { Automatic, MailFacts } from './mail-facts.js';
import { ownWords, says, subjectLine } from './plain-words.js';
import { isDaemon, isPostmaster, isRobot } from './robot-sender.js';

/** Notices about mail that could not be delivered, in the standard's form and in all the others. */
export function bounce(mail: MailFacts, headers: HeaderList): Automatic | undefined {
  return deliveryStatus(mail) ?? withoutStatus(mail, headers);
}

/** qmail, Exim, Exchange and webmail write notices for people only. */
function withoutStatus(mail: MailFacts, headers: HeaderList): Automatic | undefined {
  const subject = subjectLine(mail.subject);
  const text = noticeText(mail.text);
  const code = signOf(mail, headers, subject, text);
  if (code === undefined) return undefined;
  const hard = hardness(`${subject}\n${text}`);
  return { kind: 'bounce', reason: code, ...(hard !== undefined && { hard }) };
}

function signOf(mail: MailFacts, headers: HeaderList, subject: string, text: string): string | undefined {
  if (headers.has('x-failed-recipients')) return 'failed-recipients';
  if (mail.reports.some(({ kind }) => kind === 'delivery-status') || /report-type ?= ?"?delivery-status/i.test(headers.first('content-type').slice(0, 500))) return 'dsn';
  const sender = mail.from[0];
  if (isDaemon(sender)) return 'mailer-daemon';
  const subjectTells = says(BOUNCE_SUBJECTS, subject);
  const textTells = says(BOUNCE_TEXTS, text);
  if (subjectTells && (textTells || SMTP_REPLY.test(text))) return 'bounce-words';
  // A client may complain of a letter that did not come, and a postmaster be a person: both alone are not enough.
  if ((subjectTells || textTells) && (isPostmaster(sender) || isRobot(sender) || isNullSender(headers))) return 'bounce-words';
  return undefined;
}

export function isNullSender(headers: HeaderList): boolean {
  return /^< *>$/.test(headers.first('return-path'));
}

const SMTP_REPLY = /\b[45]\d\d[ -](?:#?[45]\.\d{1,3}\.\d{1,3}\b|[a-z])|(?:#|\b)[45]\.\d{1,3}\.\d{1,3}\b/i;

/** The notice without the mail that it returns. */
function noticeText(text: string): string {
  const words = ownWords(text);
  const returned = /-{3,} ?(?:this is a copy of|below this line is a copy|original message|the header of the original|текст письма|исходное)/i.exec(words);
  return returned ? words.slice(0, returned.index) : words;
}

function hardness(notice: string): boolean | undefined {
  if (/^warning|delayed|задержк|отложен/iu.test(notice.slice(0, 120))) return false;
  if (/\b5\.2\.2\b/.test(notice)) return false;
  const digit = /(?:#|\b)([45])\.\d{1,3}\.\d{1,3}\b/.exec(notice)?.[1] ?? /(?:^|[\s:"'(<])([45])[0-5]\d[ -](?=\S)/.exec(notice)?.[1];
  if (digit) return digit === '5';
  if (SOFT_WORDS.test(notice)) return false;
  return HARD_WORDS.test(notice) ? true : undefined;
}
