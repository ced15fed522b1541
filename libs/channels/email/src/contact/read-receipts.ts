import type { ReceiptDraft } from '@tributary/channel';
import type { Automatic } from '../automatic/mail-facts.js';
import type { Mail } from '../mime/mail.js';
import { idsIn, readMessageId, type ReadOwnMail, type Sign } from '../thread/message-id.js';

/** A notice returns one mail, seldom a few. */
const MAX_IDS = 10;

/**
 * What notices of mail servers and programs tell of answers that we sent. Only ids that we signed count: whoever writes a notice has
 * got our mail. A delay tells nothing yet.
 * @see RFC 3464 (DSN), RFC 8098 (MDN)
 */
export function readReceipts(mail: Mail, automatic: Automatic | undefined, at: Date, sign: Sign | undefined): ReceiptDraft[] {
  const told = automatic && toldBy(mail, automatic);
  return told ? ours(mail, sign).map(({ conversationId, replyId }) => ({ conversationId, at, which: { key: replyId }, ...told })) : [];
}

function toldBy(mail: Mail, { kind, reason, hard }: Automatic): Pick<ReceiptDraft, 'state' | 'reason'> | undefined {
  if (kind === 'report' && reason.startsWith('dsn-delivered')) return { state: 'delivered' };
  if (kind === 'report' && reason === 'mdn' && wasDisplayed(mail)) return { state: 'read' };
  // Without a report for machines a soft failure may be a warning only.
  const isFailure = kind === 'bounce' && (reason.startsWith('dsn-failed') || (!reason.startsWith('dsn-') && hard !== false));
  return isFailure ? { state: 'failed', reason: failureOf(reason) } : undefined;
}

/** "displayed" says that it was opened; "deleted" and "denied" say nothing that a person should rely on. */
function wasDisplayed({ reports }: Mail): boolean {
  const dispositions = reports.flatMap(({ groups }) => groups.flat()).filter(({ name }) => name === 'disposition');
  return dispositions.some(({ value }) => /;\s*displayed\b/i.test(value));
}

/** The mail that is returned, the id that a read receipt names, else what stands in the text. */
function ours({ embedded, reports, text }: Mail, sign: Sign | undefined): ReadOwnMail[] {
  const returned = embedded.flatMap(({ messageId }) => messageId ?? []);
  const named = reports.flatMap(({ groups }) => groups.flat()).filter(({ name }) => name === 'original-message-id');
  const ids = [...returned, ...named.flatMap(({ value }) => idsIn(value, 1)), ...idsIn(text, MAX_IDS)];
  const read = ids.slice(0, 2 * MAX_IDS).map((id) => readMessageId(id, sign)).filter((id): id is ReadOwnMail => id !== undefined && id !== 'forged');
  return [...new Map(read.map((own) => [own.replyId, own])).values()];
}

const NO_SUCH_ADDRESS = /\b5\.1\.(?:[0-36]|10)\b/;
const FULL = /\b[45]\.2\.2\b/;

/** `reason` holds codes of the notice and no text of it. */
function failureOf(reason: string): NonNullable<ReceiptDraft['reason']> {
  const codes = /^[\w-]+: (.+)$/.exec(reason)?.[1];
  const told = codes ? ` (${codes})` : '';
  if (NO_SUCH_ADDRESS.test(reason)) return { code: 'address-unknown', detail: { ru: `Письмо вернулось: такого адреса нет${told}.`, en: `The mail came back: there is no such address${told}.` } };
  if (FULL.test(reason)) return { code: 'mailbox-full', detail: { ru: `Письмо вернулось: ящик получателя переполнен${told}.`, en: `The mail came back: the recipient’s mailbox is full${told}.` } };
  return { code: 'bounced', detail: { ru: `Письмо вернулось: почтовый сервер получателя его не принял${told}. Подробности — в самом уведомлении.`, en: `The mail came back: the recipient’s mail server did not take it${told}. The notice itself says more.` } };
}
