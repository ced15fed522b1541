import type { HeaderList } from './header-list.js';
import type { Automatic, MailFacts } from './mail-facts.js';
import { subjectLine } from './plain-words.js';

/** Read receipts of programs that leave the machine-readable part out. */
const RECEIPT_SUBJECT =
  /^(?:read|not read|read receipt|return receipt(?: \(displayed\))?|disposition notification|прочитано|прочтено|не прочитано|уведомление о прочтении|отч[её]т о прочтении|подтверждение прочтения|прочитане|gelesen|lu|leído|letto) ?: /iu;
const RECEIPT_TEXT =
  /(?:your message\s+to:.{0,400}was read on|this is a (?:return|read) receipt for|(?:ваше|твоё) сообщение.{0,400}(?:было )?прочитано|это уведомление о (?:том, что|прочтении))/isu;

/**
 * Machines that tell people about mail: read receipts and complaints about spam.
 * @see RFC 8098 (MDN), RFC 5965 (ARF)
 */
export function report(mail: MailFacts, headers: HeaderList): Automatic | undefined {
  const kinds = new Set(mail.reports.map(({ kind }) => kind));
  const type = headers.first('content-type').slice(0, 500);
  if (kinds.has('disposition-notification') || /report-type ?= ?"?disposition-notification/i.test(type)) return { kind: 'report', reason: 'mdn' };
  if (kinds.has('feedback-report') || /report-type ?= ?"?feedback-report/i.test(type)) return { kind: 'report', reason: 'arf' };
  if (/^(?:text\/x-arf|multipart\/report ?;.{0,200}x-arf)/i.test(type)) return { kind: 'report', reason: 'arf' };
  if (RECEIPT_SUBJECT.test(subjectLine(mail.subject)) && RECEIPT_TEXT.test(mail.text.slice(0, 2_000))) return { kind: 'report', reason: 'read-receipt' };
  return dmarcReport(mail, headers);
}

/** Aggregate reports of DMARC and TLS come as archives under a subject that the RFCs lay down. */
function dmarcReport(mail: MailFacts, headers: HeaderList): Automatic | undefined {
  const subject = subjectLine(mail.subject);
  const told = headers.has('tls-report-domain') || /^(?:\[preview\] )?report[ -]domain: ?\S{1,260}[ ;].{0,300}submitter: ?/i.test(subject);
  return told ? { kind: 'report', reason: 'aggregate-report' } : undefined;
}
